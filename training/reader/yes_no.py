"""Make pairs for questions to be answered by yes or no, with texts that state it, deny it, or leave it open."""

from collections.abc import Iterator, Mapping
from typing import Any

from training.reader.as_typed import as_typed
from training.reader.grammar_files import PREDICATES, VALUES
from training.reader.invention import Invention, capital, invented_name
from training.reader.pair import Pair


def yes_no_pairs(document: Invention) -> Iterator[Pair]:
    """Yield the pairs of two questions of the grammar; texts are in English."""
    yield from _of_templates(document)
    for _ in range(2):
        yield from _of_predicate(document)


def _of_templates(document: Invention) -> Iterator[Pair]:
    asked, words = document.chance.choice(VALUES["yes_no"]), document.words("en")
    for kind in ("states", "denies", "open", "open"):
        language = document.question_language()
        text = capital(document.chance.choice(asked[kind]).format(**words))
        question = document.chance.choice(asked[language]).format(**words)
        yield _pair(document, question, language, text, "", kind)


def _of_predicate(document: Invention) -> Iterator[Pair]:
    """Yield pairs on what a subject does or does not do."""
    chance, texts = document.chance, PREDICATES["texts"]
    does, other = chance.sample(PREDICATES["does"], 2)
    words = document.words("en") | {"s": document.fixed["name"], "other": invented_name(chance)}
    words |= {"base": does["base"], "third": does["third"], "base2": other["base"], "third2": other["third"]}
    for kind in ("states", "denies", "open", "open"):
        text = capital(chance.choice(texts[kind]).format(**words))
        yield _asked(document, does, words, text, chance.choice(("", capital(words["name"]))), kind)
    label = capital(texts["cell"].format(**words))
    for kind, values in (("states", texts["yes"]), ("denies", texts["no"])):
        value = chance.choice(values).format(**words)
        yield _asked(document, does, words, value, f"{capital(words['name'])} › {label}", kind)
    label = capital(texts["cell"].format(base=other["base"]))
    yield _asked(document, does, words, chance.choice(texts["yes"] + texts["no"]).format(**words), label, "open")


def _asked(
    document: Invention, does: Mapping[str, Any], words: Mapping[str, str], text: str, context: str, kind: str
) -> Pair:
    language = document.question_language()
    if language == "en":
        question = f"Does {words['s']} {does['base']}?"
    else:
        question = does[language].format(s=words["s"].removeprefix("the "))
    return _pair(document, question, language, text, context, kind)


def _pair(document: Invention, question: str, language: str, text: str, context: str, kind: str) -> Pair:
    return Pair(
        as_typed(capital(question), document.chance),
        text,
        context,
        int(kind != "open"),
        f"yes or no, {kind}",
        language,
        "en",
        document.number,
        document.kind,
        document.split,
    )
