"""Typos in questions are corrected, and nothing else."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models.registry import load_token_encoder
from index.search.terms import keys
from index.search.vocabulary import KnownWords
from qa import FactsheetQA
from qa.question.spelling import Speller

COMMON = ("budget", "glassworks", "ministry", "voucher", "shipyards", "seaweed")
NAMES = ("orlavia", "tresk", "marowen")


@pytest.fixture(scope="module")
def speller() -> Speller:
    known = KnownWords([np.sort(keys(COMMON)), np.sort(keys(NAMES))])
    return Speller(COMMON, known, load_token_encoder(1).is_word)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Waht is the buget?", "What is the budget?"),
        ("wich minstry pays", "which ministry pays"),
        ("Who runs the glasswroks?", "Who runs the glassworks?"),
        ("EVALUATON OF VOUCHERRS", "EVALUATION OF VOUCHERS"),
        ("What is made in Marowenn?", "What is made in Marowen?"),
    ],
)
def test_a_single_typo_is_corrected(written: str, meant: str, speller: Speller) -> None:
    assert speller.correct(written, "en") == meant


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wie hoch ist der Förderhöchstbetrag?", "de"),
        ("Welche Haushaltsmittel gibt es?", "de"),
        ("Quand une visite est-elle comptée ?", "fr"),
    ],
)
def test_compounds_and_participles_are_no_typos(question: str, language: str, speller: Speller) -> None:
    assert speller.correct(question, language) == question


@pytest.mark.parametrize(
    "question",
    [
        "How do I bake bread?",
        "Is there a shipyard?",
        "What does the Tresker Institute say?",
        "Who is Mr Tresc?",
        "What did GKN do in 2O23?",
        "Was it signed in Niger or Nigeria?",
        "Which glasses were bought?",
    ],
)
def test_words_and_short_names_are_left_alone(question: str, speller: Speller) -> None:
    assert speller.correct(question, "en") == question


def test_in_other_languages_only_names_are_corrected(speller: Speller) -> None:
    assert speller.correct("¿Qué ministery hay en Marowne?", "es") == "¿Qué ministery hay en Marowen?"
    assert speller.correct("Welche Ministry gibt es in Marowne?", "de") == "Welche Ministry gibt es in Marowne?"


@settings(deadline=None)
@given(st.text())
def test_correcting_twice_is_correcting_once(speller: Speller, question: str) -> None:
    once = speller.correct(question, "en")
    assert speller.correct(once, "en") == once


@settings(deadline=None)
@given(st.sampled_from(COMMON), st.data())
def test_every_word_of_the_documents_is_found_from_each_typo_inside_it(
    speller: Speller, word: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(1, len(word) - 2))
    exchanged = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert speller.correct(f"the {exchanged} of", "en") == f"the {word} of"


def test_an_answer_says_how_a_question_was_read(bundled_engine: FactsheetQA) -> None:
    right = bundled_engine.ask("Who manages the sectoral policy in Marowen?")
    mistyped = bundled_engine.ask("Who manges the sectorla policy in Marowen?")
    assert (right.read_as, "read_as" in right.to_dict()) == (None, False)
    assert mistyped.question == "Who manges the sectorla policy in Marowen?"
    assert mistyped.read_as == mistyped.to_dict()["read_as"] == "Who manages the sectoral policy in Marowen?"
    assert mistyped.text == right.text


def test_a_typo_in_the_last_question_is_corrected_for_a_follow_up(bundled_engine: FactsheetQA) -> None:
    history = [("What is the buget of the sectoral policy in Marowen?", "")]
    meant = [("What is the budget of the sectoral policy in Marowen?", "")]
    assert bundled_engine.ask("And who pays it?", history).text == bundled_engine.ask("And who pays it?", meant).text


def test_search_and_comparison_correct_typos_too(bundled_engine: FactsheetQA) -> None:
    found, meant = (bundled_engine.search(f"{word} of the policy", k=3) for word in ("evaluatoin", "evaluation"))
    assert [hit.text for hit in found] == [hit.text for hit in meant]
    assert bundled_engine.compare("startng year").topic == "starting year"


def test_initials_of_a_name_in_a_column_are_read_as_the_name(bundled_engine: FactsheetQA) -> None:
    short, full = (bundled_engine.ask(f"When did the {name} policy start?") for name in ("NL", "Nuevo León"))
    assert short.read_as == "When did the Nuevo León policy start?"
    assert (short.text, full.read_as) == (full.text, None)


def test_initials_that_the_documents_use_are_kept(tmp_path: Path) -> None:
    table = "| Deputy | Answer Pending | (Total) (Votes) |\n|---|---|---|\n| Moor | no | 7 |\n"
    page = f"# Votes\n\n{table}\n# Scores\n\nThe AP of the first model is 0.97.\n"
    (tmp_path / "votes.md").write_text(page, encoding="utf-8")
    qa = FactsheetQA.build([tmp_path / "votes.md"], tmp_path / "index")
    corrected = qa.newest().corrected
    assert corrected("what is the AP of the first model?") == "what is the AP of the first model?"
    assert corrected("which TV did Moor get?") == "which TV did Moor get?"


@pytest.mark.parametrize("question", ["WHO PAYS FOR IT?", "What did GKN do in the EU?", "What is nl?"])
def test_other_words_in_capitals_are_kept(question: str, bundled_engine: FactsheetQA) -> None:
    assert bundled_engine.newest().corrected(question) == question
