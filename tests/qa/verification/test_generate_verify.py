"""What the verifier tells apart, by labelled sentences and by invariants."""

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.verifier.labelled import labelled
from qa import FactsheetQA
from qa.generate.model_output import Sentence, parse, parse_reply, plain_sentence
from qa.verification.figures import figures, missing_figures
from qa.verification.proof import without_orders


def test_most_false_sentences_are_caught_and_most_true_ones_kept(bundled_engine: FactsheetQA) -> None:
    verifier = bundled_engine.verifier()
    removed: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for one in labelled(bundled_engine)[::3]:
        group = ("English" if one.language == "en" else "other", "true" if one.is_true else "false")
        seen[group] += 1
        removed[group] += verifier.fault(one.text, one.language, one.citation) is not None
    shares = {group: removed[group] / seen[group] for group in seen}
    assert shares["English", "false"] >= 0.85
    assert shares["other", "false"] >= 0.75
    assert shares["English", "true"] <= 0.12
    assert shares["other", "true"] <= 0.2


def test_every_other_number_year_and_unit_is_caught(bundled_engine: FactsheetQA) -> None:
    verifier = bundled_engine.verifier()
    wrong = [one for one in labelled(bundled_engine) if one.kind in ("number", "year", "date", "unit")]
    assert len(wrong) > 30
    assert [one.text for one in wrong if verifier.contradiction(one.text, one.language, one.citation) is None] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EUR 8.4 million", "8,4 Millionen Euro"),
        ("EUR 8.4 million", "8,4 millones de euros"),
        ("$1,400,000 per cluster", "1 400 000 dollars par cluster"),
        ("$1,400,000", "1.4 million dollars"),
        ("ninety-two percent", "92 %"),
        ("ninety-two percent", "zweiundneunzig Prozent"),
        ("92 firms", "quatre-vingt-douze entreprises"),
        ("thirty-two coaches", "treinta y dos asesores"),
        ("in March 2009", "en marzo de 2009"),
        ("six years", "6 ans"),
        ("12,000 euros", "12.000 €"),
    ],
)
def test_figures_are_the_same_however_they_are_written(one: str, other: str) -> None:
    assert figures(one)
    assert missing_figures(one, other, {"en"}) == missing_figures(other, one, {"en", "es", "fr", "de"}) == []


@pytest.mark.parametrize(
    ("said", "proof"),
    [
        ("EUR 84 million", "EUR 8.4 million"),
        ("EUR 8.4 billion", "EUR 8.4 million"),
        ("USD 8.4 million", "EUR 8.4 million"),
        ("31 firms", "31%"),
        ("five months", "five weeks"),
        ("in May 2009", "in March 2009"),
        ("twenty clusters", "twelve clusters"),
    ],
)
def test_other_figures_are_missed(said: str, proof: str) -> None:
    assert missing_figures(said, proof, {"en"})


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_two_numbers_agree_exactly_when_they_are_equal(one: int, other: int) -> None:
    assert (missing_figures(f"It has {one:,} members", f"There are {other} members", {"en"}) == []) == (one == other)


PARTS = [
    "The budget is EUR 8.4 million [1].",
    " It grew. [2][3]",
    "\n- An item 【2】",
    " **Bold** [x](http://e.org) [1]",
]
SIGNS = ["!", "[", "]", "1", " ", ".", "A", "<b>", "![", "](", "e.g. ", "Yes, ", "\n", "é", "[1", "2]", "²"]
CHATTER = st.lists(st.sampled_from(PARTS + SIGNS), max_size=20)


@given(CHATTER, st.integers(1, 9))
@example(["A", ".", " ", "[1", "]", ".", " ", "[", "2]"], 1)
@example(["8.4 million [1].", "²", " A"], 1)
def test_sentences_are_the_same_in_whatever_pieces_they_come(parts: list[str], size: int) -> None:
    text = "".join(parts)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert words_and_marks(parse_reply(pieces)) == words_and_marks(parse_reply([text]))


def words_and_marks(sentences: Iterable[Sentence]) -> list[list[tuple[list[str], tuple[int, ...]]]]:
    return [[(re.findall(r"\w+", part.text), part.cited) for part in sentence.parts] for sentence in sentences]


@given(CHATTER)
def test_no_address_tag_or_image_is_left(parts: list[str]) -> None:
    for sentence in parse_reply(["".join(parts)]):
        for part in sentence.parts:
            assert not re.search(r"https?://|<\w|\*\*|!\[\w*\]\(", part.text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_what_cannot_be_seen_is_cut(text: str) -> None:
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\x00-\x08]", plain_sentence(text))


def test_a_mark_ends_a_part_and_what_follows_the_last_one_belongs_to_it() -> None:
    sentence = parse("The compact has EUR 14 million [1] and the plan EUR 7 million [2][4], says the ministry.")
    assert sentence is not None
    assert [(part.text, part.cited) for part in sentence.parts] == [
        ("The compact has EUR 14 million", (1,)),
        ("and the plan EUR 7 million, says the ministry", (2, 4)),
    ]


def test_a_verdict_is_left_out_for_no_quote_states_it() -> None:
    sentence = parse("Yes, the programme has no end [1].")
    assert sentence is not None
    assert sentence.parts[0].text == "the programme has no end"


def test_no_passage_of_the_bundled_factsheets_gives_orders(bundled_engine: FactsheetQA) -> None:
    for document in bundled_engine.documents():
        for passage in bundled_engine.passages(document.name):
            assert re.findall("[A-Za-z]+", without_orders(passage.text)) == re.findall("[A-Za-z]+", passage.text)
