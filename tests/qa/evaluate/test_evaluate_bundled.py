"""The bundled question sets are true to the bundled factsheets."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from qa.evaluate.metrics.correctness import says_it
from qa.evaluate.question import Question
from qa.evaluate.question_sets.load import load_question_sets


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    import qa

    folder = Path(qa.__file__).parent / "questions"
    return load_question_sets([folder / "bundled.jsonl", folder / "bundled_dev.jsonl"])


def test_every_kind_and_language_is_asked(questions: list[Question]) -> None:
    assert len({question.kind for question in questions}) == 11
    assert {question.language for question in questions} == {"en", "es", "de", "fr"}


def test_each_gold_answer_counts_as_said(questions: list[Question]) -> None:
    assert [one.id for one in questions if one.answer is not None and not says_it(one, one.answer)] == []


def test_each_evidence_quote_stands_on_its_page(questions: list[Question], bundled: Path) -> None:
    pages = {
        path.name: ["".join(page.extract_text().split()) for page in PdfReader(path).pages]
        for path in bundled.glob("*.pdf")
    }
    wrong = [
        (question.id, evidence.quote)
        for question in questions
        for evidence in question.evidence
        if evidence.document is None
        or evidence.page is None
        or "".join(evidence.quote.split()) not in pages[evidence.document][evidence.page - 1]
    ]
    assert wrong == []
