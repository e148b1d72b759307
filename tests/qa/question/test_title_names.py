"""Names of documents in a question."""

import pytest

from qa.question.title_names import title_names

BY_WORD = {"ashford": "a.pdf", "oakham": "b.pdf", "report": "b.pdf"}


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("What do Ashford and Oakham spend?", ["a.pdf", "b.pdf"]),
        ("compare the budgets of ashford and oakham", ["a.pdf", "b.pdf"]),
        ("ashford vs oakham: who spends more?", ["a.pdf", "b.pdf"]),
        ("Whose fees are higher, Ashford's or Oakham's?", ["a.pdf", "b.pdf"]),
        ("Wer zahlt mehr, Ashford oder die Oakham?", ["a.pdf", "b.pdf"]),
        ("What does Ashford spend?", ["a.pdf"]),
        ("what does the report of ashford say?", []),
        ("Report the budget", []),
    ],
)
def test_names_are_capitalised_or_set_side_by_side(question: str, documents: list[str]) -> None:
    assert [name.document for name in title_names(question, BY_WORD)] == documents
