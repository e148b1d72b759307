"""Questions are understood before anything is searched: kind, parts, subject and language."""

import pytest

from qa import FactsheetQA
from qa.question.phrases.parts import question_parts
from qa.question.plan import PlanKind

START = ("When did the Lantern Programme start?", "")


@pytest.mark.parametrize(
    ("question", "kind", "topic"),
    [
        ("Good evening!", "about_tool", "greeting"),
        ("muchas gracias", "about_tool", "thanks"),
        ("Est-ce que je peux te faire confiance ?", "about_tool", "trust"),
        ("How do I upload a file of my own?", "about_tool", "add_document"),
        ("Welche Dokumente gibt es?", "about_documents", "list"),
        ("How many pages does the Orlavia factsheet have?", "about_documents", "pages"),
        ("Qu'y a-t-il à la page 4 ?", "about_documents", "page"),
        ("aus welchen abschnitten besteht das factsheet zu marowen?", "about_documents", "sections"),
        ("De quelles parties se compose la fiche Orlavia ?", "about_documents", "sections"),
        ("¿En qué secciones se divide el documento de México?", "about_documents", "sections"),
        ("What is the outline of the Mexico report?", "about_documents", "sections"),
        ("Which parts does the country have?", "find", ""),
        ("Give me an overview of Orlavia", "overview", ""),
        ("Which countries have no evaluation?", "select", ""),
        ("Welches Land hat das größte Budget?", "rank", ""),
        ("¿Qué cambió en Marowen entre 2022 y 2023?", "change", ""),
        ("Compare Orlavia and Marowen", "compare", ""),
        ("Who pays for the Lantern Programme?", "find", "funding"),
        ("What is the weather like in Paris?", "find", ""),
        ("Can I bring my dog?", "find", ""),
        ("Darf man hier zelten?", "find", ""),
        ("¿Se puede pagar con tarjeta?", "find", ""),
        ("Can I add a document of my own?", "about_tool", "add_document"),
    ],
)
def test_the_kind_of_a_question_is_recognised(
    question: str, kind: PlanKind, topic: str, bundled_engine: FactsheetQA
) -> None:
    plan = bundled_engine.plan(question)
    assert (plan.kind, plan.topic) == (kind, topic)


@pytest.mark.parametrize(
    ("question", "history", "text"),
    [
        ("And when does it end?", [START], "When does the Lantern Programme end?"),
        ("What is its budget?", [START], "What is the Lantern Programme's budget?"),
        ("and in Mexico?", [("What is the population of Orlavia?", "")], "What is the population of Mexico?"),
        ("And when does it end?", [START, ("thanks", "You're welcome.")], "When does the Lantern Programme end?"),
        ("¿y cuándo termina?", [START], "¿Cuándo termina (Lantern Programme)?"),
        ("What is the population of Marowen?", [START], "What is the population of Marowen?"),
        ("Which documents do you have?", [START], "Which documents do you have?"),
    ],
)
def test_a_follow_up_takes_over_names(
    question: str, history: list[tuple[str, str]], text: str, bundled_engine: FactsheetQA
) -> None:
    assert bundled_engine.plan(question, history).text == text


def test_a_named_country_replaces_the_one_before(bundled_engine: FactsheetQA) -> None:
    plan = bundled_engine.plan("What is the population of Marowen?", [("Tell me about Orlavia", "Orlavia: “…” [1]")])
    assert [document.country for document in plan.scope.documents] == ["Marowen"]
    assert plan.carried == ()


def test_names_in_quotes_of_an_answer_are_not_taken_over(bundled_engine: FactsheetQA) -> None:
    history = [("What is the population?", "Orlavia: “less than in Marowen” [1]")]
    assert bundled_engine.plan("and its capital?", history).carried == ("Orlavia",)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("When did it start and who pays for it?", ["When did it start?", "Who pays for it?"]),
        ("Gibt es eine Evaluierung? Was ergab sie?", ["Gibt es eine Evaluierung?", "Was ergab sie?"]),
        ("What is the population of Orlavia and Marowen?", ["What is the population of Orlavia and Marowen?"]),
        ("Who drafts and funds the programme?", ["Who drafts and funds the programme?"]),
        ("annual budget? source of funding", ["annual budget? source of funding"]),
        ("who funds the pact & when does it end?", ["Who funds the pact?", "When does it end?"]),
        ("who drafts the pact, when does it end?", ["Who drafts the pact?", "When does it end?"]),
        ("Once it ends, who pays?", ["Once it ends, who pays?"]),
        (
            "Hello, could you tell me who funds it and, separately, how many members it has?",
            ["Hello, could you tell me who funds it?", "How many members it has?"],
        ),
    ],
)
def test_two_questions_in_one_are_split(question: str, parts: list[str]) -> None:
    assert question_parts(question) == parts


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("compare Mexico and Orlavia", "en"),
        ("OECD", "de"),
        ("Marowen 2023", "de"),
        ("quel budget ?", "fr"),
        ("warum?", "de"),
        ("¿por qué?", "es"),
    ],
)
def test_a_short_question_is_answered_in_its_language_or_the_callers(
    question: str, language: str, bundled_engine: FactsheetQA
) -> None:
    assert bundled_engine.plan(question, language="de").language == language


def test_a_country_without_documents_is_absent_only_if_no_passage_names_it(bundled_engine: FactsheetQA) -> None:
    assert bundled_engine.plan("What is the budget of Portugal?").scope.absent_countries == ("Portugal",)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "annual budget of the kestrel programme and its beneficiaries",
            ["Annual budget of the kestrel programme", "Its beneficiaries (Kestrel Programme)"],
        ),
        (
            "starting year and source of funding of the kestrel programme",
            ["Starting year (Kestrel Programme)", "Source of funding of the kestrel programme"],
        ),
        (
            "starting year, source of funding and beneficiaries of the kestrel programme",
            [
                "Starting year (Kestrel Programme)",
                "Source of funding (Kestrel Programme)",
                "Beneficiaries of the kestrel programme",
            ],
        ),
        ("starting year of the kestrel programme and the lower ash agreement", []),
    ],
)
def test_a_noun_phrase_for_two_facts_of_one_name_is_split(
    question: str, parts: list[str], lands_engine: FactsheetQA
) -> None:
    assert [part.text for part in lands_engine.plan(question).parts] == parts
