"""Example questions: in each language, and each answered."""

import pytest

from qa import FactsheetQA
from qa.text.language import LANGUAGES, language_of
from qa.web.example_questions import examples


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_answered_in_their_language_by_the_document_they_name(
    bundled_engine: FactsheetQA, language: str
) -> None:
    found = examples(bundled_engine, language)
    assert len(found) >= 3
    assert len({example.title for example in found}) == len(bundled_engine.documents())
    for example in found:
        answer = bundled_engine.ask(example.question)
        assert answer.answered
        assert example.title in {citation.title for citation in answer.citations}
        assert example.language == language_of(example.question) == language


def test_there_are_no_more_examples_than_asked_for(bundled_engine: FactsheetQA) -> None:
    assert len(examples(bundled_engine, count=2)) == 2
