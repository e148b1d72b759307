"""Check rows that offer a choice: marked by colour, split if they are long, over any page break."""

import pytest
from corpus_builder import Builder, TableRow
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.passages.token_budget import MAX_LABEL_TOKENS, MAX_TOKENS, tokens

LENGTHS = st.lists(st.integers(1, 60), min_size=3, max_size=5)
SENTENCE = "Firms of kind {} and lakes count."


@settings(max_examples=10, deadline=None, derandomize=True)
@given(rows=st.lists(LENGTHS, min_size=2, max_size=3), chosen=st.integers(0, 2), above=st.integers(0, 25))
def test_every_part_of_a_long_choice_says_what_is_chosen(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[int]], chosen: int, above: int
) -> None:
    names = ["SCOPE", "LENGTH", "MONEY"]
    options = [
        [
            " ".join(SENTENCE.format(f"{name.lower()}{option}x{number}") for number in range(length))
            for option, length in enumerate(row)
        ]
        for name, row in zip(names, rows, strict=False)
    ]
    book = Builder(tmp_path_factory.mktemp("choice") / "choice.pdf")
    book.heading("3. State of play")
    for _ in range(above):
        book.paragraph("Some words precede the table so that it begins lower on the page.")
    drawn = [
        TableRow(name, "", ([text],), number == chosen)
        for name, texts in zip(names, options, strict=False)
        for number, text in enumerate(texts)
    ]
    book.table([("Elbonia", "State of play")], drawn, [120.0])
    reading = parse_file(book.save(), Limits())
    for name, texts in zip(names, options, strict=False):
        parts = [passage for passage in reading.passages if passage.row == name]
        assert " ".join(part.text for part in parts).split() == [name, *" ".join(texts).split()]
        quoted = [part.text[slice(*part.chosen)] for part in parts if part.chosen]
        assert " ".join(quoted).split() == texts[chosen].split()
        for part in parts:
            assert part.column == "State of play"
            assert tokens(part.text) <= MAX_TOKENS
            said = part.context.split(" › chosen: ")[1]
            assert texts[chosen].startswith(said.removesuffix("…"))
            assert tokens(said) <= MAX_LABEL_TOKENS
