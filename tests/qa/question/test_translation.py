"""Questions are translated word by word into the documents' language."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models.registry import load_embedder
from qa.question.translation import QueryTranslator
from qa.text.normalize import fold

VOCABULARY = ("glassworks", "budget", "ministry", "voucher", "cheese", "evaluations")


@pytest.fixture(scope="module")
def translator() -> QueryTranslator:
    embedder = load_embedder("multilingual-e5-small", 1)
    names = {fold(word) for word in (*VOCABULARY, "Orlavia", "Tresk", "evaluation", "cluster", "clusters")}
    return QueryTranslator(
        VOCABULARY, embedder.embed_questions(VOCABULARY), names, embedder.embed_questions, ["Mexico"]
    )


def test_an_english_question_is_kept_as_is(translator: QueryTranslator) -> None:
    assert translator.translate("Who pays the glassworks?", "en") == "Who pays the glassworks?"


def test_a_question_is_followed_by_the_usual_synonyms_of_its_terms(translator: QueryTranslator) -> None:
    question = "Is there an assessment of the glassworks?"
    assert translator.translate(question, "en") == f"{question} evaluation"
    usual = "Is there an evaluation, or another assessment?"
    assert translator.translate(usual, "en") == usual
    unknown = "Who is the recipient?"
    assert translator.translate(unknown, "en") == unknown


def test_terms_are_translated_by_the_glossary_and_names_are_kept(translator: QueryTranslator) -> None:
    translated = translator.translate("¿Quién paga la evaluación de clústeres en Tresk?", "es").split()
    assert {"who", "evaluation", "cluster", "Tresk"} <= set(translated)


def test_other_words_become_the_nearest_word_of_the_documents(translator: QueryTranslator) -> None:
    assert "cheese" in translator.translate("Wer macht Käse?", "de")
    assert "budget" in translator.translate("Où est le porte-monnaie budgétaire ?", "fr")


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿Qué clústeres mexicanos hay?", "es"),
        ("Quels clusters le Mexique a-t-il ?", "fr"),
        ("Welche Cluster hat Mexiko?", "de"),
        ("Welche mexikanischen Cluster gibt es?", "de"),
    ],
)
def test_a_country_is_named_as_the_documents_name_it(question: str, language: str, translator: QueryTranslator) -> None:
    assert "Mexico" in translator.translate(question, language).split()


def test_words_without_content_are_left_out(translator: QueryTranslator) -> None:
    assert translator.translate("En La De Tresk", "es") == "Tresk"


def test_of_several_senses_those_of_the_documents_are_used(translator: QueryTranslator) -> None:
    assert "voucher" in translator.translate("¿Qué vale hay?", "es").split()


def test_a_german_compound_is_split(translator: QueryTranslator) -> None:
    assert {"cluster", "evaluation"} <= set(translator.translate("Gibt es eine Clusterevaluierung?", "de").split())


def test_without_a_vocabulary_words_are_kept() -> None:
    def embed(words: object) -> np.ndarray:
        raise AssertionError("nothing needs to be embedded")

    empty = QueryTranslator((), np.zeros((0, 3), dtype=np.float32), frozenset(), embed)
    assert "fromage" in empty.translate("Qui fait du fromage ?", "fr")


@settings(deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_is_translated(text: str, translator: QueryTranslator) -> None:
    assert isinstance(translator.translate(text, "de"), str)
