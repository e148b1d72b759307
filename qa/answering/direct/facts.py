"""Know which facts the rows of policy tables state."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from qa.text.normalize import stem, words


@cache
def facts() -> Mapping[str, Sequence[frozenset[str]]]:
    """Return the facts in the order of a card, each with the stems of its terms."""
    table = _file()["facts"]
    return {fact: [frozenset(stem(word) for word in words(term)) for term in terms] for fact, terms in table.items()}


def fact_of(label: str) -> tuple[str, int] | None:
    """Return the fact that a row of a label states, and the number of words by which it is known; None if none."""
    stems = frozenset(stem(word) for word in words(label.partition("(")[0]))
    known = [(len(term), fact) for fact, terms in facts().items() for term in terms if term <= stems]
    if not known:
        return None
    most = max(length for length, _ in known)
    return next(fact for length, fact in known if length == most), most


@cache
def generic_stems() -> frozenset[str]:
    """Return the stems of words in questions that are no topic of their own, such as "policy" and "overview"."""
    return frozenset(stem(word) for line in _file()["generic"]["words"] for word in words(line))


@cache
def listing_stems() -> frozenset[str]:
    """Return the stems of words that ask for documents and say nothing of their content, and the generic ones."""
    return generic_stems() | {stem(word) for line in _file()["listing"]["words"] for word in words(line)}


@cache
def _file() -> dict[str, dict[str, list[str]]]:
    text = files("qa.answering.direct").joinpath("facts.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return table
