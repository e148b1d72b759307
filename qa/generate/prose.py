"""From what a language model writes, piece by piece, to plain sentences with the numbers of the quotes they cite."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qa.units import sentences

_MARK = re.compile(r"[\[【]\s*\^?(?:\w+\s+)?(\d+(?:\s*[,;–-]\s*\d+)*)\s*[\]】]")
_MARK_BEHIND = re.compile(rf"([.!?…]+)(\s*(?:{_MARK.pattern}\s*)+)".replace("(\\d+", "(?:\\d+"))
_VERDICT = re.compile(r"^\W*(?:yes|no|sí|si|oui|non|ja|nein)\s*[,.:;–—-]+\s*", re.IGNORECASE)
"""A verdict is the model's own conclusion, which no quote states; what follows it can be proved."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_STRIPPED = (
    (re.compile(r"<!--.*?(?:-->|$)|<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL), ""),
    (re.compile(r"!\[[^\]]*\](?:\([^)]*\)?|\[[^\]]*\]?)?"), ""),  # images
    (re.compile(r"\[(\d+)\]\([^)]*\)?"), r"[\1]"),  # a mark made a link
    (re.compile(r"\[([^\]]*)\](?:\([^)]*\)?|\[(?!\d)[^\]]*\])"), r"\1"),  # links, of which the text stays
    (re.compile(r"^\s*\[[^\]]+\]:.*$", re.MULTILINE), ""),  # link definitions
    (re.compile(r"<[^<>\s][^<>]*>?"), ""),  # tags
    (re.compile(r"\b(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|javascript:|data:)\S*", re.IGNORECASE), ""),  # addresses
    (re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE), ""),
    (re.compile(r"^\s*(?:[-*+•>#|]+|\d+[.)])\s+", re.MULTILINE), ""),  # bullets, headings, quotations
    (re.compile(r"[*_`~|]{1,3}"), ""),  # emphasis, code, tables
    (_UNSEEN, ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence, and the numbers of the quotes cited at its end."""

    text: str
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in its parts; a mark ends a part."""

    parts: tuple[Part, ...]


def plain(text: str) -> str:
    """A text without images, links, addresses, tags, markup and characters that cannot be seen."""
    for pattern, kept in _STRIPPED:
        text = pattern.sub(kept, text)
    return text


def read(pieces: Iterable[str]) -> Iterator[Sentence]:
    """The sentences of a text that comes in pieces, each as soon as the next one has begun."""
    waiting = ""
    for piece in pieces:
        waiting += piece
        *whole, waiting = _split(waiting)
        yield from _parsed(whole)
    yield from _parsed(_split(waiting))


def _split(text: str) -> list[str]:
    """The sentences of a text; the last one may still go on. Marks behind a full stop belong in front of it."""
    moved = _MARK_BEHIND.sub(lambda match: f"{match[2].rstrip()}{match[1]} ", text)
    *lines, last = moved.split("\n")
    found = [line[start:end] for line in lines for start, end in sentences(line)]
    spans = sentences(last)
    found += [last[start:end] for start, end in spans[:-1]]
    return [*found, last[spans[-1][0] :] if spans else last]


def _parsed(texts: Iterable[str]) -> Iterator[Sentence]:
    for text in texts:
        if sentence := parse(text):
            yield sentence


def parse(text: str) -> Sentence | None:
    """A sentence with its marks; None if it has no words. What follows the last mark belongs to the last part."""
    cleaned = _VERDICT.sub("", plain(text))
    parts: list[Part] = []
    place = 0
    for match in _MARK.finditer(cleaned):
        before = cleaned[place : match.start()]
        place = match.end()
        cited = tuple(int(number) for number in re.findall(r"\d+", match[1]))
        if parts and not _has_words(before):
            parts[-1] = Part(parts[-1].text, parts[-1].cited + cited)
        else:
            parts.append(Part(before, cited))
    rest = cleaned[place:]
    if _has_words(rest):
        last = parts.pop() if parts else Part("", ())
        parts.append(Part(f"{last.text.rstrip()} {rest.lstrip()}", last.cited))
    tidy = tuple(Part(_tidy(part.text), part.cited) for part in parts if _has_words(part.text))
    return Sentence(tidy) if tidy else None


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _tidy(text: str) -> str:
    """One line without a full stop at its end and without space before punctuation."""
    line = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split()))
    return line.strip(" .")
