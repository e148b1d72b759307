"""Right-to-left text is in reading order, with its numbers and foreign words in theirs."""

import pytest

from corpus.pdf.reading_direction import logical_order, logical_text


@pytest.mark.parametrize(
    ("visual", "logical"),
    [
        (list(".לקש"), "שקל."),
        (list("2022"), "2022"),
        (list("plan"), "plan"),
        (list("45-ב"), "ב-45"),
        (list("1,250ל"), "ל1,250"),
        (list("(הארומ)"), "(מוראה)"),
        (["ت", "لا"], "لات"),
    ],
)
def test_characters_of_a_word(visual: list[str], logical: str) -> None:
    assert logical_text(visual) == logical


@pytest.mark.parametrize(
    ("visual", "logical"),
    [
        (["שקל.", "45", "הוא", "התקציב"], ["התקציב", "הוא", "45", "שקל."]),
        (["the", "plan", "of", "2022"], ["the", "plan", "of", "2022"]),
        (["חזקה", "Visual", "Basic", "שפת"], ["שפת", "Visual", "Basic", "חזקה"]),
        (["The", "word", "עולם", "שלום", "means", "peace."], ["The", "word", "שלום", "עולם", "means", "peace."]),
    ],
)
def test_words_of_a_line(visual: list[str], logical: list[str]) -> None:
    assert logical_order(visual, str) == logical
