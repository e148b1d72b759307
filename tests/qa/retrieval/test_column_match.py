"""Match a question to a column of a table."""

from qa.retrieval.column_match import column_fit
from qa.text.analyzed_text import analyzed


def test_a_column_fits_by_its_own_words_and_by_its_level() -> None:
    national, regional = "National cluster policy (Lantern Programme)", "Regional cluster policy (Karst Coast)"
    assert column_fit(analyzed("What does the Lantern Programme cost?"), national, [regional]) > 0
    assert column_fit(analyzed("What does the regional policy cost?"), national, [regional]) < 0
    assert column_fit(analyzed("What does it cost?"), national, [regional]) == 0
