"""Make near misses of a set in SQuAD's format: leave out every fourth paragraph, but not its questions.

python -m benchmarks.fitting.near_misses xquad.en.json FOLDER

writes `FOLDER/xquad.en.json`, in which the questions on paragraphs left out have no answer, and `FOLDER/xquad.en/` with
the articles to index. Questions are the same ones in every language of a parallel set.
"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.evaluate.question_sets.squad import squad_texts

_EVERY = 4
"""Of an article's paragraphs, one in this many is left out."""


def main(
    source: Annotated[Path, typer.Argument(help="A set in SQuAD's format.")],
    folder: Annotated[Path, typer.Argument(help="Where to write the set and the folder of its articles.")],
) -> None:
    """Write the set without the answers of some paragraphs, and its articles without these paragraphs."""
    content = json.loads(source.read_text(encoding="utf-8"))
    for article in content["data"]:
        article["paragraphs"] = _without_some(article["paragraphs"])
    target = folder / source.name
    articles = folder / source.stem
    articles.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    for name, text in squad_texts(target):
        (articles / name).write_text(text, encoding="utf-8")


def _without_some(paragraphs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the paragraphs that are kept; the questions on the others follow those of the first one, unanswered."""
    kept = [paragraph for place, paragraph in enumerate(paragraphs) if place % _EVERY != _EVERY - 1]
    lost = [entry for paragraph in paragraphs[_EVERY - 1 :: _EVERY] for entry in paragraph["qas"]]
    first = kept[0] | {"qas": [*kept[0]["qas"], *(entry | {"answers": []} for entry in lost)]}
    return [first, *kept[1:]]


if __name__ == "__main__":
    typer.run(main)
