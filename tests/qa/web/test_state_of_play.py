"""What the tables of all documents hold: their categories and the options chosen; and what was noted while reading."""

from pathlib import Path

from PIL import Image
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from qa import FactsheetQA
from qa.web.state_of_play import categories, in_small_letters, state_of_play


def test_every_document_stands_somewhere_on_every_scale(bundled_engine: FactsheetQA) -> None:
    play = state_of_play([bundled_engine])
    assert [row.document.country for row in play.rows] == ["Marowen", "Mexico", "Orlavia"]
    for row in play.rows:
        assert tuple(row.options) == play.criteria
        for mark in row.options.values():
            assert 1 <= mark.rank <= mark.options == 4
            assert 0 <= mark.share <= 1
    continuity = {row.document.country: row.options["CONTINUITY"] for row in play.rows}
    assert continuity["Orlavia"].rank == continuity["Orlavia"].options
    assert continuity["Mexico"].rank == 1


def test_what_is_chosen_is_quoted_from_its_page(bundled_engine: FactsheetQA) -> None:
    for row in state_of_play([bundled_engine]).rows:
        for criterion, mark in row.options.items():
            passages = bundled_engine.passages(row.document.name)
            texts = [passage.text for passage in passages if passage.row == criterion]
            assert any(mark.citation.quote in text for text in texts)
            assert {box.page for box in mark.citation.boxes} == {mark.citation.page}


def test_categories_are_what_the_tables_have_in_common_and_say_differently(bundled_engine: FactsheetQA) -> None:
    found = categories(bundled_engine)
    assert {"Budget / Annual", "Responsible authorities", "Continuity"} <= set(found)
    assert "Policy alignment with the EU priorities" in found
    assert "Criterion" not in found  # a heading: the same in every document
    assert len(found) == len({name.casefold() for name in found})


def test_labels_in_capitals_are_written_small() -> None:
    assert in_small_letters("EVIDENCE OF PERFORMANCE:", {"of"}) == "Evidence of performance"
    assert in_small_letters("AID OF THE EU / Annual", {"of", "the", "aid"}) == "Aid of the EU / Annual"
    assert in_small_letters("BUDGET OF LILLIPUT", {"of", "Lilliput"}) == "Budget of Lilliput"


def test_what_was_noted_while_reading_is_kept_with_the_index(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "half.pdf"))
    canvas.drawString(72, 700, "The Sealand Rope Cluster was founded in 1967 and gathers 23 makers of hawsers.")
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("RGB", (200, 200), "grey")), 72, 400, 200, 200)
    canvas.save()
    built = FactsheetQA.build([tmp_path / "half.pdf"], index=tmp_path / "index")
    (noted,) = (warning.reason for warning in built.report.warnings)
    assert noted.startswith("1 of 2 pages are images without text and were not read")
    assert FactsheetQA.open(tmp_path / "index").warnings("half.pdf") == (noted,)


def test_a_choice_among_long_options_counts_all_of_them(tmp_path: Path) -> None:
    style = getSampleStyleSheet()["Normal"]
    options = [f"Option {name}: " + f"firms of kind {name} and lakes count. " * 22 for name in "abcd"]
    cells = [["Elbonia", "State of play"], *(["SCOPE", Paragraph(option, style)] for option in options)]
    look = [("GRID", (0, 0), (-1, -1), 1, "black"), ("SPAN", (0, 1), (0, -1)), ("BACKGROUND", (1, 3), (1, 3), "orange")]
    SimpleDocTemplate(str(tmp_path / "long.pdf")).build([Table(cells, [80, 380], style=look)])
    engine = FactsheetQA.build([tmp_path / "long.pdf"], index=tmp_path / "index")
    assert len([passage for passage in engine.passages("long.pdf") if passage.row == "SCOPE"]) > 1
    (row,) = state_of_play([engine]).rows
    assert (row.options["SCOPE"].rank, row.options["SCOPE"].options) == (3, 4)
    assert row.options["SCOPE"].citation.quote.startswith("Option c")
