"""Measure how many typos are corrected, and how many correct questions are changed.

    python -m benchmarks.typos [--seed 7]

One content word of each bundled question gets one typo: a letter left out, replaced, doubled or swapped with the next.
Questions on other topics (XQuAD's, where available) must stay unchanged.
"""

import random
import tempfile
from collections import Counter
from pathlib import Path
from string import ascii_lowercase
from typing import Annotated

import typer

from benchmarks.material import BUNDLED, BUNDLED_QUESTIONS, SHARED, write
from qa import FactsheetQA
from qa.evaluate.question_sets.load import load_question_sets
from qa.text.normalize import WORD, fold, is_content

SHORTEST = 5


def with_typo(question: str, chance: random.Random) -> str:
    """Return the question with one typo in one of its longer content words, if it has any."""
    long = [found for found in WORD.finditer(question) if _is_long(found.group())]
    if not long:
        return question
    found = chance.choice(long)
    word, place = found.group(), chance.randrange(1, len(found.group()) - 1)
    start, end = word[:place], word[place + 1 :]
    typos = (
        start + end,
        start + chance.choice(ascii_lowercase) + end,
        start + word[place] + word[place:],
        start + end[0] + word[place] + end[1:],
    )
    return question[: found.start()] + chance.choice(typos) + question[found.end() :]


def _is_long(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and is_content(word)


def main(seed: Annotated[int, typer.Option(help="Seed of the typos.")] = 7) -> None:
    """Measure and write the figures."""
    chance = random.Random(seed)
    asked = load_question_sets([BUNDLED_QUESTIONS, BUNDLED_QUESTIONS.with_name("bundled_dev.jsonl")])
    typos, corrected, changed = Counter[str](), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        engine = FactsheetQA.build([BUNDLED], index=Path(folder) / "index").newest()
        for one in asked:
            mistyped = with_typo(one.question, chance)
            if fold(mistyped) != fold(one.question):
                typos[one.language] += 1
                corrected[one.language] += fold(engine.corrected(mistyped)) == fold(one.question)
        xquad = sorted((SHARED / "questions" / "xquad").glob("xquad.*.json"))
        right = [*asked, *load_question_sets(xquad)]
        for one in right:
            changed[one.language] += engine.corrected(one.question) != one.question
    of = Counter(one.language for one in right)
    write(
        "typos",
        {
            "seed": seed,
            "typos": {language: {"n": n, "corrected": corrected[language]} for language, n in sorted(typos.items())},
            "right questions": {language: {"n": n, "changed": changed[language]} for language, n in sorted(of.items())},
        },
    )


if __name__ == "__main__":
    typer.run(main)
