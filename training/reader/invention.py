"""Invent documents: an entity, the kind of document, and the words that fill its sentences."""

import random

from training.reader.grammar_files import KINDS, LANGUAGES, SLOTS, STYLE, VALUES

_SHARE_ENGLISH_TEXT = 0.75
_SHARE_ENGLISH_QUESTIONS = 0.55
_SHARE_VALIDATION = 0.1
_SHARE_SMALL_SUMS = 0.4
_SHARE_TAKEN_UP = 0.25
"""Share of statements whose subject is taken up by a pronoun or a generic word, with the name in the labels."""
_SHARE_SUFFIXED = 0.2
"""Share of sentences that go on after what they state."""
_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "SEK")
_SLOTS_A_DOCUMENT = 12
_PHRASES = ("group", "goal", "reason", "condition", "action", "means", "often")
"""Slots that are filled with a phrase of `values.toml`."""


class Invention:
    """One invented document: an entity and the words that fill its sentences."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.number = number
        self.chance = chance
        self.kind = chance.choice(list(KINDS))
        self.slots = chance.sample(KINDS[self.kind], min(_SLOTS_A_DOCUMENT, len(KINDS[self.kind])))
        self.split = "val" if chance.random() < _SHARE_VALIDATION else "train"
        self.language = "en" if chance.random() < _SHARE_ENGLISH_TEXT else chance.choice(LANGUAGES[1:])
        self.thing = chance.randrange(len(VALUES["things"]["en"]))
        places = [invented_word(chance) for _ in range(2)]
        self.fixed = {
            "name": invented_name(chance),
            "body": invented_body(chance, places[0]),
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
            "amount": amount(chance, language),
            "count": count(chance, language),
            "small": str(chance.randint(2, 19)),
            "share": f"{chance.randint(5, 95)}{'%' if language == 'en' else ' %'}",
            "months": str(chance.choice((6, 9, 12, 18, 24, 30, 36, 48))),
            "date": _date(chance, language),
            "things": VALUES["things"][language][self.thing],
            "person": f"{chance.choice(VALUES['names']['first'])} {invented_word(chance)}",
            "title1": invented_word(chance), "title2": invented_word(chance), "title3": invented_word(chance),
        }  # fmt: skip
        if language != "en":
            words |= {name: words[name].removeprefix("the ") for name in ("name", "body")}
        words |= {name: chance.choice(VALUES[name][language]) for name in _PHRASES}
        if language == "en":
            return words | changed
        return words | {name: word.removeprefix("the ") for name, word in changed.items()}

    def statement(self, slot: str, language: str, **changed: str) -> tuple[str, str]:
        """Return a text that states a slot, and its labels: a sentence under a section, or a cell under its row."""
        return self.filled(self.chance.choice(SLOTS[slot][language]), language, **changed)

    def filled(self, template: str, language: str, **changed: str) -> tuple[str, str]:
        """Return the text of a template and its labels."""
        chance, words = self.chance, self.words(language, **changed)
        label, colon, value = template.partition(": ")
        if colon and "{" not in label.replace("{year}", "").replace("{things}", ""):
            context = " › ".join(part for part in (capital(words["name"]), label.format(**words)) if part)
            return value.format(**words), context
        section = chance.choice(("", self.kind.capitalize(), capital(words["name"])))
        if template.startswith("{name} ") and chance.random() < _SHARE_TAKEN_UP:
            section = capital(words["name"])
            template = template.replace("{name}", chance.choice(STYLE["subjects"][language]), 1)
        text = template.format(**words)
        if text.endswith(".") and chance.random() < _SHARE_SUFFIXED:
            text = f"{text[:-1]}{chance.choice(STYLE['suffixes'][language])}."
        return capital(text), section

    def question(self, slot: str, language: str, **changed: str) -> str | None:
        """Return a question for a slot that names everything `changed`; None if no template does."""
        templates = [one for one in SLOTS[slot][f"ask_{language}"] if all(f"{{{name}}}" in one for name in changed)]
        if not templates:
            return None
        return capital(self.chance.choice(templates).format(**self.words(language, **changed)))

    def question_language(self) -> str:
        """Return the language of the next question."""
        return "en" if self.chance.random() < _SHARE_ENGLISH_QUESTIONS else self.chance.choice(LANGUAGES[1:])


def invented_word(chance: random.Random) -> str:
    """Return an invented name of two or three syllables."""
    stem = "".join(
        chance.choice(VALUES["onsets"]) + chance.choice(VALUES["nuclei"]) for _ in range(chance.randint(1, 2))
    )
    return (stem + chance.choice(VALUES["codas"]) + chance.choice(VALUES["endings"])).capitalize()


def invented_name(chance: random.Random) -> str:
    """Return the invented name of a programme, law or network."""
    names = VALUES["names"]
    return f"the {invented_word(chance)} {chance.choice(names['themes'])} {chance.choice(names['kinds'])}"


def invented_body(chance: random.Random, place: str) -> str:
    """Return the invented name of an organisation of a place."""
    names = VALUES["names"]
    return "the " + chance.choice(names["bodies"]).format(topic=chance.choice(names["topics"]), place=place)


def amount(chance: random.Random, language: str) -> str:
    """Return an amount of money as it is written in a language."""
    currency = chance.choice(_CURRENCIES)
    if chance.random() < _SHARE_SMALL_SUMS:
        whole = f"{chance.randint(2, 900) * 1000:,}"
        return f"{currency} {whole if language == 'en' else whole.replace(',', '.')}"
    value = f"{chance.randint(11, 989) / 10:.1f}"
    unit = {"en": "million", "es": "millones", "fr": "millions", "de": "Millionen"}[language]
    return f"{currency} {value if language == 'en' else value.replace('.', ',')} {unit}"


def count(chance: random.Random, language: str) -> str:
    """Return a number as it is written in a language."""
    number = f"{int(10 ** chance.uniform(0.7, 4.3)):,}"
    return number if language == "en" else number.replace(",", ".")


def capital(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _date(chance: random.Random, language: str) -> str:
    names = VALUES["months"] if language == "en" else VALUES[f"months_{language}"]
    day, month, year = chance.randint(1, 28), chance.choice(names), chance.randint(2015, 2026)
    return {"es": f"{day} de {month} de {year}", "de": f"{day}. {month} {year}"}.get(language, f"{day} {month} {year}")
