"""Numbers are read however they are written, and compared with the tolerance that their kind allows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluate.metrics.number_match import TOLERANCE, gold_numbers, number_of, numbers_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,400,000", 1_400_000),
        ("1.400.000", 1_400_000),
        ("EUR 3.4 million", 3_400_000),
        ("3,4 Millionen", 3_400_000),
        ("31,5 millones de euros", 31_500_000),
        ("$1577.00", 1577),
        ("23.4%", 23.4),
        ("1.234,56", 1234.56),
        ("0.125", 0.125),
        ("-12.5 %", -12.5),
    ],
)
def test_a_number_has_its_value(text: str, value: float) -> None:
    assert [number.value for number in numbers_in(text)] == pytest.approx([value])


def test_all_numbers_of_a_text_are_found() -> None:
    assert [number.value for number in numbers_in("From 2014-2019, 23 of the 31 rose by 4.5 %.")] == [
        2014, 2019, 23, 31, 4.5,
    ]  # fmt: skip


@pytest.mark.parametrize(("said", "gold", "agrees"), [
    ("EUR 3.42 million", "EUR 3.4 million", True),
    ("EUR 3.5 million", "EUR 3.4 million", False),
    ("23.5 %", "23.4%", True),
    ("2016", "2015", False),
    ("22", "23", False),
    ("2.400", "2,400", True),
])  # fmt: skip
def test_measured_numbers_have_a_tolerance_and_years_and_counts_have_none(said: str, gold: str, agrees: bool) -> None:
    (wanted,) = gold_numbers([gold])
    assert numbers_in(said)[0].agrees_with(wanted) is agrees


@settings(deadline=None)  # the machine may be busy
@given(st.floats(min_value=1, max_value=1e9), st.floats(min_value=-3 * TOLERANCE, max_value=3 * TOLERANCE))
def test_the_tolerance_is_a_share_of_the_gold(value: float, off: float) -> None:
    gold, said = number_of(f"EUR {value:.4f}"), number_of(f"EUR {value * (1 + off):.4f}")
    assert gold is not None
    assert said is not None
    if not gold.exact and abs(abs(off) - TOLERANCE) > 1e-3:
        assert said.agrees_with(gold) is (abs(off) < TOLERANCE)


@pytest.mark.parametrize("variant", ["2022 | 2015", "from 2014 to 2019", "Article 49 of the law", "no data", ""])
def test_what_says_more_than_a_number_is_none(variant: str) -> None:
    assert number_of(variant) is None
