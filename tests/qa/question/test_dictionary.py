"""The list of everyday words in four languages."""

from importlib.resources import files

import pytest

from qa.question.glossary import dictionary


def test_every_line_has_a_word_in_each_language() -> None:
    lines = files("qa.question").joinpath("dictionary.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0].split("\t") == ["en", "es", "fr", "de"]
    assert [line for line in lines if len(line.split("\t")) != 4 or not all(map(str.strip, line.split("\t")))] == []
    assert [line for line in lines if any(not word.strip() for word in line.replace("\t", "|").split("|"))] == []


@pytest.mark.parametrize(
    ("stem", "language", "meaning"), [("ventan", "es", "window"), ("fenetr", "fr", "window"), ("fenst", "de", "window")]
)
def test_a_word_is_found_by_its_stem(stem: str, language: str, meaning: str) -> None:
    assert meaning in dictionary(language, "en").match((stem,), 0)[1]
