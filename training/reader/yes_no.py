"""Make pairs for questions to be answered by yes or no, with texts that state it, deny it, or leave it open."""

from collections.abc import Iterator, Mapping
from typing import Any

from training.reader.as_typed import as_typed
from training.reader.grammar_files import PREDICATES, VALUES
from training.reader.invention import Invention, capital, invented_name
from training.reader.pair import Pair

_PREDICATES = 4
"""Predicates asked about a document."""


def yes_no_pairs(document: Invention) -> Iterator[Pair]:
    """Yield the pairs of some questions of the grammar, with texts in the document's language."""
    yield from _of_templates(document)
    for _ in range(_PREDICATES):
        yield from _of_predicate(document)


def _of_templates(document: Invention) -> Iterator[Pair]:
    asked = document.chance.choice(VALUES["yes_no"])
    texts = asked["texts"][document.language]
    words = document.words(document.language)
    for kind in ("states", "denies", "open", "open"):
        language = document.question_language()
        text = capital(document.chance.choice(texts[kind]).format(**words))
        question = document.chance.choice(asked[language]).format(**words)
        yield _pair(document, question, language, text, "", kind)


def _of_predicate(document: Invention) -> Iterator[Pair]:
    """Yield pairs on what a subject does or does not do, in sentences and in cells."""
    chance, language, texts = document.chance, document.language, PREDICATES["texts"][document.language]
    does, other = chance.sample(PREDICATES["does"], 2)
    words = document.words(language)
    words |= {"s": words["name"], "other": _without_article(invented_name(chance), language), "base": does["base"]}
    words |= _forms(does, language) | {f"{name}2": form for name, form in _forms(other, language).items()}
    for kind in ("states", "denies", "open", "open"):
        text = capital(chance.choice(texts[kind]).format(**words))
        yield _asked(document, does, words, text, chance.choice(("", capital(words["name"]))), kind)
    label = capital(texts["cell"].format(**words))
    for kind, values in (("states", texts["yes"]), ("denies", texts["no"])):
        value = chance.choice(values).format(**words)
        yield _asked(document, does, words, value, f"{capital(words['name'])} › {label}", kind)
    label = capital(texts["cell"].format(base=other["base"], does=words["does2"]))
    yield _asked(document, does, words, chance.choice(texts["yes"] + texts["no"]).format(**words), label, "open")


def _forms(predicate: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return a predicate in the third person, affirmed and denied."""
    if language == "en":
        return {"does": predicate["third"], "not": f"does not {predicate['base']}"}
    return {name: predicate[f"{language}_{name}"] for name in ("does", "not")}


def _without_article(name: str, language: str) -> str:
    return name if language == "en" else name.removeprefix("the ")


def _asked(
    document: Invention, does: Mapping[str, Any], words: Mapping[str, str], text: str, context: str, kind: str
) -> Pair:
    language = document.question_language()
    subject = document.fixed["name"]
    if language == "en":
        question = f"Does {subject} {does['base']}?"
    else:
        question = does[language].format(s=_without_article(subject, language))
    return _pair(document, question, language, text, context, kind)


def _pair(document: Invention, question: str, language: str, text: str, context: str, kind: str) -> Pair:
    return Pair(
        as_typed(capital(question), document.chance),
        text,
        context,
        int(kind != "open"),
        f"yes or no, {kind}",
        language,
        document.language,
        document.number,
        document.kind,
        document.split,
    )
