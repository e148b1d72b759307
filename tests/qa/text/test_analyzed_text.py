"""Text that is analyzed once."""

from hypothesis import given
from hypothesis import strategies as st

from qa.text.analyzed_text import AnalyzedText, analyzed


@given(st.text(max_size=80))
def test_content_words_are_among_the_words_and_stems_among_the_stems(text: str) -> None:
    found = AnalyzedText(text)
    assert set(found.content_words) <= set(found.words)
    assert found.content_stems <= found.stems
    assert not found.years & found.numbers


def test_years_numbers_and_stems_are_kept_apart() -> None:
    found = analyzed("In 2015 the two Clusters of León got 1,400,000 pesos.")
    assert found.years == {"2015"}
    assert found.numbers == {"two", "1,400,000"}
    assert found.content_stems == {"2015", "two", "cluster", "leon", "got", "1", "400", "000", "peso"}
    assert analyzed(found.text) is found
