"""Slips of the keyboard: how many are mended, and how many right questions are changed.

    python -m benchmarks.slips [--seed 7]

One content word of each question of the bundled sets gets one slip inside it: a letter left out, another, doubled or
exchanged with the next. Questions on other topics, XQuAD's where they are at hand, must stay as they are.
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


def with_slip(question: str, chance: random.Random) -> str:
    """The question with one slip inside one of its longer content words; as it is where it has none."""
    long = [found for found in WORD.finditer(question) if _is_long(found.group())]
    if not long:
        return question
    found = chance.choice(long)
    word, place = found.group(), chance.randrange(1, len(found.group()) - 1)
    start, end = word[:place], word[place + 1 :]
    slips = (
        start + end,
        start + chance.choice(ascii_lowercase) + end,
        start + word[place] + word[place:],
        start + end[0] + word[place] + end[1:],
    )
    return question[: found.start()] + chance.choice(slips) + question[found.end() :]


def _is_long(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and is_content(word)


def main(seed: Annotated[int, typer.Option(help="Of the slips.")] = 7) -> None:
    """Measure and write the figures."""
    chance = random.Random(seed)
    asked = load_question_sets([BUNDLED_QUESTIONS, BUNDLED_QUESTIONS.with_name("bundled_dev.jsonl")])
    slips, mended, changed = Counter[str](), Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        engine = FactsheetQA.build([BUNDLED], index=Path(folder) / "index").newest()
        for one in asked:
            slipped = with_slip(one.question, chance)
            if fold(slipped) != fold(one.question):
                slips[one.language] += 1
                mended[one.language] += fold(engine.corrected(slipped)) == fold(one.question)
        xquad = sorted((SHARED / "questions" / "xquad").glob("xquad.*.json"))
        right = [*asked, *load_question_sets(xquad)]
        for one in right:
            changed[one.language] += engine.corrected(one.question) != one.question
    of = Counter(one.language for one in right)
    write(
        "slips",
        {
            "seed": seed,
            "slips": {language: {"n": n, "mended": mended[language]} for language, n in sorted(slips.items())},
            "right questions": {language: {"n": n, "changed": changed[language]} for language, n in sorted(of.items())},
        },
    )


if __name__ == "__main__":
    typer.run(main)
