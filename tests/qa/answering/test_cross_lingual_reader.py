"""The cross-lingual reader tells statements from near misses in other languages than English."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError
from qa.answering.reader import projection
from qa.answering.reader.contract import Written
from qa.answering.reader.cross_lingual import CrossLingualReader
from qa.answering.reader.registry import load_multilingual_reader, load_reader
from qa.answering.reader.word_vectors import VectorReader
from qa.answering.reader.words import written_words


@pytest.mark.parametrize(
    ("question", "states", "near_miss"),
    [
        (
            Written("Wann endet der Orchard Plan?", "de"),
            Written("Der Orchard Plan läuft bis 2029.", "de"),
            Written("Der Orchard Plan wird von Brook County verwaltet.", "de"),
        ),
        (
            Written("¿Quién financia el Orchard Plan?", "es"),
            Written("El dinero del Orchard Plan procede del condado.", "es"),
            Written("El Orchard Plan comenzó en 2021.", "es"),
        ),
        (
            Written("Qui dirige le Orchard Plan ?", "fr"),
            Written("The Orchard Plan is run by Brook County.", "en"),
            Written("The Orchard Plan began in 2021.", "en"),
        ),
        (
            Written("How many farms took part in 2022?", "en"),
            Written("2022 nahmen 118 Höfe teil.", "de"),
            Written("Der Plan gilt nur im Osten.", "de"),
        ),
    ],
)
def test_a_statement_scores_above_a_near_miss(question: Written, states: Written, near_miss: Written) -> None:
    stated, missed = load_multilingual_reader("", 1).scores(question, [states, near_miss])
    assert stated > missed + 1


def test_english_is_read_as_the_english_reader_reads_it() -> None:
    question, text = "When does the Orchard Plan end?", "The Orchard Plan runs until 2029."
    german = Written("Der Orchard Plan läuft bis 2029.", "de")
    found = load_multilingual_reader("", 1).scores(Written(question, "en"), [german, Written(text, "en")])
    assert found[1] == load_reader("", 1).scores(question, [text])[0]


def test_scores_do_not_depend_on_the_company() -> None:
    reader, question = load_multilingual_reader("", 2), Written("Wer bezahlt?", "de")
    texts = [Written("Das Land zahlt.", "de"), Written("It began in 2021.", "en"), Written("", "de")]
    assert reader.scores(question, texts) == [reader.scores(question, [text])[0] for text in texts]


def test_a_long_text_and_halves_of_surrogate_pairs_are_read() -> None:
    texts = [Written("Das Land zahlt. " * 400, "de"), Written("\udfff", "de"), Written("x" * 5000, "de")]
    assert len(load_multilingual_reader("", 1).scores(Written("Wer zahlt? \ud800", "de"), texts)) == len(texts)


def test_an_altered_projection_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "projection.npz").write_bytes(b"altered")
    shutil.copy(Path(projection.__file__).with_name("projection.json"), tmp_path)
    monkeypatch.setattr(projection, "files", lambda _: tmp_path)
    with pytest.raises(ModelError, match="missing or altered; reinstall"):
        CrossLingualReader(VectorReader(), 1).scores(Written("Wer?", "de"), [Written("Niemand.", "de")])


def test_the_weights_in_the_package_take_at_most_40_megabytes() -> None:
    folder = Path(projection.__file__).parent
    assert sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) <= 40_000_000


@given(st.text())
def test_words_are_all_of_a_text_but_its_white_space(text: str) -> None:
    assert "".join(word.text for word in written_words(text)) == "".join(text.split())
