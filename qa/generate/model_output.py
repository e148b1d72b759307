"""Parse what a language model writes, in pieces, into plain sentences with the numbers of the quotes they cite."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.text_analysis.sentences import sentences

_MARK = re.compile(r"[\[【]\s*\^?(?:\w+\s+)?(\d+(?:\s*[,;–-]\s*\d+)*)\s*[\]】]")
_MARK_BEHIND = re.compile(rf"([.!?…]+)((?:\s*{_MARK.pattern})+)".replace("(\\d+", "(?:\\d+"))
_BRACKETS = "[]【】()"
"""Characters that may begin a citation mark, which belongs to the sentence before."""
_POSSIBLE_START = re.compile(r"(?:[.!?…\]】][\"”’»)¹²³⁴-⁹]*\s+|\n)[\"“‘«]*[^\s\"“‘«]")
"""Ends with the character that may begin a sentence. No part of it can match earlier once more text has arrived."""
_MAX_SEGMENT = 800
"""Maximum characters without a possible start of a sentence; more are cut, so that no pattern takes long."""
_MAX_WAITING = 1_600
"""Maximum characters that wait for the end of their sentence; a longer one is no sentence and is dropped."""
_VERDICT = re.compile(r"^\W*(?:yes|no|sí|si|oui|non|ja|nein)\s*[,.:;–—-]+\s*", re.IGNORECASE)
"""A verdict is the model's own conclusion, which no quote states; what follows it can be proved."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_STRIPPED = (
    (re.compile(r"<!--.*?(?:-->|$)|<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL), ""),
    (re.compile(r"!\[[^\]]*\](?:\([^)]*\)?|\[[^\]]*\]?)?"), ""),  # images
    (re.compile(r"\[(\d+)\]\([^)]*\)?"), r"[\1]"),  # a mark made a link
    (re.compile(r"\[([^\]]*)\](?:\([^)]*\)?|\[(?!\d)[^\]]*\])"), r"\1"),  # links; their text is kept
    (re.compile(r"^[^\S\n]*\[[^\]]+\]:.*$", re.MULTILINE), ""),  # link definitions
    (re.compile(r"<[^<>\s][^<>]*>?"), ""),  # tags
    (re.compile(r"\b(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|javascript:|data:)\S*", re.IGNORECASE), ""),  # addresses
    (re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE), ""),
    (re.compile(r"^[^\S\n]*(?:[-*+•>#|]+|\d+[.)])\s+", re.MULTILINE), ""),  # bullets, headings, quotations
    (re.compile(r"[*_`~|]{1,3}"), ""),  # emphasis, code, tables
    (_UNSEEN, ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SentencePart:
    """A part of a sentence, and the numbers of the quotes cited at its end."""

    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in its parts; a mark ends a part."""

    parts: tuple[SentencePart, ...]


def plain_sentence(text: str) -> str:
    """Remove images, links, addresses, tags, markup and invisible characters from a text."""
    for pattern, kept in _STRIPPED:
        text = pattern.sub(kept, text)
    return text


def parse_reply(pieces: Iterable[str]) -> Iterator[Sentence]:
    """Yield the sentences of a text that arrives in pieces, each as soon as the next one has begun."""
    waiting = ""
    for segment in _segments(pieces):
        waiting = _with_marks_inside(waiting + segment)
        begun = max((start for start, _ in _spans(waiting) if waiting[start] not in _BRACKETS), default=0)
        if not begun and len(waiting) > _MAX_WAITING:
            waiting = ""
        yield from _parsed(waiting[:begun])
        waiting = waiting[begun:]
    yield from _parsed(waiting)


def _segments(pieces: Iterable[str]) -> Iterator[str]:
    """Cut the text again where a sentence may begin, so that the pieces it arrived in do not matter."""
    waiting = ""
    for piece in pieces:
        waiting += piece
        while (end := _segment_end(waiting)) is not None:
            yield waiting[:end]
            waiting = waiting[end:]
    yield waiting


def _segment_end(text: str) -> int | None:
    """Return where the first segment of a text ends; None if that depends on what follows."""
    start = _POSSIBLE_START.search(text, 0, _MAX_SEGMENT)
    if start is not None:
        return start.end()
    return _MAX_SEGMENT if len(text) >= _MAX_SEGMENT else None


def _with_marks_inside(text: str) -> str:
    """Move citation marks that follow a full stop in front of it."""
    return _MARK_BEHIND.sub(r"\2\1", text)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence; the end of a line ends one."""
    place = 0
    for line in text.split("\n"):
        yield from ((place + start, place + end) for start, end in sentences(line))
        place += len(line) + 1


def _parsed(text: str) -> Iterator[Sentence]:
    for start, end in _spans(text):
        if sentence := parse(text[start:end]):
            yield sentence


def parse(text: str) -> Sentence | None:
    """Parse a sentence with its marks; None if it has no words. Text after the last mark belongs to the last part."""
    cleaned = _VERDICT.sub("", plain_sentence(text))
    parts: list[SentencePart] = []
    place = 0
    for match in _MARK.finditer(cleaned):
        before = cleaned[place : match.start()]
        place = match.end()
        cited = tuple(int(number) for number in re.findall(r"\d+", match[1]))
        if parts and not _has_words(before):
            parts[-1] = SentencePart(parts[-1].text, parts[-1].cited + cited)
        else:
            parts.append(SentencePart(before, cited))
    rest = cleaned[place:]
    if _has_words(rest):
        last = parts.pop() if parts else SentencePart("", ())
        parts.append(SentencePart(f"{last.text.rstrip()} {rest.lstrip()}", last.cited))
    elif parts and "?" in rest:  # the mark followed the question mark
        parts[-1] = SentencePart(f"{parts[-1].text}?", parts[-1].cited)
    tidy = tuple(SentencePart(_tidy(part.text), part.cited) for part in parts if _has_words(part.text))
    return Sentence(tidy) if tidy else None


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _tidy(text: str) -> str:
    """One line without a full stop at its end and without space before punctuation."""
    line = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split()))
    return line.strip(" .")
