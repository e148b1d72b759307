"""The commands `search`, `ask` and `compare`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qa.answering.comparison import Comparison
from qa.commands.options import (
    CountryOption,
    DocumentOption,
    IndexOption,
    JsonOption,
    QuestionArgument,
    YearOption,
    index_place,
    readable,
)
from qa.commands.output import console, plain_text, print_json, print_text
from qa.model import Answer, Citation, Hit

if TYPE_CHECKING:
    from qa import FactsheetQA

NEAREST_SHOWN = 3
MAX_PASSAGES = 10_000
"""Maximum number of passages that `search` returns."""
REASONS = {
    "off_topic": "off topic: these documents are about something else",
    "not_held": "not in this index: no document covers the country or year in the question",
    "not_stated": "not stated: the documents do not say",
}


class Format(StrEnum):
    """Output formats of a comparison."""

    TABLE = "table"
    CSV = "csv"
    MARKDOWN = "markdown"
    JSON = "json"


def search(
    question: QuestionArgument,
    k: Annotated[int, typer.Option("-k", min=1, max=MAX_PASSAGES, help="How many passages.")] = 5,
    country: CountryOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Find the passages most relevant to a question."""
    hits = _open(index).search(question, k=k, countries=country, years=year, documents=document)
    if json:
        print_json([hit.to_dict() for hit in hits])
        return
    for number, hit in enumerate(hits, start=1):
        _print_place(number, hit, hit.text)
    if not hits:
        console.print("No passage was found.")


def ask(
    question: QuestionArgument,
    country: CountryOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Answer a question with verbatim quotes, or say that the documents do not answer it."""
    answer = _open(index).ask(question, countries=country, years=year, documents=document)
    if json:
        print_json(answer.to_dict())
    else:
        _print_answer(answer)


def compare(
    topic: Annotated[str, typer.Argument(callback=readable, help="What to compare, in quotes.")],
    country: CountryOption = None,
    year: YearOption = None,
    document: DocumentOption = None,
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TABLE,
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Compare what each document says on a topic, with the place of each quote."""
    comparison = _open(index).compare(topic, countries=country, years=year, documents=document)
    if json or format is Format.JSON:
        print_json(comparison.to_dict())
    elif format is Format.TABLE:
        _print_comparison(comparison)
    else:
        print_text(comparison.to_csv() if format is Format.CSV else comparison.to_markdown())


def _open(index: IndexOption) -> "FactsheetQA":
    from qa import FactsheetQA

    return FactsheetQA.open(index_place(index))


def _print_answer(answer: Answer) -> None:
    """Print an answer with its quotes, or a refusal with the closest passages."""
    done = answer.generation
    if answer.read_as is not None:
        label = "Understood as" if answer.plan is not None and answer.plan.carried else "Read as"
        console.print(plain_text(f"{label}: {answer.read_as}", "dim"))
    console.print(plain_text(answer.text, "bold" if answer.answered else "bold yellow"))
    if done is not None and done.note:
        console.print(plain_text(done.note, "yellow"))
    if answer.mode == "about":
        return
    _print_details(answer)
    if not answer.answered:
        _print_refusal(answer)
    elif answer.calibrated:
        by = f", rephrased by {done.model}" if done is not None and answer.mode == "generated" else ""
        console.print(plain_text(f"Confidence {answer.confidence:.0%}{by}", "dim"))


def _print_details(answer: Answer) -> None:
    """Print the table, the computed results and the quotes of an answer."""
    if answer.rows:
        console.print(_table_of(answer))
    for result in answer.computed:
        console.print(plain_text(f"Computed from the quotes: {result.text}", "dim"))
    console.print()
    for number, citation in enumerate(answer.citations, start=1):
        _print_place(number, citation, citation.quote)
    if answer.others:
        console.print("Not matching:", style="dim")
    for number, citation in enumerate(answer.others, start=len(answer.citations) + 1):
        _print_place(number, citation, citation.quote)


def _print_refusal(answer: Answer) -> None:
    """Print why a question is not answered, and the closest passages."""
    if answer.reason is not None:
        console.print(f"Refused as {REASONS[answer.reason]}", style="dim")
    if answer.nearest:
        console.print("The closest passages:", style="dim")
        for number, hit in enumerate(answer.nearest[:NEAREST_SHOWN], start=1):
            _print_place(number, hit, hit.text)


def _table_of(answer: Answer) -> Table:
    """Return the rows of an answer as a table; of a selection with a column that says whether a row matches."""
    headings = list(dict.fromkeys(cell.heading for row in answer.rows for cell in row.cells))
    is_selection = any(row.matches is not None for row in answer.rows)
    table = Table("")
    for heading in (*headings, *(["Matches"] if is_selection else [])):
        table.add_column(plain_text(heading))
    for row in answer.rows:
        texts = {cell.heading: cell.text for cell in row.cells}
        matches = [{True: "yes", False: "no", None: "not stated"}[row.matches]] if is_selection else []
        table.add_row(plain_text(row.label), *(plain_text(texts.get(heading, "")) for heading in headings), *matches)
    return table


def _print_comparison(comparison: Comparison) -> None:
    """Print one row per document: country and year, what it says, and where."""
    table = Table("Country", "Year", "What it says", "Where", title=plain_text(comparison.topic), show_lines=True)
    for row in comparison.rows:
        said = plain_text(row.answer.text, "" if row.answer.answered else "yellow")
        places = [
            f"[{number}] {citation.document}" + (f", page {citation.page}" if citation.page else "")
            for number, citation in enumerate(row.answer.citations, start=1)
        ]
        year = " ".join(part for part in (str(row.document.year or ""), "changed" if row.changed else "") if part)
        table.add_row(plain_text(row.document.country or row.document.title), year, said, plain_text("\n".join(places)))
    if comparison.missing:
        table.caption = plain_text(f"Not in this index: {', '.join(comparison.missing)}")
    console.print(table)


def _print_place(number: int, place: Hit | Citation, text: str) -> None:
    """Print a numbered place (document, page, section, row, column) and the text found there."""
    parts = [place.document, f"page {place.page}" if place.page is not None else "", place.section]
    heading = Text.assemble(
        (f"[{number}] ", "bold cyan"), plain_text(", ".join(part for part in parts if part), "cyan")
    )
    console.print(heading)
    for name, label in (("row", place.row), ("column", place.column)):
        if label:
            console.print(Padding(plain_text(f"{name}: {label}", "dim"), (0, 0, 0, 4), expand=False))
    console.print(Padding(plain_text(f"“{text}”"), (0, 0, 1, 4), expand=False))
