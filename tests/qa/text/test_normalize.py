"""The words of a question are folded like the words whose keys an index has."""

import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Passage
from index.search.terms import keys
from index.search.vocabulary import KnownWords, known_words
from qa.text.normalize import content_words, fold, words


def known_in(text: str) -> KnownWords:
    """Return the words that an index with one passage knows, as its keys."""
    passage = Passage("p", "d", "paragraph", text, "", 1, "")
    return KnownWords([np.sort(keys(known_words([passage])))])


@given(st.text())
def test_every_word_of_a_question_is_known_where_a_passage_has_the_same_text(text: str) -> None:
    known = known_in(text)
    assert [word for word in words(text) if word not in known] == []


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_words_do_not_depend_on_how_accents_are_encoded(text: str, form: str) -> None:
    assert words(unicodedata.normalize(form, text)) == words(text)  # type: ignore[arg-type]


def test_case_and_accents_are_folded_in_every_script() -> None:
    assert words("León LEO\u0301N 𝐋eon straße STRASSE") == ["leon", "leon", "leon", "strasse", "strasse"]


def test_function_words_and_single_letters_carry_no_content() -> None:
    assert content_words("What is the budget of phase 2, el presupuesto x?") == ["budget", "phase", "2", "presupuesto"]
