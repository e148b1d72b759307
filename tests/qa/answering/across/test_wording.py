"""How questions rank, compute, select and limit, in four languages."""

import pytest

from qa.answering.across.wording import (
    asks_to_select,
    extreme_of,
    operation_of,
    selects_absence,
    selects_policies,
    without_comparison,
)

LIMITS = (
    "What is the maximum amount of a voucher?",
    "¿Cuál es la cuantía máxima de la línea B?",
    "Quel est le maximum de points ?",
    "Wie viel Prozent werden höchstens gefördert?",
    "Höchstbetrag für Maschinen",
)


@pytest.mark.parametrize("question", LIMITS)
def test_a_limit_that_is_stated_is_no_extreme(question: str) -> None:
    assert extreme_of(question) is None


@pytest.mark.parametrize("question", ["Which line has the maximum amount?", "Welche Linie hat den Höchstbetrag?"])
def test_the_largest_limit_of_several_is_an_extreme(question: str) -> None:
    assert extreme_of(question) is not None


@pytest.mark.parametrize(
    ("question", "extreme"),
    [
        ("Which country has the largest budget?", "largest"),
        ("¿Cuál es el presupuesto más pequeño?", "smallest"),
        ("Quelle est la politique la plus ancienne ?", "oldest"),
        ("Welche Politik läuft als erste aus?", "first_to_end"),
        ("Which policy runs the longest?", "last_to_end"),
        ("Welches der beiden Programme endet später?", "last_to_end"),
        ("quelle politique se termine le plus tard ?", "last_to_end"),
        ("rank the annual budgets from highest to lowest", "descending"),
        ("ordena los presupuestos de menor a mayor", "ascending"),
        ("Which programme is the most recent?", "newest"),
        ("Who pays for it?", None),
    ],
)
def test_an_extreme_is_recognized(question: str, extreme: str | None) -> None:
    found = extreme_of(question)
    assert (found and found.name) == extreme


def test_a_sum_a_difference_and_an_order_are_told_apart() -> None:
    assert operation_of("total budget of all countries together") == "sum"
    assert operation_of("What is the difference between both budgets?") == "difference"
    assert operation_of("Which total budget is the largest?") == "rank"
    assert operation_of("¿cuántos miembros tienen de media?") == "average"
    assert operation_of("How many times as large is one budget as the other?") == "ratio"
    assert operation_of("What does smart specialisation mean?") == "rank"
    assert operation_of("Who teaches media literacy?") == "rank"


def test_words_that_compare_are_not_searched_for() -> None:
    assert without_comparison("Which country has the largest annual budget?") == "Which country has the annual budget?"


@pytest.mark.parametrize(
    ("question", "selects", "policies", "negated"),
    [
        ("Which countries give grants?", True, False, False),
        ("Which policies have no evaluation?", True, True, True),
        ("Quels pays n'ont pas de politique nationale ?", True, False, True),
        ("Which policy does not pay for boats?", True, True, True),
        ("Welches Land wird mit „both money and help“ bewertet?", True, False, False),
        ("Which plan costs more than EUR 4 million?", True, True, False),
        ("Which plan pays for boats?", False, True, False),
        ("Who oversees the policy?", False, True, False),
    ],
)
def test_a_selection_has_a_subject_and_may_be_negated(
    question: str, selects: bool, policies: bool, negated: bool
) -> None:
    assert (asks_to_select(question), selects_policies(question), selects_absence(question)) == (
        selects,
        policies,
        negated,
    )
