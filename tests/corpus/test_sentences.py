"""Sentences: ordinals, abbreviations and ideographic full stops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text_analysis.sentences import closing_words, sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Es gilt bis zum 1. Juli 2023. Danach endet es.", ["Es gilt bis zum 1. Juli 2023.", "Danach endet es."]),
        ("Im 21. Jahrhundert war es so. Er ging.", ["Im 21. Jahrhundert war es so.", "Er ging."]),
        ("Es begann 3. Oktober. Er kam.", ["Es begann 3. Oktober.", "Er kam."]),
        ("There were 12. The rest left.", ["There were 12.", "The rest left."]),
        ("予算は45億円です。期限は5月です。", ["予算は45億円です。", "期限は5月です。"]),
        ("He said so (e.g. A. Smith). Then he left.", ["He said so (e.g. A. Smith).", "Then he left."]),
    ],
)
def test_a_line_is_split_where_sentences_end(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


WORDS = ["It", "ends.", "Mr.", "(No.", "1.", "Juli", "Why?", "EUR", "3.4", "million.”", "a"]


@given(st.lists(st.sampled_from(WORDS), min_size=1))
def test_closing_words_are_those_at_which_sentences_end(words: list[str]) -> None:
    ends = {last for _, last in sentences(" ".join(words))} | {len(" ".join(words))}
    assert {len(" ".join(words[: number + 1])) for number in closing_words(words)} == ends


def test_an_empty_word_belongs_to_the_sentence_before() -> None:
    assert closing_words(["It", "ends.", "", "Then", "on", ""]) == [2, 5]
    assert closing_words([]) == []
