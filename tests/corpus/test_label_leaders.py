"""Leaders are no part of a label, however they are set; other dots at its end are."""

import pytest

from corpus.text_analysis.text_cues import strip_leaders


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("Fraud . . . . . .", "Fraud"),
        ("Fraud......", "Fraud"),
        ("Fraud …", "Fraud"),
        ("Fraud .", "Fraud"),
        ("Fraud (incl. theft)...  ", "Fraud (incl. theft)"),
        ("Wages, etc.", "Wages, etc."),
        ("Approx..", "Approx.."),
        (". . . .", ""),
        ("", ""),
    ],
)
def test_leaders_are_removed(label: str, kept: str) -> None:
    assert strip_leaders(label) == kept


def test_a_label_of_many_dots_is_read() -> None:
    assert strip_leaders(" ." * 200_000 + "x") == " ." * 200_000 + "x"
