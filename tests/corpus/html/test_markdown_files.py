"""Markdown files: headings of both kinds, tables with and without outer bars, HTML, notes, front matter, boxes."""

from pathlib import Path

from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.read import Reading

REPORT = r"""---
title: Forest plan 2022
date: 2022-05-01
tags: [a, b]
---

Forest plan
===========

The plan protects 14,000 hectares[^1] until 2030.

[^1]: Of these, 2,000 hectares are private land.

Regions
-------

Region | Area (ha) | Trees
--- | ---: | ---
Northmark | 4,200 | oak, beech
Eastfold | 9,800 | pine \| larch

<table><tr><th>Year</th><th>Fires</th></tr><tr><td>2021</td><td>9</td></tr></table>

- [x] Fire brigade informed
- [ ] Map published

Grove
: Trees older than 80 years.
"""


def read(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "report.md"
    path.write_text(text, encoding="utf-8")
    return parse_file(path, Limits())


def cells(reading: Reading) -> dict[tuple[str | None, str | None], str]:
    return {(p.row, p.column): p.text for p in reading.passages if p.kind == "cell"}


def test_markdown(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        "# Country factsheet: Elbonia\n\nA *first* line with <script>alert(1)</script> 3 < 4 & more.\n\n"
        "## Money\n\n| What | 2021 | 2022 |\n| --- | --- | --- |\n| Grants | EUR 5 | EUR 6 |\n",
        encoding="utf-8",
    )
    reading = parse_file(path, Limits())
    assert reading.document.country == "Elbonia"
    assert "A first line with 3 < 4 & more." in [" ".join(p.text.split()) for p in reading.passages]
    assert cells(reading)["Grants", "2022"] == "EUR 6"
    section = "Country factsheet: Elbonia › Money"
    assert {p.section for p in reading.passages if p.row == "Grants"} == {section}


def test_front_matter_is_metadata_and_is_read(tmp_path: Path) -> None:
    reading = read(tmp_path, REPORT)
    assert (reading.document.title, reading.document.year) == ("Forest plan 2022", 2022)
    assert cells(reading)["date", None] == "2022-05-01"


def test_underlined_headings_are_sections(tmp_path: Path) -> None:
    sections = {passage.section for passage in read(tmp_path, REPORT).passages}
    assert {"Forest plan", "Forest plan › Regions"} <= sections


def test_tables_of_any_kind_have_labels(tmp_path: Path) -> None:
    found = cells(read(tmp_path, REPORT))
    assert found["Eastfold", "Area (ha)"] == "9,800"
    assert found["Eastfold", "Trees"] == "pine | larch"
    assert found["2021", "Fires"] == "9"
    assert found["Grove", None] == "Trees older than 80 years."


def test_notes_are_tied_to_their_marks(tmp_path: Path) -> None:
    passage = next(p for p in read(tmp_path, REPORT).passages if "14,000" in p.text)
    assert (passage.text, passage.note) == (
        "The plan protects 14,000 hectares ¹ until 2030.",
        "¹ Of these, 2,000 hectares are private land.",
    )


def test_boxes_show_their_state_and_each_makes_a_statement(tmp_path: Path) -> None:
    texts = [passage.text for passage in read(tmp_path, REPORT).passages]
    assert {"☑ Fire brigade informed", "☐ Map published"} <= set(texts)


def test_items_with_boxes_keep_their_lead_in(tmp_path: Path) -> None:
    items = "- [x] Firms informed\n- [x] Costs known\n- [ ] Map published\n"
    lead, *parts = read(tmp_path, f"These steps are done:\n\n{items}").passages
    assert lead.text == "These steps are done:"
    assert [part.text for part in parts] == ["☑ Firms informed", "☑ Costs known", "☐ Map published"]
    assert all(part.context.endswith("These steps are done:") for part in parts)


def test_options_of_a_question_stay_together(tmp_path: Path) -> None:
    (passage,) = read(tmp_path, "Is the applicant a public body? Tick:\n\n- [ ] Yes\n- [x] No\n").passages
    assert passage.text.endswith("☐ Yes\n☑ No")


def test_lines_of_code_stay_lines(tmp_path: Path) -> None:
    text = read(tmp_path, "Before.\n\n```csv\nregion,fine\nNorthmark,350\n```\n").passages
    assert [passage.text for passage in text] == ["Before.", "region,fine", "Northmark,350"]


def test_front_matter_that_is_not_yaml_costs_nothing_else(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\n{ [ : -\n---\n\nThe plan is old.\n")
    assert [passage.text for passage in reading.passages] == ["The plan is old."]
