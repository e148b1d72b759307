"""How the measures compare texts, and when an answer counts as right."""

from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluate.metrics.correctness import is_right, says_it, share_of_items
from qa.evaluate.metrics.evidence_match import contains_evidence, first_rank, in_cell, on_page
from qa.evaluate.metrics.text_match import exact_match, holds, share_of_words, token_f1
from qa.evaluate.question import Evidence, Question
from qa.model import Answer, Citation, Hit

Place = TypeVar("Place", Hit, Citation)
WORDS = st.text(alphabet="abcdé ", min_size=1).filter(str.strip)


@pytest.mark.parametrize(
    ("text", "variant", "contained"),
    [
        ("The period is unlimited.", "limited", False),
        ("The period is Limited.", "limited", True),
        ("EUR 1,400,000 each", "400", False),
        ("EUR 1,400,000 each", "1,400", False),
        ("EUR 1,400,000.", "1,400,000", True),
        ("131.5 million", "31.5 million", False),
        ("In 2015, 2016", "2015", True),
        ("el estado de Nuevo Leon", "Nuevo León", True),
        ("the network’s “hub”", 'network\'s "hub"', True),
        ("cross‑clustering", "cross-clustering", True),
        ("two\n  lines", "two lines", True),
        ("of the government.² It", "government", True),
        ("the policy² of 2022", "policy", True),
        ("the policy.² It", "policy. It", True),
        ("it rose by 23.4²", "23.4", True),
        ("anything", "", False),
    ],
)
def test_variants_count_as_whole_words_and_numbers(text: str, variant: str, contained: bool) -> None:
    assert holds(text, variant) is contained


@settings(deadline=None)  # the machine may be busy
@given(WORDS, WORDS)
def test_a_text_holds_each_of_its_own_words(quote: str, rest: str) -> None:
    assert share_of_words(quote, f"{rest} {quote}") == 1.0
    assert holds(f"{rest} {quote} {rest}", quote)
    assert token_f1(quote, quote) in (0.0, 1.0)  # 0.0 where the quote is nothing but articles


@settings(deadline=None)  # the machine may be busy
@given(WORDS, WORDS)
def test_shares_and_f1_stay_between_nothing_and_all(one: str, other: str) -> None:
    assert 0 <= share_of_words(one, other) <= 1
    assert 0 <= token_f1(one, other) == token_f1(other, one) <= 1


def test_repeated_words_count_as_often_as_they_stand() -> None:
    assert share_of_words("no data no data", "no data") == 0.5


def test_f1_and_exact_match_as_squad_defines_them() -> None:
    assert token_f1("the blue house", "a blue car") == 0.5
    assert token_f1("red", "blue") == 0.0
    assert exact_match("The Blue house!", "blue house")
    assert not exact_match("blue houses", "blue house")


def place(kind: type[Place], text: str = "", **given: object) -> Place:
    fields = {"document": "one.pdf", "country": None, "year": None, "page": 4, "section": "", "row": None,
              "column": None, "boxes": (), "score": 1.0}  # fmt: skip
    own = {"title": "", "quote": text} if kind is Citation else {"context": "", "text": text}
    return kind(**fields | own | given)


def test_a_passage_bears_evidence_by_its_words_and_its_row() -> None:
    evidence = Evidence(quote="Starting year 2022 2015", document="one.pdf", page=4)
    assert contains_evidence(place(Hit, "2022 2015", row="HISTORY / Starting year"), evidence)
    assert not contains_evidence(place(Hit, "2022 2015"), evidence)
    assert contains_evidence(place(Hit, "It says: starting year 2022 2015"), evidence)
    assert not contains_evidence(place(Hit, "It says: starting year 2022 2015", document="two.pdf"), evidence)
    assert contains_evidence(place(Hit, "Starting year 2022 2015", document="one.txt", page=None), evidence)


def test_pages_and_cells_are_compared_with_the_evidence() -> None:
    evidence = Evidence(quote="x", page=4, row="BUDGET / Annual", column="Regional policy")
    assert on_page(place(Citation), evidence)
    assert not on_page(place(Citation, page=5), evidence)
    assert on_page(place(Citation, page=None), evidence)
    assert in_cell(place(Citation, row="Budget / annual", column="Regional policy"), evidence)
    assert not in_cell(place(Citation, row="BUDGET / Annual", column="National policy"), evidence)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.booleans()))
def test_the_first_rank_counts_from_one(found: list[bool]) -> None:
    rank = first_rank(found)
    assert (rank is None) == (True not in found)
    assert rank is None or (found[rank - 1] and True not in found[: rank - 1])


def question(**given: object) -> Question:
    fields = {"id": "1", "question": "?", "language": "en", "kind": "factoid", "answer": "twelve metres",
              "answers": ["twelve metres"], "evidence": [{"quote": "twelve metres", "page": 4}]}  # fmt: skip
    return Question.model_validate(fields | given)


def answer(text: str, answered: bool = True, page: int | None = 4) -> Answer:
    citations = (place(Citation, text, page=page),) if answered else ()
    return Answer(question="?", answered=answered, text=text, reason=None if answered else "not_stated",
                  confidence=0.5, language="en", citations=citations)  # fmt: skip


def test_right_needs_the_text_and_a_cited_evidence_page() -> None:
    assert is_right(question(), answer("It is twelve metres high."))
    assert is_right(question(), answer("It is twelve metres high.", page=None))
    assert not is_right(question(), answer("It is twelve metres high.", page=5))
    assert not is_right(question(), answer("It is ten metres high."))
    assert not is_right(question(), answer("Nothing is said of twelve metres.", answered=False))


def test_all_that_the_note_needs_must_be_said() -> None:
    both = question(answers=["2014", "2019"], note="need all: 2014 | 2019")
    assert says_it(both, "from 2014 to 2019")
    assert not says_it(both, "since 2014")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No", True),
        ("No: it does not.", True),
        ("No, it does not.", True),
        ("No – it does not.", True),
        ("No data available", False),
        ("No information was found.", False),
        ("Yes: no objection.", False),
        ("It targets all sectors.", True),
    ],
)
def test_no_counts_only_as_a_verdict(text: str, said: bool) -> None:
    assert says_it(question(kind="yes_no", answers=["No", "all sectors"]), text) is said


def test_yes_counts_in_the_questions_language() -> None:
    assert says_it(question(kind="yes_no", answers=["Sí"]), "Sí: lo dice.")
    assert not says_it(question(kind="yes_no", answers=["Sí"]), "Oui : c'est dit.")


def test_the_share_of_list_items_named() -> None:
    assert share_of_items("cars; light trucks; heavy trucks", "They build light trucks and cars.") == pytest.approx(
        2 / 3
    )
