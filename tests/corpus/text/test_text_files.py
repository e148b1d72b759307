"""Text files: encodings, and the text form with tab-separated rows and inline HTML."""

from pathlib import Path

import pytest

from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.read import Reading

FORM = """
OBSERVATORY OF THINGS

Country factsheet

Elbonia





Content

1. Introduction\t2
2. Cluster policy\t4
References\t9



OBSERVATORY OF THINGS

1. Introduction

The republic of Elbonia has a [policy](https://example.org/policy_(one)) for its firms. The **annex** says more.

The parts are:

- 1) what the state does,
- 2) what the regions do.

Older plans

Before 2019 there was no plan of the state for its firms.



OBSERVATORY OF THINGS

2. Cluster policy

Table 1 - Policies of Elbonia

Policy type:\t\tBroad policy\tRegional policy (example ¹)
Policy name:\t\tPlan for Growth\tLake Pact
GOALS\t\tMore firms\tMore lakes
\t\t<p>The state wants more firms.</p> <ol><li>1. small firms</li><li>2. large firms</li></ol>\t<p>Lakes matter.</p>
\tFinancial\t-\tGrants

¹ One of three lakes.



Policy type:\t\tBroad policy\tRegional policy (example ¹)
Policy name:\t\tPlan for Growth\tLake Pact
TOOLS\t\t(nothing is known)\tLoans
\tExplanation\tNo tool has been chosen and no\tThe pact lends money to



Policy type:\t\tBroad policy\tRegional policy (example ¹)
Policy name:\t\tPlan for Growth\tLake Pact
HISTORY\t\tdecision is planned.\tall firms at the lake.
\tStarting year\t2022\t2015
\tPeriod\tNo data available\t-

Source: observatory.

References

Council (2020). The first report.

<https://example.org/first> (last access 2021).

Council (2021). The second report.
"""


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """The text form of a factsheet, read."""
    path = tmp_path_factory.mktemp("form") / "elbonia_2024.txt"
    path.write_text(FORM, encoding="utf-8")
    return parse_file(path, Limits())


def cell(reading: Reading, row: str, column: str) -> list[str]:
    """The parts of a cell."""
    return [block.text for block in reading.blocks if (block.row, block.column) == (row, column)]


def test_facts(form: Reading) -> None:
    document = form.document
    assert (document.country, document.year, document.language, document.page_count) == ("Elbonia", 2024, "en", None)
    assert document.title == "Country factsheet Elbonia"
    assert all(block.page is None and not block.boxes for block in form.blocks)


def test_sections_and_prose(form: Reading) -> None:
    kinds = [(p.kind, p.section, p.text) for p in form.passages if p.kind in ("paragraph", "list", "reference")]
    assert kinds == [
        ("paragraph", "1. Introduction", "The republic of Elbonia has a policy for its firms. The annex says more."),
        ("list", "1. Introduction", "The parts are:\n1) what the state does,\n2) what the regions do."),
        ("paragraph", "1. Introduction › Older plans", "Before 2019 there was no plan of the state for its firms."),
        (
            "reference",
            "References",
            "Council (2020). The first report.\nhttps://example.org/first (last access 2021).",
        ),
        ("reference", "References", "Council (2021). The second report."),
    ]


def test_rows_go_on_over_page_breaks(form: Reading) -> None:
    broad, regional = "Broad policy (Plan for Growth)", "Regional policy (example) (Lake Pact)"
    assert cell(form, "GOALS", broad) == [
        "More firms",
        "The state wants more firms.\n1. small firms\n2. large firms",
    ]
    assert cell(form, "TOOLS / Financial", regional) == ["Grants\nLoans"]
    assert cell(form, "TOOLS / Explanation", broad) == ["No tool has been chosen and no\ndecision is planned."]
    assert cell(form, "HISTORY / Starting year", regional) == ["2015"]
    assert cell(form, "HISTORY / Period", broad) == ["No data available"]
    rows = list(dict.fromkeys(block.row for block in form.blocks if block.row))
    assert rows == [
        "Policy type:",
        "Policy name:",
        "GOALS",
        "TOOLS / Financial",
        "TOOLS / Explanation",
        "HISTORY / Starting year",
        "HISTORY / Period",
    ]


def test_every_line_of_a_passage_stands_in_the_file_but_for_mark_up(form: Reading) -> None:
    plain = FORM.replace("[policy](https://example.org/policy_(one))", "policy")
    for mark in ("**", "<https", "first>", "<p>", "</p>", "<ol>", "</ol>", "<li>", "</li>"):
        plain = plain.replace(mark, mark.strip("*<>") if mark in ("<https", "first>") else "")
    plain = " ".join(plain.split())
    for passage in form.passages:
        for line in passage.text.split("\n"):
            assert " ".join(line.split()) in plain


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ficha.txt"
    text = "Ficha de país: Ínsula\r\n\r\nEl señorío tiene «tres» clústeres y un plan para el año que viene.\r\n"
    path.write_bytes(text.encode(encoding))
    reading = parse_file(path, Limits())
    assert reading.document.language == "es"
    assert reading.document.country == "Ínsula"
    assert any("señorío tiene «tres» clústeres" in passage.text for passage in reading.passages)


def test_long_text_is_split_into_bounded_passages(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("word " * 5_000 + "x" * 50_000 + " The end counts 7.3 million. " + "more words here. " * 900)
    reading = parse_file(path, Limits())
    assert max(len(passage.text) for passage in reading.passages) < 8_000
    assert any("7.3 million" in passage.text for passage in reading.passages)


def test_a_dash_alone_on_a_page_is_a_value_and_a_list_without_tags_has_items(tmp_path: Path) -> None:
    path = tmp_path / "form.txt"
    head = "Policy type:\tBroad policy\tLake Pact\n"
    path.write_text(
        f"{head}GOALS\tMore firms\t<p>The parts are:</p> <ol> 1. Firms and 3 lakes 2. Schools</ol>\n"
        f"\n\n\n\n{head}\t-\t<ul> - to grow - to be well-known</ul>\n\nThis is the end.\n",
        encoding="utf-8",
    )
    reading = parse_file(path, Limits())
    assert cell(reading, "GOALS", "Broad policy") == ["More firms\n-"]
    listed = "The parts are:\n1. Firms and 3 lakes\n2. Schools\nto grow\nto be well-known"
    assert cell(reading, "GOALS", "Lake Pact") == [listed]
