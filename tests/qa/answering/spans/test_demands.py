"""Quotes that lack what a question insists on."""

from dataclasses import replace

import pytest
from answer_parts import passage, query

from qa.answering.spans.demands import is_on_another, lacks_demanded
from qa.answering.spans.span import Span
from qa.question.answer_type import Expected


@pytest.mark.parametrize(
    ("question", "text", "row", "column", "lacks"),
    [
        ("How many women were pilots in 2022?", "38", "Pilots", "2022", True),
        ("How many women were pilots in 2022?", "6", "Pilots", "of which women 2022", False),
        ("How many ships called in Q3 2022?", "90", "Bell Quay", "Year 2022", True),
        ("How many ships called in the third quarter?", "25", "Bell Quay", "Q3 2023", False),
        ("What was actually spent on roads in 2024?", "1,210", "Roads", "Budget 2024", True),
        ("What was actually spent on roads in 2023?", "985", "Roads", "Actual 2023", False),
        ("What is the budget for roads in 2024?", "1,210", "Roads", "Budget 2024", False),
        ("How many calls were planned at the dock?", "817", "Ferry Dock", "Year 2023", True),
        ("How many calls were planned at the dock?", "817", "Ferry Dock", "Plan 2023", False),
        ("What is the phone number of the agency?", "The agency runs the calls.", None, None, True),
        ("What is the phone number of the agency?", "Call +49 30 123456 for advice.", None, None, False),
        ("What does SME stand for?", "Cluster organisations, SMEs and large firms may apply.", None, None, True),
        ("What does SME stand for?", "Small and medium-sized enterprises (SMEs) may apply.", None, None, False),
        ("Why was the mine closed?", "The mine was closed.", None, None, True),
        ("What is the density of RX22 steel?", "Density of RX22 steel.", None, None, True),
        ("What is the density of RX22 steel?", "The density of RX22 steel is 7.8.", None, None, False),
        ("Is the mine closed or open?", "The mine is open.", None, None, False),
        ("Is the innovation policy on innovation?", "Innovation", "Focus", "Policy", False),
        ("What did the 2025 evaluation find?", "The next evaluation is planned for 2025.", None, None, True),
        ("What did the 2021 evaluation find?", "The evaluation of 2021 found gaps.", None, None, False),
    ],
)
def test_a_quote_must_have_what_is_insisted_on(
    question: str, text: str, row: str | None, column: str | None, lacks: bool
) -> None:
    place = replace(passage(text, "cell" if row else "paragraph", row, column), context=f"{row or ''} {column or ''}")
    assert lacks_demanded(query(question), place, text) is lacks


@pytest.mark.parametrize(
    ("expected", "text", "lacks"),
    [
        ("person", "The province of Karst Border has a ceiling of 45%.", True),
        ("person", "The agency is headed by Edda Rowntree.", False),
        ("organisation", "The agency sets the rules.", False),
        ("reason", "It heads it.", True),
        ("reason", "It heads it because the law says so.", False),
        ("definition", "It heads it.", True),
        ("yes_no", "It heads it.", False),
    ],
)
def test_a_person_is_named(expected: Expected, text: str, lacks: bool) -> None:
    assert lacks_demanded(query("Who heads it?", expected), passage(text), text) is lacks


LABELS = frozenset(("sorn", "lissen", "fees", "members"))


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("What share was imported in Greece?", "Spain imported 40% of its cases.", True),
        ("What share was imported in Greece?", "Greek authorities and those of Spain imported 40%.", False),
        ("What share was imported?", "Spain imported 40% of its cases.", False),
        ("How many checks were made in December?", "In November 17 checks were made.", True),
        ("¿Cuántos controles hubo en diciembre?", "In December 17 checks were made.", False),
        ("How high were the fees in Sorn?", "The fees came to 6.3 million.", True),
        ("How high were the fees in Sorn?", "Firms in Sorn paid fees of 1.2 million.", False),
        ("How high were the fees in Velmoria?", "The fees came to 6.3 million.", False),
        ("Why were the funds ended in Greece?", "Orlavia ended its funds when the law lapsed.", True),
        ("Why were the funds ended in Orlavia?", "Greece ended its funds when the law lapsed.", True),
        ("Why were the funds ended in Orlavia?", "The Orlavian funds were ended by law.", False),
    ],
)
def test_a_quote_is_not_on_another_country_month_or_entry(question: str, text: str, other: bool) -> None:
    span = Span(passage(text), 0, len(text), "sentence")
    assert is_on_another(query(question), span, "Annual report", LABELS, {"Orlavia", "Marowen"}) is other
