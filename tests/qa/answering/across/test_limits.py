"""Limits that questions set on values."""

import pytest

from qa.answering.across.selection.limits import limit_of, without_limit
from qa.answering.across.values import MONEY, Value


@pytest.mark.parametrize(
    ("question", "language", "limit"),
    [
        ("Which policies end before 2026?", "en", Value(2026, "calendar", "below")),
        ("Which policies began in 2022?", "en", Value(2022, "calendar")),
        ("Which schemes began in 2014 or later?", "en", Value(2014, "calendar", "at_least")),
        ("Which towns have no more than 900 houses?", "en", Value(900, "count", "at_most")),
        ("¿Qué políticas tienen más de 5 millones de euros?", "es", Value(5e6, "EUR", "above")),
        ("¿En qué países la inflación supera el 6 %?", "es", Value(6, "percent", "above")),
        ("Dans quels pays l'inflation dépasse-t-elle 6 % ?", "fr", Value(6, "percent", "above")),
        ("In welchen Ländern übersteigt die Inflation 6 %?", "de", Value(6, "percent", "above")),
        ("Welche Politiken enden nach 2025?", "de", Value(2025, "calendar", "above")),
        ("Welche Orte haben mindestens 300 Betten?", "de", Value(300, "count", "at_least")),
    ],
)
def test_a_question_limits_what_it_selects(question: str, language: str, limit: Value) -> None:
    found = limit_of(question, language)
    assert found is not None
    assert found.value == limit
    assert found.units == (limit.unit,)


@pytest.mark.parametrize("question", ["Which countries help firms?", "Which of the 3 policies pays for tugs?"])
def test_a_number_that_limits_nothing_is_no_limit(question: str) -> None:
    assert limit_of(question, "en") is None


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Which countries spend more than 5 million a year on ports?", "en"),
        ("¿Qué países gastan más de 5 millones al año?", "es"),
        ("Welche Länder, die mehr als 5 Millionen ausgeben, fördern Häfen?", "de"),
    ],
)
def test_a_large_number_of_nothing_is_an_amount_of_money(question: str, language: str) -> None:
    found = limit_of(question, language)
    assert found is not None
    assert found.units == MONEY
    assert found.expected == "amount"


def test_what_limits_is_not_searched_for() -> None:
    question = "Which countries spend more than 5 million a year on ports?"
    assert without_limit(question, limit_of(question, "en")) == "Which countries spend a year on ports?"
    assert without_limit("Which policies began in 2022?", limit_of("Which policies began in 2022?", "en")).endswith(
        "2022?"
    )
