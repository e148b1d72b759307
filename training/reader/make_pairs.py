"""Make pairs of question and text from the grammar: does the text state what is asked?

python -m training.reader.make_pairs pairs.jsonl.gz --documents 600 --seed 7

Each invented document has an entity with a value for some slots. A pair asks for one slot in one of four languages and
shows a sentence or a cell. It is positive if the text states or denies that slot of that entity for that year; a near
miss changes exactly one thing. Documents are split into training and validation, so that no entity is in both.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from training.reader.as_typed import as_typed
from training.reader.grammar_files import DENIALS, SLOTS, STYLE
from training.reader.invention import Invention, capital, invented_body, invented_name, invented_word
from training.reader.pair import Pair
from training.reader.tables import table_pairs
from training.reader.written_yes_no import written_pairs
from training.reader.yes_no import yes_no_pairs

_SHARE_LONG = 0.2
"""Share of texts that state a second slot too."""
_IN_PLACE = {"en": "in", "es": "en", "fr": "en", "de": "in"}


def pairs_of(document: Invention) -> Iterator[Pair]:
    """Yield the pairs of one document."""
    for slot in document.slots:
        text, context, besides = _text(document, slot)
        yield from _pair(document, slot, text, context, tells=1, kind="stated")
        for near in _near(document, slot):
            if near != besides:
                yield from _pair(document, near, text, context, tells=0, kind="other slot")
        yield from _changed(document, slot, text, context)
        yield from _denied(document, slot)
        if SLOTS[slot].get("dated") or slot.endswith("budget"):
            yield from _in_places(document, slot)
    yield from yes_no_pairs(document)
    yield from table_pairs(document)
    yield from _missing_value(document)


def _text(document: Invention, slot: str) -> tuple[str, str, str]:
    """Return a text that states a slot, its labels, and a second slot that it states, empty if none."""
    text, context = document.statement(slot, document.language)
    if document.chance.random() >= _SHARE_LONG or not text.endswith("."):
        return text, context, ""
    besides = document.chance.choice(document.slots)
    added, _ = document.statement(besides, document.language)
    if not added.endswith("."):
        return text, context, ""
    return f"{text} {added}" if document.chance.random() < 0.5 else f"{added} {text}", context, besides  # noqa: PLR2004


def _near(document: Invention, slot: str) -> Sequence[str]:
    """Return slots whose questions a statement of this slot does not answer although it looks like it."""
    near = [name for name, found in SLOTS.items() if slot in found["near"]]
    return document.chance.sample(near, min(2, len(near)))


def _changed(document: Invention, slot: str, text: str, context: str) -> Iterator[Pair]:
    """Yield pairs whose question names another year, body or entity than the text does."""
    chance = document.chance
    shown = f"{context} {text}".lower()
    others = {
        "year": str(int(document.fixed["year"]) + chance.choice((-3, -2, -1, 1, 2, 3))),
        "body": invented_body(chance, invented_word(chance)),
        "name": invented_name(chance),
        "place": invented_word(chance),
    }
    for name, other in others.items():
        if document.fixed[name].removeprefix("the ").lower() in shown:
            yield from _pair(document, slot, text, context, tells=0, kind=f"another {name}", **{name: other})


def _denied(document: Invention, slot: str) -> Iterator[Pair]:
    """Yield a text that says that there is none of what a slot holds: it answers the slot's question, no other."""
    templates = DENIALS[document.language].get(slot)
    if templates:
        text, context = document.filled(document.chance.choice(templates), document.language)
        yield from _pair(document, slot, text, context, tells=1, kind="denied")
        for near in _near(document, slot)[:1]:
            yield from _pair(document, near, text, context, tells=0, kind="denied, other slot")


def _in_places(document: Invention, slot: str) -> Iterator[Pair]:
    """Yield questions for a region or its country with texts on either."""
    chance, language = document.chance, document.question_language()
    question, (text, context) = document.question(slot, language), document.statement(slot, document.language)
    if question is None:
        return
    region, country = document.fixed["place"], document.fixed["place2"]
    asked, stated = chance.choice(((region, country), (country, region), (region, region), (country, country)))
    place = f" {_IN_PLACE[document.language]} {stated}"
    text = f"{text.rstrip('.')}{place}." if text.endswith(".") else text
    context = context if text.endswith(".") else f"{stated} › {context}"
    question = f"{question.rstrip(' ?')} {_IN_PLACE[language]} {asked}{'?' if question.endswith('?') else ''}"
    kind = "place" if asked == stated else "region for country"
    yield _of(document, question, language, text, context, int(asked == stated), kind)


def _missing_value(document: Invention) -> Iterator[Pair]:
    """Yield a label without its value, and a generic word where names are asked."""
    chance = document.chance
    slot = chance.choice(document.slots)
    labels = [
        template.partition(": ")[0]
        for template in SLOTS[slot][document.language]
        if ": {" in template and "{" not in template.partition(": ")[0]
    ]
    if labels:
        context = capital(document.fixed["name"])
        yield from _pair(document, slot, labels[0], context, tells=0, kind="label without value")
    if document.language == "en":
        words = document.words("en")
        generic = chance.choice(STYLE["generic"]["en"]).format(**words)
        text = chance.choice(("{name} works with {generic} in {place}.", "Among them are {generic} of {place}."))
        shown = capital(text.format(**words, generic=generic))
        yield from _pair(document, "named_supported", shown, "", tells=0, kind="generic word instead of names")


def _pair(
    document: Invention, slot: str, text: str, context: str, *, tells: int, kind: str, **changed: str
) -> Iterator[Pair]:
    """Yield a pair, unless no question in the language names what is changed."""
    language = document.question_language()
    question = document.question(slot, language, **changed)
    if question is not None:
        yield _of(document, question, language, text, context, tells, kind)


def _of(document: Invention, question: str, language: str, text: str, context: str, tells: int, kind: str) -> Pair:
    asked = as_typed(question, document.chance)
    about = (document.number, document.kind, document.split)
    return Pair(asked, text, context, tells, kind, language, document.language, *about)


def main(
    out: Annotated[Path, typer.Argument(help="The file to write, JSON Lines compressed by gzip.")],
    documents: Annotated[int, typer.Option(help="Number of invented documents.")] = 600,
    seed: Annotated[int, typer.Option(help="Seed of all choices.")] = 7,
) -> None:
    """Write the pairs of invented documents, and those written by hand."""
    chance = random.Random(seed)
    invented = (pair for number in range(documents) for pair in pairs_of(Invention(number, chance)))
    with out.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        for pair in chain(invented, written_pairs(documents, chance)):
            file.write((json.dumps(asdict(pair), ensure_ascii=False) + "\n").encode())


if __name__ == "__main__":
    typer.run(main)
