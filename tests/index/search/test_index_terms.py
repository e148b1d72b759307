"""The searched text of passages, and lexical search over it."""

import math
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text_analysis.normalize import fold
from index.passage_text import encodable
from index.search.bm25 import LexicalIndex
from index.search.passage_layout import PassageLayout
from index.search.postings import Postings, count_terms
from index.search.terms import character_ngrams, folded_words, stems

TEXTS = [
    "Financiación de los clústeres en Nuevo León",
    "Funding of clusters in the north",
    "The programme was evaluated in 2019",
    "An amount of 1,200.50 pesos",
]


def numbers(index: LexicalIndex, question: str, k: int = 10) -> list[int]:
    return [ranked.number for ranked in index.rank(question, k, None)]


@given(st.text())
def test_encodable_text_is_utf8_without_nul_and_otherwise_the_same(text: str) -> None:
    clean = encodable(text)
    assert "\0" not in clean
    assert encodable(clean) == clean
    assert len(clean.encode()) >= len(clean)


@given(st.text())
def test_words_do_not_change_when_folded_or_decomposed_before(text: str) -> None:
    assert folded_words(fold(text)) == folded_words(text)
    for form in ("NFC", "NFD", "NFKD"):
        assert folded_words(unicodedata.normalize(form, text)) == folded_words(text)


def test_accents_do_not_part_words_however_they_are_written() -> None:
    assert folded_words("Clústeres de cafe\u0301s") == ["clusteres", "de", "cafes"]


@given(st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=12)))
def test_pieces_cover_every_word_of_three_letters_and_more(of: list[str]) -> None:
    for word in of:
        marked = f"#{word}#"
        found = character_ngrams([word])
        assert all(piece in marked and len(piece) == 5 for piece in found)
        assert len(found) == max(0, len(marked) - 4)


def test_numbers_keep_their_separators() -> None:
    assert folded_words("3.5 % of 1,200.50 pesos.") == ["3.5", "of", "1,200.50", "pesos"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [("nuevo leon", 0), ("NUEVO LEÓN", 0), ("funded cluster", 1), ("evaluation of the programmes", 2), ("1,200.50", 3)],
)
def test_case_accents_and_endings_do_not_matter(question: str, expected: int) -> None:
    assert numbers(LexicalIndex.build(TEXTS), question)[0] == expected


def test_words_that_languages_share_are_found_by_their_pieces() -> None:
    assert numbers(LexicalIndex.build(TEXTS), "¿Cuándo se evaluó el programa?")[0] == 2


def test_what_shares_nothing_is_not_ranked() -> None:
    index = LexicalIndex.build(TEXTS)
    assert numbers(index, "xyzzy") == []
    assert numbers(index, "") == []
    assert numbers(index, "?!") == []
    assert 3 not in numbers(index, "funding")


@pytest.mark.parametrize("texts", [[], [""], ["?", "!"]])
def test_an_index_without_words_finds_nothing(texts: list[str]) -> None:
    assert LexicalIndex.build(texts).rank("anything", 5, None) == []


def _bm25(rows: list[list[str]], asked: list[str]) -> list[float]:
    """Score by BM25 in Lucene's form, straight from the formula (Kamphuis et al. 2020, k1 1.5, b 0.75)."""
    mean = sum(map(len, rows)) / len(rows) or 1.0
    holders = {term: sum(term in row for row in rows) for term in asked}
    rarity = {term: math.log(1 + (len(rows) - count + 0.5) / (count + 0.5)) for term, count in holders.items()}
    scores = []
    for row in rows:
        norm = 1.5 * (1 - 0.75 + 0.75 * len(row) / mean)
        counts = [(term, row.count(term)) for term in asked]
        scores.append(sum(rarity[term] * count / (count + norm) for term, count in counts))
    return scores


_vocabulary = st.sampled_from(["fund", "funds", "funding", "policy", "policies", "north", "of", "2019", "région"])
_texts = st.lists(st.lists(_vocabulary, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=8)


@settings(deadline=None)
@given(_texts, st.lists(_vocabulary, min_size=1, max_size=4).map(" ".join), st.integers(1, 8), st.data())
def test_scores_are_those_of_the_formula(texts: list[str], question: str, k: int, data: st.DataObject) -> None:
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))))
    rows, asked = [folded_words(text) for text in texts], folded_words(question)
    whole = _bm25([stems(row) for row in rows], stems(asked))
    parts = _bm25([character_ngrams(row) for row in rows], character_ngrams(asked))
    expected = np.where(allowed, np.array(whole) + 0.5 * np.array(parts), 0)
    found = LexicalIndex.build(texts).rank(question, k, allowed)
    assert len(found) == min(k, int((expected > 0).sum()))
    assert [ranked.score for ranked in found] == pytest.approx(sorted(expected, reverse=True)[: len(found)], rel=1e-3)
    assert all(expected[ranked.number] == pytest.approx(ranked.score, rel=1e-3) for ranked in found)


_numbered = st.integers(0, 40).map(lambda number: f"word{number * number // 40}")
_segment = st.lists(st.lists(_numbered, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=30)


@settings(deadline=None)
@given(
    st.lists(_segment, min_size=1, max_size=5),
    st.lists(_numbered, min_size=1, max_size=5),
    st.integers(1, 9),
    st.data(),
)
def test_pruned_segments_give_the_result_of_an_exhaustive_scan(
    segments: list[list[str]], asked: list[str], k: int, data: st.DataObject
) -> None:
    texts = [text for segment in segments for text in segment]
    order = data.draw(st.permutations(range(len(segments))))
    postings = [tuple(Postings.joined([counts]) for counts in count_terms(segments[number])) for number in order]
    apart = LexicalIndex(
        postings, PassageLayout([len(segment) for segment in segments], [[number] for number in order])
    )
    allowed = data.draw(st.none() | st.just(np.array([data.draw(st.booleans()) for _ in texts])))
    question = " ".join(asked)
    assert apart.rank(question, k, allowed) == LexicalIndex.build(texts).rank(question, k, allowed)


@pytest.mark.parametrize("share", [1.0, 0.7])
@pytest.mark.parametrize("k", [1, 60, 5000])
def test_of_many_passages_the_best_are_those_of_the_formula(k: int, share: float) -> None:
    random = np.random.default_rng(k)
    vocabulary = [f"{chr(97 + number % 26) * 3}{number}x" for number in range(400)]
    rows = [[vocabulary[int(400 ** random.random()) - 1] for _ in range(random.integers(5, 40))] for _ in range(6000)]
    asked = [vocabulary[number] for number in (0, 1, 3, 3, 10, 40, 200)]
    allowed = random.random(len(rows)) < share
    expected = np.array(_bm25(rows, asked)) + 0.5 * np.array(
        _bm25([character_ngrams(row) for row in rows], character_ngrams(asked))
    )
    expected[~allowed] = 0
    segments = [rows[:4000], rows[4000:]]
    postings = [
        tuple(Postings.joined([counts]) for counts in count_terms(map(" ".join, segment))) for segment in segments
    ]
    found = LexicalIndex(postings, PassageLayout([4000, 2000], [[0], [1]])).rank(" ".join(asked), k, allowed)
    assert [ranked.score for ranked in found] == pytest.approx(sorted(expected, reverse=True)[: len(found)], rel=1e-4)
    assert len(found) == min(k, int((expected > 0).sum()))
    assert [expected[ranked.number] for ranked in found] == pytest.approx([ranked.score for ranked in found], rel=1e-4)
