"""Make pairs of question and text from the grammar: does the text state what is asked?

python -m training.reader.make_pairs pairs.jsonl.gz --documents 600 --seed 7

Each invented document has an entity with a value for some slots. A pair asks for one slot in one of four languages and
shows a sentence or a cell. It is positive if the text states that slot of that entity for that year; a near miss
changes exactly one thing. Documents are split into training and validation, so that no entity is in both.
"""

import gzip
import json
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

GRAMMAR = Path(__file__).parent / "grammar"
SLOTS: Mapping[str, Mapping[str, Any]] = tomllib.loads((GRAMMAR / "slots.toml").read_text(encoding="utf-8"))
KINDS: Mapping[str, list[str]] = tomllib.loads((GRAMMAR / "kinds.toml").read_text(encoding="utf-8"))
VALUES: Mapping[str, Any] = tomllib.loads((GRAMMAR / "values.toml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "es", "fr", "de")
SHARE_ENGLISH_TEXT = 0.75
SHARE_ENGLISH_QUESTIONS = 0.55
SHARE_VALIDATION = 0.1
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK")
SLOTS_A_DOCUMENT = 12
PHRASES = ("group", "goal", "reason", "condition", "action", "means", "often")
"""Slots that are filled with a phrase of `values.toml`."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a text with the text's labels; `tells` is 1 if the text states what is asked."""

    question: str
    text: str
    context: str
    tells: int
    kind: str
    question_language: str
    text_language: str
    document: int
    document_kind: str
    split: str


class Invention:
    """One invented document: an entity and the words that fill its sentences."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.number = number
        self.chance = chance
        self.kind = chance.choice(list(KINDS))
        self.slots = chance.sample(KINDS[self.kind], min(SLOTS_A_DOCUMENT, len(KINDS[self.kind])))
        self.split = "val" if chance.random() < SHARE_VALIDATION else "train"
        self.language = "en" if chance.random() < SHARE_ENGLISH_TEXT else chance.choice(LANGUAGES[1:])
        self.thing = chance.randrange(len(VALUES["things"]["en"]))
        places = [_word(chance) for _ in range(2)]
        self.fixed = {
            "name": _name(chance),
            "body": _body(chance, places[0]),
            "place": places[0],
            "place2": places[1],
            "year": str(chance.randint(2008, 2024)),
        }

    def words(self, language: str, **changed: str) -> dict[str, str]:
        """Return fresh fillings for a text in a language; the entity stays unless `changed` replaces it."""
        chance = self.chance
        year = int(changed.get("year", self.fixed["year"]))
        words = dict(self.fixed) | {
            "year2": str(year + chance.randint(1, 9)),
            "amount": _amount(chance, language),
            "count": _count(chance, language),
            "small": str(chance.randint(2, 19)),
            "share": f"{chance.randint(5, 95)}{'%' if language == 'en' else ' %'}",
            "months": str(chance.choice((6, 9, 12, 18, 24, 30, 36, 48))),
            "date": _date(chance, language),
            "things": VALUES["things"][language][self.thing],
            "person": f"{chance.choice(VALUES['names']['first'])} {_word(chance)}",
            "title1": _word(chance), "title2": _word(chance), "title3": _word(chance),
        }  # fmt: skip
        if language != "en":
            words |= {name: words[name].removeprefix("the ") for name in ("name", "body")}
        words |= {
            name: chance.choice(VALUES[name][language])
            for name in ("group", "goal", "reason", "condition", "action", "means", "often")
        }
        if language == "en":
            return words | changed
        return words | {name: word.removeprefix("the ") for name, word in changed.items()}

    def statement(self, slot: str, language: str, **changed: str) -> tuple[str, str]:
        """Return a text that states a slot, and its labels: a sentence under a section, or a cell under its row."""
        template = self.chance.choice(SLOTS[slot][language])
        words = self.words(language, **changed)
        section = self.chance.choice(("", self.kind.capitalize(), _capital(words["name"])))
        label, colon, value = template.partition(": ")
        if colon and "{" not in label.replace("{year}", "").replace("{things}", ""):
            context = " › ".join(part for part in (_capital(words["name"]), label.format(**words)) if part)
            return value.format(**words), context
        return _capital(template.format(**words)), section

    def question(self, slot: str, language: str, **changed: str) -> str | None:
        """Return a question for a slot that names everything `changed`; None if no template does."""
        templates = [one for one in SLOTS[slot][f"ask_{language}"] if all(f"{{{name}}}" in one for name in changed)]
        if not templates:
            return None
        return _capital(self.chance.choice(templates).format(**self.words(language, **changed)))


def pairs_of(document: Invention) -> Iterator[Pair]:
    """Yield the pairs of one document."""
    for slot in document.slots:
        language = document.language
        text, context = document.statement(slot, language)
        yield from _pair(document, slot, text, context, tells=1, kind="stated")
        for near in _near(document, slot):
            yield from _pair(document, near, text, context, tells=0, kind="other slot")
        yield from _changed(document, slot, text, context)
    yield from _yes_no(document)
    yield from _missing_value(document)


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
        "body": _body(chance, _word(chance)),
        "name": _name(chance),
        "place": _word(chance),
    }
    for name, other in others.items():
        if document.fixed[name].removeprefix("the ").lower() in shown:
            yield from _pair(document, slot, text, context, tells=0, kind=f"another {name}", **{name: other})


def _yes_no(document: Invention) -> Iterator[Pair]:
    """Yield questions for a yes or no with texts that state it, deny it, or leave it open; the first two tell."""
    asked = document.chance.choice(VALUES["yes_no"])
    words = document.words("en")
    for kind, tells in (("states", 1), ("denies", 1), ("open", 0), ("open", 0)):
        language = _question_language(document)
        text = _capital(document.chance.choice(asked[kind]).format(**words))
        question = _capital(document.chance.choice(asked[language]).format(**words))
        yield Pair(
            question,
            text,
            "",
            tells,
            f"yes or no, {kind}",
            language,
            "en",
            document.number,
            document.kind,
            document.split,
        )


def _missing_value(document: Invention) -> Iterator[Pair]:
    """Yield a label without its value, and a generic word where names are asked."""
    slot = document.chance.choice(document.slots)
    labels = [
        template.partition(": ")[0]
        for template in SLOTS[slot]["en"]
        if ": {" in template and "{" not in template.partition(": ")[0]
    ]
    if labels:
        yield from _pair(
            document, slot, labels[0], _capital(document.fixed["name"]), tells=0, kind="label without value"
        )
    if "named_supported" in document.slots and document.language == "en":
        words = document.words("en")
        text = "{name} works with {small} {things} in {place}.".format(**words)
        yield from _pair(document, "named_supported", _capital(text), "", tells=0, kind="number instead of names")


def _pair(
    document: Invention, slot: str, text: str, context: str, *, tells: int, kind: str, **changed: str
) -> Iterator[Pair]:
    """Yield a pair, unless no question in the language names what is changed."""
    language = _question_language(document)
    question = document.question(slot, language, **changed)
    if question is not None:
        about = (document.number, document.kind, document.split)
        yield Pair(question, text, context, tells, kind, language, document.language, *about)


def _question_language(document: Invention) -> str:
    return "en" if document.chance.random() < SHARE_ENGLISH_QUESTIONS else document.chance.choice(LANGUAGES[1:])


def _word(chance: random.Random) -> str:
    """Return an invented name of two or three syllables."""
    stem = "".join(
        chance.choice(VALUES["onsets"]) + chance.choice(VALUES["nuclei"]) for _ in range(chance.randint(1, 2))
    )
    return (stem + chance.choice(VALUES["codas"]) + chance.choice(VALUES["endings"])).capitalize()


def _name(chance: random.Random) -> str:
    names = VALUES["names"]
    return f"the {_word(chance)} {chance.choice(names['themes'])} {chance.choice(names['kinds'])}"


def _body(chance: random.Random, place: str) -> str:
    names = VALUES["names"]
    return "the " + chance.choice(names["bodies"]).format(topic=chance.choice(names["topics"]), place=place)


def _amount(chance: random.Random, language: str) -> str:
    currency = chance.choice(CURRENCIES)
    if chance.random() < 0.4:  # noqa: PLR2004 - a share of small sums
        whole = f"{chance.randint(2, 900) * 1000:,}"
        return f"{currency} {whole if language == 'en' else whole.replace(',', '.')}"
    value = f"{chance.randint(11, 989) / 10:.1f}"
    unit = {"en": "million", "es": "millones", "fr": "millions", "de": "Millionen"}[language]
    return f"{currency} {value if language == 'en' else value.replace('.', ',')} {unit}"


def _count(chance: random.Random, language: str) -> str:
    number = f"{int(10 ** chance.uniform(0.7, 4.3)):,}"
    return number if language == "en" else number.replace(",", ".")


def _date(chance: random.Random, language: str) -> str:
    names = VALUES["months"] if language == "en" else VALUES[f"months_{language}"]
    day, month, year = chance.randint(1, 28), chance.choice(names), chance.randint(2015, 2026)
    return {"es": f"{day} de {month} de {year}", "de": f"{day}. {month} {year}"}.get(language, f"{day} {month} {year}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def main(
    out: Annotated[Path, typer.Argument(help="The file to write, JSON Lines compressed by gzip.")],
    documents: Annotated[int, typer.Option(help="Number of invented documents.")] = 600,
    seed: Annotated[int, typer.Option(help="Seed of all choices.")] = 7,
) -> None:
    """Write the pairs of invented documents."""
    chance = random.Random(seed)
    with out.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        for number in range(documents):
            for pair in pairs_of(Invention(number, chance)):
                file.write((json.dumps(asdict(pair), ensure_ascii=False) + "\n").encode())


if __name__ == "__main__":
    typer.run(main)
