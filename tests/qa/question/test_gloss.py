"""A question's words in the documents' language."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models.registry import load_embedder
from qa.question.translation import QueryTranslator
from qa.text.normalize import fold

VOCABULARY = ("glassworks", "budget", "ministry", "voucher", "cheese", "evaluations")


@pytest.fixture(scope="module")
def bridge() -> QueryTranslator:
    embedder = load_embedder("multilingual-e5-small", 1)
    names = {fold(word) for word in (*VOCABULARY, "Orlavia", "Tresk", "evaluation", "cluster", "clusters")}
    return QueryTranslator(
        VOCABULARY, embedder.embed_questions(VOCABULARY), names, embedder.embed_questions, ["Mexico"]
    )


def test_an_english_question_stays_as_it_is(bridge: QueryTranslator) -> None:
    assert bridge.gloss("Who pays the glassworks?", "en") == "Who pays the glassworks?"


def test_the_usual_word_of_the_trade_stands_behind_another_one(bridge: QueryTranslator) -> None:
    asked = "Is there an assessment of the glassworks?"
    assert bridge.gloss(asked, "en") == f"{asked} evaluation"
    usual = "Is there an evaluation, or another assessment?"
    assert bridge.gloss(usual, "en") == usual
    unheld = "Who is the recipient?"
    assert bridge.gloss(unheld, "en") == unheld


def test_the_trade_is_known_by_the_glossary_and_names_are_kept(bridge: QueryTranslator) -> None:
    glossed = bridge.gloss("¿Quién paga la evaluación de clústeres en Tresk?", "es").split()
    assert {"who", "evaluation", "cluster", "Tresk"} <= set(glossed)


def test_other_words_meet_the_nearest_word_of_the_documents(bridge: QueryTranslator) -> None:
    assert "cheese" in bridge.gloss("Wer macht Käse?", "de")
    assert "budget" in bridge.gloss("Où est le porte-monnaie budgétaire ?", "fr")


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿Qué clústeres mexicanos hay?", "es"),
        ("Quels clusters le Mexique a-t-il ?", "fr"),
        ("Welche Cluster hat Mexiko?", "de"),
        ("Welche mexikanischen Cluster gibt es?", "de"),
    ],
)
def test_a_country_is_named_as_the_documents_name_it(question: str, language: str, bridge: QueryTranslator) -> None:
    assert "Mexico" in bridge.gloss(question, language).split()


def test_words_without_content_are_left_out(bridge: QueryTranslator) -> None:
    assert bridge.gloss("En La De Tresk", "es") == "Tresk"


def test_of_several_senses_those_of_the_documents_count(bridge: QueryTranslator) -> None:
    assert "voucher" in bridge.gloss("¿Qué vale hay?", "es").split()


def test_a_german_compound_is_taken_apart(bridge: QueryTranslator) -> None:
    assert {"cluster", "evaluation"} <= set(bridge.gloss("Gibt es eine Clusterevaluierung?", "de").split())


def test_without_a_vocabulary_words_stay() -> None:
    def embed(words: object) -> np.ndarray:
        raise AssertionError("nothing needs to be embedded")

    empty = QueryTranslator((), np.zeros((0, 3), dtype=np.float32), frozenset(), embed)
    assert "fromage" in empty.gloss("Qui fait du fromage ?", "fr")


@settings(deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_is_glossed(text: str, bridge: QueryTranslator) -> None:
    assert isinstance(bridge.gloss(text, "de"), str)
