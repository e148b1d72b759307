"""Sentences: ordinals, abbreviations and ideographic full stops."""

import pytest

from qa.text.sentences import sentences


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
