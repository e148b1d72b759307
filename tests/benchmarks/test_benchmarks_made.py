"""The rules of what counts as right when small files with one fault each are asked about."""

import pytest

from benchmarks.made import is_right
from qa.model import Answer


def answer(text: str, answered: bool = True) -> Answer:
    return Answer("?", answered, text, None if answered else "not_stated", 0.9, "en")


@pytest.mark.parametrize(
    ("expected", "text", "right"),
    [
        ("62 euros", "“The levy rose to 62 ² euros in 2022.” [1]", True),
        ("62 euros", "“The levy rose to 622 euros in 2022.” [1]", False),
        ("EUR 77,000, row label “… with notice”", "Funds – Ceiling: “EUR 77,000” [1]", True),
        ("Street 4, Lakeford", "“Street 4” [1]", False),
        ("10 and 20", "Northmark – 2022 (Paid): “10 20” [1]", True),
        ("10 and 20", "Northmark – 2022 (Paid): “10” [1]", False),
        ("1 February 2023 (footer) or refusal", "“Valid from 1 February 2023” [1]", True),
        ("1 February 2023 (footer) or refusal", "“The deadline is 30 June 2024.” [1]", False),
        ("not stated (the text is hidden)", "“Hospitals pay 12 euros.” [1]", False),
        ("No (No ☑)", "No. “Large filer ☐” [1]", True),
        ("No (No ☑)", "Yes. “Large filer ☐” [1]", False),
    ],
)
def test_an_answer_is_right_if_it_has_the_expected_value(expected: str, text: str, right: bool) -> None:
    assert is_right({"expected": expected}, answer(text), warned=False) is right


@pytest.mark.parametrize(
    "expected", ["not stated (hidden)", "refusal, and a warning", "1 May 2023 (footer) or refusal"]
)
def test_a_refusal_is_right_where_it_is_expected_or_named(expected: str) -> None:
    assert is_right({"expected": expected}, answer("It is not stated.", answered=False), warned=False)
    assert is_right({"expected": expected}, None, warned=False)


def test_a_refusal_is_wrong_where_a_value_is_expected() -> None:
    assert not is_right({"expected": "62 euros"}, answer("It is not stated.", answered=False), warned=False)
    assert not is_right({"expected": "62 euros"}, None, warned=True)
