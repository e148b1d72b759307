"""Passages: bounded length, nothing lost by splitting, lists with their lead-in, notes with their sentence."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.layout import Layout, Paragraph, Piece, PieceKind, Word
from corpus.model import Document, Passage
from corpus.outline.sections import build_elements
from corpus.passages.build import build_passages
from corpus.passages.split import split
from corpus.passages.token_budget import MAX_LABEL_TOKENS, MAX_TOKENS, length, shorten_to_tokens, tokens

SHEET = Document("0" * 64, "elbonia_2024.txt", "Sheet", "Elbonia", 2024, "en", None)
WORDS = st.lists(st.text("abz.:", min_size=1, max_size=12), min_size=1, max_size=120)
PARAGRAPHS = st.lists(
    st.builds(lambda words, item: paragraph(" ".join(words), item), WORDS, st.booleans()), min_size=1, max_size=8
)


def paragraph(text: str, item: bool = False) -> Paragraph:
    return Paragraph(tuple(Word(word) for word in text.split()), item=item)


def passages(*pieces: tuple[PieceKind, str]) -> tuple[Passage, ...]:
    """Build the passages of pieces given as kind and text."""
    layout = Layout(
        tuple(Piece(kind, (paragraph(text, kind == "list_item"),), level=1 if kind == "heading" else 0)
              for kind, text in pieces)
    )  # fmt: skip
    return build_passages(SHEET, build_elements(layout))


@given(paragraphs=PARAGRAPHS)
def test_splitting_keeps_every_word_in_order_within_the_maximum_length(paragraphs: list[Paragraph]) -> None:
    parts = split(paragraphs)
    assert [word for part in parts for one in part for word in one.words] == [
        w for one in paragraphs for w in one.words
    ]
    assert all(length(part) <= MAX_TOKENS for part in parts)


@given(text=WORDS.map(" ".join))
def test_labels_are_cut_after_a_word(text: str) -> None:
    short = shorten_to_tokens(text)
    assert tokens(short) <= MAX_LABEL_TOKENS
    assert short == text or text.startswith(short.removesuffix("…"))


def test_a_short_list_is_one_passage_with_its_lead_in() -> None:
    (found,) = passages(("paragraph", "The parts are:"), ("list_item", "one"), ("list_item", "two"))
    assert (found.kind, found.text) == ("list", "The parts are:\none\ntwo")


def test_a_long_list_has_its_lead_in_as_context() -> None:
    items = [("list_item", f"item {number} " + "word " * 40) for number in range(12)]
    lead, *parts = passages(("paragraph", "The parts are:"), *items)  # type: ignore[arg-type]
    assert lead.text == "The parts are:"
    assert len(parts) > 1
    assert parts[0].context == "Elbonia, 2024 › The parts are:"


def test_a_footnote_carries_the_sentence_that_refers_to_it() -> None:
    text, note = passages(
        ("heading", "Money"),
        ("paragraph", "It began early. The fund has closed.¹ It ended."),
        ("footnote", "¹ In May."),
    )
    assert text.note == "¹ In May."
    assert note.context == "Elbonia, 2024 › Money › note to: The fund has closed."
