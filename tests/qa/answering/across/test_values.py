"""Values that quotes state, and limits that questions set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.across.values import Value, satisfies, stated_value, value_about, values_of
from qa.text.analyzed_text import analyzed

QUESTION = analyzed("How many inhabitants does it have?")


@pytest.mark.parametrize(
    ("text", "units", "value"),
    [
        ("EUR 84 million\nThird phase, 2021-2027.", ["EUR"], Value(84e6, "EUR")),
        ("EUR 84 million\nThird phase, 2021-2027.", ["calendar"], Value(2021, "calendar")),
        ("No data available", ["EUR", "count"], None),
        ("a kingdom of 2.3 million inhabitants with 14 islands", ["count"], Value(2.3e6, "count")),
        ("a kingdom of 14 islands and 3 lakes", ["count"], None),
        ("over 10 years ago", ["year"], Value(10, "year", "above")),
        ("between over 2 and 10 years", ["year"], Value(10, "year")),
    ],
)
def test_a_value_is_read_with_its_unit(text: str, units: list[str], value: Value | None) -> None:
    assert stated_value(text, units, QUESTION) == value


def test_a_single_count_of_an_answer_may_be_named_by_another_word() -> None:
    assert stated_value("a realm of 9 million souls", ["count"], QUESTION) is None
    assert stated_value("a realm of 9 million souls", ["count"], QUESTION, is_answer=True) == Value(9e6, "count")


def test_of_several_values_the_one_beside_what_is_asked_counts() -> None:
    text = "Wages grew by 2%, and inflation stood at 8.4%."
    assert value_about(text, ["percent"], analyzed("inflation")) == Value(8.4, "percent")
    assert value_about(text, ["percent"], analyzed("wages")) == Value(2, "percent")
    assert value_about(text, ["percent"], analyzed("taxes")) == Value(2, "percent")


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_value_is_on_one_side_of_a_limit(number: int, limit: int) -> None:
    value = Value(number, "EUR")
    sides = [
        satisfies(value, Value(limit, "EUR", comparator))
        for comparator in ("below", "at_most", "", "at_least", "above")
    ]
    assert sides == [number < limit, number <= limit, number == limit, number >= limit, number > limit]


def test_a_text_with_the_same_limit_satisfies_it() -> None:
    limit = Value(10, "year", "above")
    assert satisfies(Value(10, "year", "above"), limit)
    assert not satisfies(Value(10, "year"), limit)
    assert [value.unit for value, _ in values_of("14% of EUR 3")] == ["percent", "EUR"]


def test_numbers_of_a_text_without_a_language_are_read() -> None:
    assert [value.number for value, _ in values_of("2.2", "zxx")] == [2.2]
