"""A question costs a bounded amount of work, whatever it is made of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models.colbert import MAX_QUESTION_TOKENS, ColbertEncoder
from qa.question.phrases.parts import MAX_PARTS, question_parts
from qa.web.visits.turns import MAX_QUESTION_LENGTH

PIECES = ["What is the budget?", "Who pays?", "and", "or", "How long", "?", "(", "1,", "预算", "\u0301", " "]


@pytest.fixture(scope="module")
def encoder() -> ColbertEncoder:
    return ColbertEncoder("answerai-colbert-small-v1", 1)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=200))
def test_a_text_has_few_parts(pieces: list[str]) -> None:
    text = " ".join(pieces)[:MAX_QUESTION_LENGTH]
    parts = question_parts(text)
    assert 1 <= len(parts) <= MAX_PARTS
    if len(parts) == 1:
        assert parts == [text]


def test_many_questions_are_one() -> None:
    assert len(question_parts("Who pays the clusters? " * MAX_PARTS)) == MAX_PARTS
    many = "Who pays the clusters? " * (MAX_PARTS + 1)
    assert question_parts(many) == [many]


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(PIECES))
def test_a_question_is_compared_by_its_first_tokens(encoder: ColbertEncoder, piece: str) -> None:
    vectors = encoder.encode_question((piece * MAX_QUESTION_LENGTH)[:MAX_QUESTION_LENGTH])
    assert 1 <= len(vectors) <= MAX_QUESTION_TOKENS
