"""The text form: random prose and tables written in it, with page breaks anywhere, are read back."""

from collections.abc import Iterator

import pytest
from flowing import unique_words
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.limits import Limits
from corpus.parse import parse_file

HEAD = "Policy type:\t\tBroad policy\tLake policy\nPolicy name:\t\tPlan for Growth\tLake Pact\n"
COLUMNS = ("Broad policy (Plan for Growth)", "Lake policy (Lake Pact)")
GROUPS, SUBS = ("GOALS", "FOCUS", "MONEY", "RESULTS"), ("Overall", "Annual", "Source of funding")
PAGE = "\n\n\n\n\nOBSERVATORY OF THINGS\n\n"
CELL = st.tuples(st.sampled_from(["plain", "html", "list", "-", "No data available"]), st.integers(2, 30))
ROW = st.tuples(CELL, CELL, st.sampled_from(["", "", "after", "within"]))
"""Two cells, and whether a page ends after the row or within its cells."""


def written(kind: str, words: list[str]) -> str:
    """A cell in the form's own mark-up."""
    half = len(words) // 2
    parts = [" ".join(part) for part in (words[:half], words[half:]) if part]
    if kind == "html":
        return " ".join(f"<p>{part}</p>" for part in parts)
    if kind == "list":
        return f"<p>The parts are:</p> <ul>{''.join(f'<li>{part}</li>' for part in parts)}</ul>"
    return " ".join(words) if kind == "plain" else kind


def content(kind: str, words: list[str]) -> list[str]:
    """The words that a cell is read as."""
    if kind in ("-", "No data available"):
        return kind.split()
    return ["The", "parts", "are:", *words] if kind == "list" else words


def table(
    rows: dict[tuple[str, str], tuple[tuple[str, int], tuple[str, int], str]], words: Iterator[str]
) -> tuple[str, dict[tuple[str, str], list[str]]]:
    """A table in the text form, and the words of each of its cells by row and column label."""
    text, cells, named = HEAD, {}, ""
    for (group, sub), (*pair, ends) in rows.items():
        texts = [[*next(words).capitalize().split(), *(next(words) for _ in range(n))] for _, n in pair]
        kinds = ["plain"] * 2 if ends == "within" else [kind for kind, _ in pair]
        label = "" if named == group else group
        lines = [[written(kind, part) for kind, part in zip(kinds, texts, strict=True)]]
        if ends == "within":
            lines = [[" ".join(part[:2]) for part in texts], [" ".join(part[2:]) for part in texts]]
        text += "\t".join([label, sub, *lines[0]]) + "\n"
        for line in lines[1:]:
            text += PAGE + HEAD + "\t".join(["", "", *line]) + "\n"
        text += PAGE + HEAD if ends == "after" else ""
        name = f"{group} / {sub}" if sub else group
        cells |= {(name, c): content(k, part) for c, k, part in zip(COLUMNS, kinds, texts, strict=True)}
        named = group
    return text, cells


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    groups=st.lists(st.lists(ROW, min_size=1, max_size=3), min_size=1, max_size=4),
    subs=st.booleans(),
    lengths=st.lists(st.integers(8, 60), min_size=1, max_size=5),
)
def test_prose_and_tables_are_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    groups: list[list[tuple[tuple[str, int], tuple[str, int], str]]],
    subs: bool,
    lengths: list[int],
) -> None:
    words = unique_words()
    paragraphs = [" ".join(next(words) for _ in range(n)).capitalize() + "." for n in lengths]
    rows = {
        (group, sub): row
        for group, some in zip(GROUPS, groups, strict=False)
        for sub, row in zip(SUBS if subs else ("",), some, strict=False)
    }
    text, cells = table(rows, words)
    path = tmp_path_factory.mktemp("form") / "elbonia_2024.txt"
    start = f"OBSERVATORY OF THINGS\n\nCountry factsheet\n\nElbonia{PAGE}1. Introduction\n\n"
    end = "\n\nSource: observatory.\n\n2. The end\n\nNothing more is to be said of the policies of this country.\n"
    path.write_text(f"{start}{chr(10).join(p + chr(10) for p in paragraphs)}{PAGE}{text}{end}", encoding="utf-8")
    reading = parse_file(path, Limits())
    prose = [block.text for block in reading.blocks if block.kind == "paragraph"]
    assert prose == [*paragraphs, "Nothing more is to be said of the policies of this country."]
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for block in reading.blocks:
        found.setdefault((block.row, block.column), []).extend(block.text.split())
    assert {key: found.get(key) for key in cells} == cells
