"""Check pages that are images: read by tesseract if it is installed, reported if it is not."""

import shutil
from pathlib import Path

import pypdf
import pytest
from corpus_builder import Builder, TableRow
from PIL import Image

from corpus.errors import ReadError
from corpus.limits import Limits
from corpus.pdf.file.raster import page_pixels
from corpus.read import Reading, read_file
from corpus.reading_pool import ReadingPool

HEAD = [("Elbonia", "State of play")]
OPTIONS = ["No policy at all", "Broad policy", "Own cluster policy"]
CHOSEN = {"SCOPE": "Broad policy", "LENGTH": "Own cluster policy", "EVIDENCE": "No policy at all"}


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw a page of prose and a table with coloured options."""
    book = Builder(tmp_path_factory.mktemp("scan") / "paper.pdf", header=None)
    book.heading("1. Introduction")
    for _ in range(3):
        book.paragraph("The council of the regions meets twice a year and looks at the money that was spent.", size=11)
    book.paragraph("Table 1: State of play", size=11)
    rows = [
        TableRow(group, "", ([option],), option == chosen) for group, chosen in CHOSEN.items() for option in OPTIONS
    ]
    book.table(HEAD, rows, [120.0])
    return book.save()


def scanned(paper: Path, folder: Path, degrees: float) -> Path:
    """Draw the first page as a skewed image."""
    image = Image.fromarray(page_pixels(paper, 1, 200 / 72))
    turned = image.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    turned.save(folder / "scan.pdf", resolution=200.0, quality=90)
    return folder / "scan.pdf"


@pytest.fixture(scope="module", params=[0.0, 0.8])
def scan(request: pytest.FixtureRequest, paper: Path, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_file(scanned(paper, tmp_path_factory.mktemp("scan"), request.param))


def test_the_text_is_read_and_said_to_come_from_ocr(scan: Reading) -> None:
    (paragraph, *_) = [passage for passage in scan.passages if passage.kind == "paragraph"]
    assert paragraph.section == "1. Introduction"
    assert paragraph.text.startswith("The council of the regions meets twice a year and looks at the money")
    assert scan.warnings == ("1 of 1 pages are images and were read by OCR (tesseract): letters may be wrong",)


def test_tables_keep_rows_and_chosen_options(scan: Reading) -> None:
    assert {(block.row, block.text) for block in scan.blocks if block.selected} == set(CHOSEN.items())


def test_boxes_lie_on_the_words_of_the_page(scan: Reading, paper: Path) -> None:
    flat = {block.text: block for block in read_file(paper).blocks if block.kind == "cell"}
    for block in scan.blocks:
        if block.text in flat and block.row == flat[block.text].row:
            (seen,), (true,) = block.boxes, flat[block.text].boxes
            # A page turned by 0.8 degrees moves its corners by up to 6 points.
            assert abs(seen.x0 - true.x0) < 9
            assert abs(seen.bottom - true.bottom) < 9


def test_without_tesseract_scans_are_refused_with_the_cure(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scanned(paper, tmp_path, 0.0)
    with pytest.raises(ReadError, match="1 of 1 pages are images"):
        read_file(path, Limits(ocr=False))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("tesseract") is None
    with pytest.raises(ReadError, match="install tesseract"):
        read_file(path)


def test_what_really_keeps_an_installed_tesseract_from_reading_is_said(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("RGB", (200, 200), "white").save(tmp_path / "blank.pdf")
    with pytest.raises(ReadError, match="recognised no words"):
        read_file(tmp_path / "blank.pdf")
    with pytest.raises(ReadError, match="OCR is switched off; set FACTSHEET_QA_OCR=true"):
        read_file(tmp_path / "blank.pdf", Limits(ocr=False))
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))  # a tesseract without data of any language
    with pytest.raises(ReadError, match="OCR failed, tesseract says: .*languages"):
        read_file(scanned(paper, tmp_path, 0.0))


def test_pages_are_reported_while_they_are_read(paper: Path, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    for _ in range(2):
        writer.append(scanned(paper, tmp_path, 0.0))
    writer.write(tmp_path / "two.pdf")
    reported: list[tuple[int, int]] = []
    with ReadingPool() as pool:
        reading = pool.read(tmp_path / "two.pdf", Limits(), lambda done, total: reported.append((done, total)))
    assert reported == [(0, 2), (1, 2), (2, 2)]
    assert {passage.page for passage in reading.passages} == {1, 2}
