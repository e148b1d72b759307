"""The columns of a comparison: one for each row label, and one for running text."""

from corpus.model import Document
from qa.answering.comparison import Comparison, Statement
from qa.model import Answer, Citation
from qa.web.views.comparison import MAX_COLUMNS, compared_table


def statement(name: str, *rows: str | None) -> Statement:
    citations = tuple(
        Citation(name, name, None, None, 1, "Money", row, None, f"quote {place}", (), 1.0)
        for place, row in enumerate(rows)
    )
    document = Document(name, name, name, None, None, "en", 1)
    return Statement(document, Answer("fees", bool(rows), "", None, 1.0, "en", citations))


def test_quotes_stand_under_their_row_and_prose_last() -> None:
    table = compared_table(
        Comparison("fees", "en", (statement("a", None, "Fee"), statement("b", "Fine", "Fee"), statement("c")))
    )
    assert table.columns == ["Fee", "Fine", ""]
    shown = [[[each.citation.quote for each in cell] for cell in row.cells] for row in table.rows]
    assert shown == [[["quote 1"], [], ["quote 0"]], [["quote 1"], ["quote 0"], []], [[], [], []]]


def test_many_rows_or_prose_alone_share_a_column() -> None:
    many = compared_table(Comparison("fees", "en", (statement("a", *map(str, range(MAX_COLUMNS + 1))),)))
    assert [len(cell) for cell in many.rows[0].cells] == [MAX_COLUMNS + 1]
    prose = compared_table(Comparison("fees", "en", (statement("a", None, None),)))
    assert prose.columns == [""]
    assert [len(cell) for cell in prose.rows[0].cells] == [2]
