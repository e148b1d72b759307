"""Mine what the reader reads in practice: the engine's best spans for development questions, right and wrong.

python -m training.reader.mine_spans spans.jsonl.gz INDEX=SET... --parallel INDEX=SET=GOLD --off-topic INDEX=SET

Made pairs teach what a text can fail to state; mined spans teach which wrong spans the ranking brings up. The rules for
INDEX=SET are those of `benchmarks.fitting.questions`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from benchmarks.fitting.questions import FitQuestion, console, read_collections
from qa.answering.reader.contract import ENGLISH
from qa.answering.spans.rereading import shown
from qa.evaluate.judged_spans import is_right_span
from qa.retrieval.weights import fitted
from training.reader.mined_question import MinedQuestion, write_mined


def mined(collection: str, questions: list[FitQuestion]) -> Iterator[MinedQuestion]:
    """Yield the questions that the engine answers by a span, with the English ones of the spans that are read again."""
    for one in track(questions, f"Asking {collection}", console=console):
        english = {document.id for document in one.engine.documents() if document.language == ENGLISH}
        read = (each for each in one.attempt(fitted()).spans if "reader" in each.signals)
        spans = [each for each in read if each.span.passage.document_id in english]
        if one.is_found and spans:
            query = one.engine.newest().finder.query(one.asked)
            yield MinedQuestion(
                collection,
                query.translation.text if query.is_foreign else query.question.text,
                one.question.answerable,
                tuple(shown(each) for each in spans),
                tuple(one.question.answerable and is_right_span(one.engine, one.question, each) for each in spans),
                tuple(each.signals["ranker"] for each in spans),
            )


def main(
    out: Annotated[Path, typer.Argument(help="The file to write.")],
    sets: Annotated[list[str], typer.Argument(help="INDEX=SET pairs: an index folder and a set asked of it.")],
    parallel: Annotated[list[str] | None, typer.Option(help="INDEX=SET=GOLD: a set in another language.")] = None,
    off_topic: Annotated[list[str] | None, typer.Option(help="INDEX=SET: none can be answered.")] = None,
) -> None:
    """Ask all questions and write their spans."""
    collections = read_collections(sets, parallel or (), off_topic or ())
    count = write_mined(out, (each for name, found in collections.items() for each in mined(name, list(found))))
    console.print(f"{count} questions in {out}")


if __name__ == "__main__":
    typer.run(main)
