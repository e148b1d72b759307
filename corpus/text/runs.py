"""Make words from runs of text: weight, raised and lowered characters, note marks kept apart from numbers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.layout import Word
from corpus.text_analysis.text_cues import BOXES, SUPERSCRIPTS

MAX_WORD = 400
"""Maximum length of a word in characters; longer ones are cut, so that passages are bounded."""

_RAISED = str.maketrans("0123456789+-−", f"{SUPERSCRIPTS}⁺⁻⁻")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SHIFTED = re.compile(r"\s*[-+−]?\d+(?:\s*,\s*\d+)*\s*")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|[eèé]re?|[eo]s?|[aºª])\b", re.IGNORECASE)
_MARKED = re.compile(rf"(?P<base>.*(?:\d|[^\W\d_]{{4}})[)%]?)(?P<mark>[{SUPERSCRIPTS}][{SUPERSCRIPTS},]*)(?P<rest>\W*)")
_POWER_OF_TEN = re.compile(r"(?:.*[^\d.,])?10")
_SEPARATE = re.compile(f"[{''.join(BOXES)}]|[^。！？{''.join(BOXES)}]+[。！？]*[」』”’）]*|[。！？]+[」』”’）]*")
"""Boxes, and sentences of scripts without blanks between words."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text of one look. `shift` is 1 for raised text, -1 for lowered text and 0 for others."""

    text: str
    bold: bool = False
    shift: int = 0


def words_of_runs(runs: Iterable[TextRun]) -> tuple[Word, ...]:
    """Split runs into words; a word may consist of several runs."""
    words: list[Word] = []
    is_open = False
    for run in _unshifted(runs):
        parts = run.text.split()
        if is_open and parts and not run.text[:1].isspace():
            last = words.pop()
            words.append(Word(last.text + parts.pop(0), bold=last.bold and run.bold))
        words += [Word(part, bold=run.bold) for part in parts]
        is_open = bool(words) and not run.text[-1:].isspace() if run.text else is_open
    return tuple(part for word in words for part in _parts(word))


def words_of(text: str) -> tuple[Word, ...]:
    """Split a text without looks into words."""
    return words_of_runs([TextRun(text)])


def text_of_runs(runs: Iterable[TextRun]) -> str:
    """Return the text of runs as it is, with raised and lowered numbers in superscript and subscript digits."""
    return "".join(run.text for run in _unshifted(runs))


def raised(number: int) -> str:
    """Write a number in superscript digits."""
    return str(number).translate(_RAISED)


def _unshifted(runs: Iterable[TextRun]) -> Iterator[TextRun]:
    """Yield runs with raised and lowered numbers written in superscript and subscript digits."""
    before = ""
    for run in runs:
        text = run.text
        if run.shift and _SHIFTED.fullmatch(text):
            text = text.translate(_RAISED if run.shift > 0 else _LOWERED)
        elif run.shift > 0 and before[-1:].isdigit() and not _ORDINAL.match(text):
            text = f" {text}"
        before = (before + text)[-1:]
        yield replace(run, text=text)


def _parts(word: Word) -> Iterator[Word]:
    """Split a word into words: a number and its note mark, boxes, sentences without blanks."""
    if word.text.isascii() and len(word.text) <= MAX_WORD:
        yield word
        return
    marked = _MARKED.fullmatch(word.text)
    if marked and not _POWER_OF_TEN.fullmatch(marked["base"]):
        yield replace(word, text=marked["base"])
        yield replace(word, text=marked["mark"] + marked["rest"])
        return
    for sentence in _SEPARATE.findall(word.text):
        for start in range(0, len(sentence), MAX_WORD):
            yield replace(word, text=sentence[start : start + MAX_WORD])
