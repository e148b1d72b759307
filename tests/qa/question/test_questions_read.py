"""Questions are understood: the answer type, countries, columns, years and the conversation."""

import pytest
from babel import Locale

from corpus.countries import english_names
from corpus.model import Document
from qa.question.answer_type import expected_answer
from qa.question.countries import countries_named, other_countries_named
from qa.question.document_filter import document_scope
from qa.question.follow_up import needs_history
from qa.text.language import LANGUAGES, language_of

DOCUMENTS = (
    Document("a", "orlavia_2023.pdf", "Orlavia", "Orlavia", 2023, "en", 9),
    Document("b", "mexico_2022.pdf", "Mexico", "Mexico", 2022, "en", 9),
    Document("c", "mexico_2023.pdf", "Mexico", "Mexico", 2023, "en", 9),
)


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("How much money was set aside?", "en", "amount"),
        ("¿A cuánto asciende el presupuesto?", "es", "amount"),
        ("Wie viele Cluster gibt es?", "de", "number"),
        ("Combien de clusters y a-t-il ?", "fr", "number"),
        ("Since when has the programme existed?", "en", "date"),
        ("¿Por qué se cerró el fondo?", "es", "reason"),
        ("¿Se ha evaluado «Lantern Programme»?", "es", "yes_no"),
        ("Warum wurde der Fonds geschlossen?", "de", "reason"),
        ("Who is the minister of trade?", "en", "person"),
        ("Quel organisme finance les clusters ?", "fr", "organisation"),
        ("Is there an evaluation?", "en", "yes_no"),
        ("Gibt es eine Bewertung?", "de", "yes_no"),
        ("Is it national or regional?", "en", "any"),
        ("What share of firms is small?", "en", "share"),
        ("On which page does section 3 begin?", "en", "page"),
    ],
)
def test_the_expected_answer_type_is_detected(question: str, language: str, expected: str) -> None:
    assert language_of(question) == language
    assert expected_answer(question, language) == expected


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What do Mexican clusters cost?", ["Mexico"]),
        ("¿Qué hace Méjico?", ["Mexico"]),
        ("Die mexikanische Clusterpolitik", ["Mexico"]),
        ("What does Nigeria do?", ["Nigeria"]),
        ("What does Niger do?", ["Niger"]),
        ("Compare Austria with Mexico", ["Austria", "Mexico"]),
        ("What does Australia do?", []),
        ("What does the ministry do?", []),
    ],
)
def test_countries_are_named_in_any_language(question: str, named: list[str]) -> None:
    assert sorted(countries_named(question, ["Mexico", "Niger", "Nigeria", "Austria"])) == named


@pytest.mark.parametrize("code", ["BA", "CZ", "GB", "KR", "MK", "TR", "TT", "US"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_country_means_the_one_that_documents_go_by(code: str, language: str) -> None:
    english = english_names()[code]
    assert countries_named(f"{Locale(language).territories[code]}?", [english, "Mexico"]) == [english]


def test_countries_without_documents_are_returned_apart() -> None:
    assert other_countries_named("Wie viel gibt Frankreich aus?", ["Mexico"]) == ["France"]
    assert other_countries_named("What does Mexico spend?", ["Mexico"]) == []


def test_the_scope_follows_the_country_and_the_year_of_the_factsheet() -> None:
    assert document_scope("What did Mexico spend?", "", DOCUMENTS).documents == DOCUMENTS[1:]
    assert document_scope("What does the 2022 factsheet on Mexico say?", "", DOCUMENTS).documents == DOCUMENTS[1:2]
    assert document_scope("What does the 2019 factsheet say?", "", DOCUMENTS).absent_years == (2019,)
    assert document_scope("And since when?", "What did Orlavia spend?", DOCUMENTS).documents == DOCUMENTS[:1]
    assert document_scope("And in Mexico?", "What did Orlavia spend?", DOCUMENTS).documents == DOCUMENTS[1:]


def test_a_country_is_no_scope_where_most_documents_are_about_none() -> None:
    others = tuple(Document(str(n), f"{n}.pdf", "Report", None, 2023, "en", 1) for n in range(8))
    assert document_scope("How many workers come from Mexico?", "", (*DOCUMENTS, *others)).documents == (
        *DOCUMENTS,
        *others,
    )


@pytest.mark.parametrize(
    ("question", "language", "needed"),
    [
        ("And since when?", "en", True),
        ("Who pays for it?", "en", True),
        ("Does it have a budget for training?", "en", True),
        ("Is that funded by the ministry?", "en", True),
        ("¿Y en Nuevo León?", "es", True),
        ("¿Qué empresas reciben ayudas de ese fondo?", "es", True),
        ("Quel budget a-t-elle pour les entreprises ?", "fr", True),
        ("Seit wann gibt es diese?", "de", True),
        ("Welches Budget hat es für Betriebe?", "de", True),
        ("Which ministry funds the Lantern Programme of Orlavia?", "en", False),
        ("How much does it cost to repair the roof of the swimming hall?", "en", False),
        ("What does it cost if I lose a book?", "en", False),
        ("What does it cost if I lose it?", "en", True),
        ("Are there any grants for small shops?", "en", False),
        ("Who decides that the market is closed?", "en", False),
        ("¿Es posible vender pescado los domingos?", "es", False),
        ("¿Cuál es el presupuesto de las bibliotecas y museos?", "es", False),
        ("¿Cuándo está abierta la oficina de ayudas?", "es", False),
        ("Est-ce que la piscine municipale est ouverte en mai ?", "fr", False),
        ("La piscine municipale est-elle ouverte ?", "fr", False),
        ("Il y a combien de piscines dans la ville ?", "fr", False),
        ("Wie viele Stände gibt es auf dem Wochenmarkt?", "de", False),
        ("Ist es Händlern erlaubt, sonntags Fisch zu verkaufen?", "de", False),
    ],
)
def test_follow_ups_need_the_conversation(question: str, language: str, needed: bool) -> None:
    assert needs_history(question, language) is needed
