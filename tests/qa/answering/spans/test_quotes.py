"""Which spans are quoted: the best one, what completes it, and a close second in doubt."""

import pytest
from answer_parts import passage, query, ranked

from qa.answering.spans.quotes import led_by_a_cell, rows_to_quote, spans_to_quote
from qa.answering.spans.span import spans_of
from qa.answering.spans.span_ranker import RankedSpan
from qa.retrieval.retriever import RankedPassage

LABELS = ["BUDGET / Overall", "BUDGET / Annual", "HISTORY / Starting year", "HISTORY / Ending year"]


@pytest.mark.parametrize(("confidence", "second", "quotes"), [(0.5, 1.5, 2), (0.95, 1.5, 1), (0.5, 0.5, 1)])
def test_a_close_second_is_quoted_only_in_doubt(confidence: float, second: float, quotes: int) -> None:
    found = [ranked("The fund was closed.", 2.0, kind="sentence"), ranked("It had no money.", second, kind="sentence")]
    assert spans_to_quote(query("Why was the fund closed?"), found, confidence, ()) == found[:quotes]


def test_a_question_that_names_no_column_is_answered_by_the_row_in_each() -> None:
    national, regional = (
        ranked(year, 2.0, row=LABELS[2], column=name) for year, name in [("2009", "A"), ("2015", "B")]
    )
    question = query("When did it start?", "date")
    assert rows_to_quote(question, national, LABELS) == [LABELS[2]]
    assert spans_to_quote(question, [national], 0.95, [national, regional]) == [national, regional]


def test_the_column_that_is_named_replaces_another_one() -> None:
    other = ranked("2009", 2.0, row=LABELS[2], column="A", signals={"column": -1.0})
    named = ranked("2015", 1.0, row=LABELS[2], column="B", signals={"column": 1.0})
    question = query("When did B start?", "date")
    assert rows_to_quote(question, other, LABELS) == [LABELS[2]]
    assert spans_to_quote(question, [other], 0.95, [other, named]) == [named]


def test_rows_named_at_once_are_quoted_together() -> None:
    best = ranked("2009", 2.0, row=LABELS[2], column="A", signals={"column": 1.0})
    assert rows_to_quote(query("What are the starting and ending year of A?"), best, LABELS) == LABELS[2:]
    assert (
        rows_to_quote(query("What is the budget of A?"), ranked("1", 1, row=LABELS[0], column="A"), LABELS)
        == LABELS[:2]
    )
    assert rows_to_quote(query("Who pays?"), ranked("The state pays.", 1, kind="sentence"), LABELS) == []


def test_a_comparison_of_columns_is_led_by_a_cell() -> None:
    sentence, cell = ranked("Both began early.", 2.0, kind="sentence"), ranked("2009", 1.5, row=LABELS[2], column="A")
    assert led_by_a_cell(query("Compare both policies"), [sentence, cell]) == [cell, sentence]
    assert led_by_a_cell(query("When did it begin?"), [sentence, cell]) == [sentence, cell]


def test_a_sentence_brings_the_one_that_names_its_pronoun() -> None:
    place = passage("The Harbour Office runs the fund. It was set up in May.")
    name, fact = spans_of(place)
    best = RankedSpan(fact, RankedPassage(0, place, {}, 1.0), {"column": 0.0}, 1.0)
    [quoted] = spans_to_quote(query("When was the Harbour Office set up?", "date"), [best], 0.95, ())
    assert quoted.span.text == place.text
    assert name.text in quoted.span.text
