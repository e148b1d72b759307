"""Look-alikes state other facts at the same places, and can be indexed and asked."""

from pathlib import Path

import pytest

from benchmarks.by_size import questions_for
from benchmarks.lookalikes import Base
from corpus.limits import Limits
from corpus.parse import parse_file


@pytest.fixture(scope="module")
def base(bundled: Path) -> Base:
    path = bundled / "orlavia_2023.pdf"
    return Base.of(path, parse_file(path, Limits()))


def test_names_and_figures_differ_and_labels_and_places_stay(base: Base, tmp_path: Path) -> None:
    reading, path = base.lookalike(3, tmp_path)
    old, new = base.reading.passages, reading.passages
    assert [len(one.text) for one in new] == [len(one.text) for one in old]
    assert [len(one.text.split()) for one in new] == [len(one.text.split()) for one in old]
    assert [one.row for one in new] == [one.row for one in old]
    text, before = " ".join(one.text for one in new), " ".join(one.text for one in old)
    for fact in ("Orlavia", "Tresk", "3.4 million", "EUR 61 billion"):
        assert fact in before
        assert fact not in text
    assert "gross domestic product" in text
    assert "2022" in text
    assert path.read_bytes().startswith(base.path.read_bytes())


def test_each_look_alike_is_a_document_of_its_own(base: Base, tmp_path: Path) -> None:
    first, second = (base.lookalike(number, tmp_path)[0] for number in (4, 5))
    assert first.document.id != second.document.id
    assert first.document.country != second.document.country
    assert not {one.id for one in first.passages} & {one.id for one in second.passages}
    again, _ = base.lookalike(4, tmp_path)
    assert again == first


def test_questions_name_countries_that_are_held(base: Base, tmp_path: Path) -> None:
    asked = questions_for([base], 2)
    assert asked
    assert not any("Orlavia" in question for question in asked)
    countries = [base.lookalike(number, tmp_path)[0].document.country for number in (0, 1)]
    assert any(str(country) in question for country in countries for question in asked)
