"""Rephrase an answer with a language model and keep only the sentences that the quotes prove."""

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
    """Rephrases the quotes of answers with a language model. Safe for threads."""

    def __init__(self, client: ModelClient, verifier: Verifier) -> None:
        self._client = client
        self._verifier = verifier

    def rephrased(self, answer: Answer) -> Iterator[Answer]:
        """Yield the answer as it is, then with each further proved sentence of the model; the last one is complete.

        Only proved sentences are ever shown. If the model fails, or nothing it writes is proved, the last one is the
        original answer with the reason. Refusals are never sent to the model.
        """
        answer = replace(answer, generation=Generation(self._client.model))
        yield answer
        if not answer.answered:
            return
        started = time.perf_counter()
        kept: list[str] = []
        verdicts: dict[Sentence, str | None] = {}
        removed = 0
        failure: ModelFailure | None = None
        messages = to_rephrase(answer.read_as or answer.question, answer.language, answer.citations)
        try:
            for sentence in parse_reply(self._client.write(messages)):
                if time.perf_counter() - started > self._client.total_seconds:
                    raise ModelTrouble("writing and proving the reply took too long")
                if sentence not in verdicts:
                    verdicts[sentence] = self._proved(sentence, answer)
                if (text := verdicts[sentence]) is None:
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
        """Return a sentence with the marks of the quotes that prove it; None if a part of it is not proved."""
        parts = []
        for part in sentence.parts:
            proving = self._proving(part, answer)
            if not proving:
                return None
            parts.append(part.text + "".join(f" [{number}]" for number in proving))
        text = " ".join(parts)
        return text[0].upper() + text[1:]

    def _proving(self, part: SentencePart, answer: Answer) -> list[int]:
        """Return the numbers of the cited quotes that prove a part of a sentence, without numbers of missing quotes."""
        return [
            number
            for number in dict.fromkeys(part.cited)
            if 1 <= number <= len(answer.citations)
            and self._verifier.fault(part.text, answer.language, answer.citations[number - 1]) is None
        ]


def _said(answer: Answer, kept: Sequence[str], removed: int, failure: ModelFailure | None = None) -> Answer:
    """Return the answer in the model's words, or as it was if no sentence was kept."""
    assert answer.generation is not None
    note = model_note(answer.language, failure, removed)
    done = replace(answer.generation, sentences=len(kept) + removed, removed=removed, failure=failure, note=note)
    if not kept:
        return replace(answer, generation=done)
    text = "\n".join([" ".join(f"{sentence}." for sentence in kept), *_remarks(answer)])
    return replace(answer, text=text, mode="generated", generation=done)


def _timed(answer: Answer, started: float) -> Answer:
    """Return the answer with the time since the request to the model added."""
    spent = (time.perf_counter() - started) * 1000
    timings = replace(answer.timings, answer=answer.timings.answer + spent, total=answer.timings.total + spent)
    return replace(answer, timings=timings)


def _remarks(answer: Answer) -> list[str]:
    """Return the lines of an answer that are not quotes, such as the list of documents that state nothing."""
    return [line for line in answer.text.splitlines() if not _MARKED.search(line)]
