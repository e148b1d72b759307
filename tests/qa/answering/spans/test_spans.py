"""The spans of a passage that may be quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Passage
from corpus.text_analysis.sentences import sentences
from qa.answering.spans.boxes import asks
from qa.answering.spans.span import (
    Span,
    announces,
    explanation_of,
    leans_on_previous,
    sentence_before,
    spans_of,
    states_result,
    with_announced,
    with_compared,
)
from qa.text.analyzed_text import analyzed

LINE = st.text('ab Z.:;!?¹1-–•()"“”', min_size=1, max_size=60)


def passage(text: str, kind: str = "paragraph", chosen: tuple[int, int] | None = None) -> Passage:
    return Passage("p", "d", kind, text, "", 1, "", chosen=chosen)  # type: ignore[arg-type]


@given(st.lists(LINE, min_size=1, max_size=6).map("\n".join), st.sampled_from(["paragraph", "cell", "list"]))
def test_every_span_is_a_trimmed_run_of_the_text(text: str, kind: str) -> None:
    for span in spans_of(passage(text, kind)):
        assert 0 <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]


def test_a_list_without_bullets_is_quoted_with_its_lead_in() -> None:
    text = "Projects must address one of these topics:\nshore power\ncollection of waste\nwater quality"
    spans = spans_of(passage(text, "list"))
    assert [span.text for span in spans if span.kind == "list"] == [text]
    assert not [span for span in spans if span.kind == "sentence"]


def test_a_comparison_is_quoted_with_both_sentences() -> None:
    text = "Municipalities receive 60 per cent. The fund pays. Farms receive 40 per cent."
    first = spans_of(passage(text))[0]
    assert with_compared(first, analyzed("municipalities farms").content_stems).text == text
    assert with_compared(first, analyzed("municipalities").content_stems) == first


def test_an_explanation_follows_its_categories() -> None:
    text = (
        "SMEs\nLarge firms\nResearch organisations\nIn 2022 the programme supported 14 cluster organisations, most of "
    )
    text += "them small, with 612 member firms between them. Large firms may join a cluster but get no money for it."
    (categories,) = (span for span in spans_of(passage(text, "cell")) if span.kind == "list")
    explanation = explanation_of(categories)
    assert explanation is not None
    assert explanation.text.startswith("In 2022") and explanation.text.endswith("for it.")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Is the applicant in debt? ☐ yes ☐ no", True),
        ("Is the applicant in debt? ☒ yes ☐ no", False),
        ("Who may apply?", True),
        ("Who may apply? Clusters with eight members.", False),
    ],
)
def test_a_question_without_an_answer_only_asks(text: str, asked: bool) -> None:
    assert asks(Span(passage(text), 0, len(text), "sentence")) is asked


@given(LINE)
def test_sentences_follow_each_other_and_miss_nothing_but_footnote_marks(line: str) -> None:
    spans = sentences(line)
    assert spans == sorted(spans)
    rest = line
    for start, end in reversed(spans):
        rest = rest[:start] + rest[end:]
    assert set(rest) <= set(" ¹²³⁴⁵⁶⁷⁸⁹⁰")


def test_abbreviations_and_initials_end_no_sentence() -> None:
    text = "It aids firms, e.g. Dairies, and J. Smith agreed. A second sentence follows."
    assert [text[start:end] for start, end in sentences(text)] == [
        "It aids firms, e.g. Dairies, and J. Smith agreed.",
        "A second sentence follows.",
    ]


def test_a_short_cell_is_quoted_whole_and_a_long_one_by_sentences() -> None:
    short = spans_of(passage("EUR 3 million\nsince 2009", "cell"))
    assert [(span.kind, span.text) for span in short] == [("whole", "EUR 3 million\nsince 2009")]
    long = spans_of(passage(" ".join(["The fund was closed in the spring of that year."] * 5), "cell"))
    assert {span.kind for span in long} == {"sentence"}


def test_a_list_is_quoted_with_its_lead_in_and_its_items_alone() -> None:
    found = spans_of(passage("Paid by the state. The goals are:\n- more exports;\n- less waste."))
    kinds = {span.kind: span.text for span in found}
    assert kinds["list"] == "The goals are:\n- more exports;\n- less waste."
    assert {span.text for span in found if span.kind == "item"} == {"- more exports;", "- less waste."}


def test_of_options_only_the_chosen_one_is_quoted() -> None:
    text = "POLICY SCOPE None Broad policy Sectoral policy"
    start = text.index("Broad")
    found = spans_of(passage(text, "row", (start, start + len("Broad policy"))))
    assert [span.text for span in found] == ["Broad policy"]


def test_a_sentence_that_leans_finds_the_one_before() -> None:
    first, second, third = spans_of(
        passage("The mint strikes coins. It moved in May. Accordingly, the old hall was sold.")
    )
    assert (leans_on_previous(first), leans_on_previous(second), states_result(second), states_result(third)) == (
        False,
        True,
        False,
        True,
    )
    assert (sentence_before(first), sentence_before(third)) == (None, second)


def test_sentences_of_two_paragraphs_do_not_lean_on_each_other() -> None:
    first, second = spans_of(passage("The mint strikes coins.\n\n\n\n\nIt moved in May."))
    assert sentence_before(second) is None
    assert not announces(first)


def test_a_sentence_that_announces_takes_as_many_as_it_says() -> None:
    text = "The board saw two faults. Doors jam. Lamps fail. Nobody minds."
    found = spans_of(passage(text))
    assert [announces(span) for span in found] == [True, False, False, False]
    assert with_announced(found[0]).text == "The board saw two faults. Doors jam. Lamps fail."
