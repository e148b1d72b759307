"""Rephrase an answer by a language model, sentence by sentence, and keep what the quotes prove."""

import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.generate.client import ModelClient
from qa.generate.errors import ModelTrouble
from qa.generate.model_output import Sentence, SentencePart, parse_reply
from qa.generate.notes import model_note
from qa.generate.prompt import to_rephrase
from qa.model import Answer, Generation, ModelFailure
from qa.verification.verifier import Verifier

_log = logging.getLogger(__name__)
_MARKED = re.compile(r"\[\d+\]$")


class Rephraser:
    """Puts the quotes of answers into a language model's words. Safe for threads."""

    def __init__(self, client: ModelClient, verifier: Verifier) -> None:
        self._client = client
        self._verifier = verifier

    def rephrased(self, answer: Answer) -> Iterator[Answer]:
        """The answer as it is, then with more and more proved sentences of the model; the last one is whole.

        Only proved sentences are ever given out. Where the model fails, or nothing it writes is proved, the last one is
        the answer as it was, with the reason. A refusal is never put before the model.
        """
        answer = replace(answer, generation=Generation(self._client.model))
        yield answer
        if not answer.answered:
            return
        started = time.perf_counter()
        kept: list[str] = []
        removed = 0
        failure: ModelFailure | None = None
        messages = to_rephrase(answer.read_as or answer.question, answer.language, answer.citations)
        try:
            for sentence in parse_reply(self._client.write(messages)):
                if (text := self._proved(sentence, answer)) is None:
                    removed += 1
                elif text not in kept:
                    kept.append(text)
                    yield _said(answer, kept, removed)
        except ModelTrouble as trouble:
            _log.warning("language model %s: %s", self._client.model, trouble)
            failure = "cut" if kept else "unreachable"
        if not kept and failure is None:
            failure = "unproved"
        yield _timed(_said(answer, kept, removed, failure), started)

    def _proved(self, sentence: Sentence, answer: Answer) -> str | None:
        """A sentence with the marks of those quotes that prove it; None if one of its parts is proved by none."""
        parts = []
        for part in sentence.parts:
            proving = self._proving(part, answer)
            if not proving:
                return None
            parts.append(part.text + "".join(f" [{number}]" for number in proving))
        text = " ".join(parts)
        return text[0].upper() + text[1:]

    def _proving(self, part: SentencePart, answer: Answer) -> list[int]:
        """The numbers of the cited quotes that prove a part of a sentence; numbers of no quote prove nothing."""
        return [
            number
            for number in dict.fromkeys(part.cited)
            if 1 <= number <= len(answer.citations)
            and self._verifier.fault(part.text, answer.language, answer.citations[number - 1]) is None
        ]


def _said(answer: Answer, kept: Sequence[str], removed: int, failure: ModelFailure | None = None) -> Answer:
    """The answer in the model's words; in its own if none are left."""
    assert answer.generation is not None
    note = model_note(answer.language, failure, removed)
    done = replace(answer.generation, sentences=len(kept) + removed, removed=removed, failure=failure, note=note)
    if not kept:
        return replace(answer, generation=done)
    text = "\n".join([" ".join(f"{sentence}." for sentence in kept), *_remarks(answer)])
    return replace(answer, text=text, mode="generated", generation=done)


def _timed(answer: Answer, started: float) -> Answer:
    """The answer with the time since the model was asked."""
    spent = (time.perf_counter() - started) * 1000
    timings = replace(answer.timings, answer=answer.timings.answer + spent, total=answer.timings.total + spent)
    return replace(answer, timings=timings)


def _remarks(answer: Answer) -> list[str]:
    """The lines of an answer that are no quotes, such as the one that names documents which say nothing."""
    return [line for line in answer.text.splitlines() if not _MARKED.search(line)]
