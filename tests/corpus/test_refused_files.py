"""Files that cannot be read are refused by name with a reason and a cure; sound ones beside them are read."""

import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdf
import pytest
from corpus_builder import Builder
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from corpus.errors import CorpusError, ReadError
from corpus.file_search import find_files
from corpus.limits import Limits
from corpus.read import read_file
from corpus.render import page_image, page_size
from corpus.show import draw_page


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound PDF of two pages."""
    book = Builder(tmp_path_factory.mktemp("sound") / "elbonia_2024.pdf")
    book.heading("1. Introduction")
    book.paragraph("The republic of Elbonia has had a policy for its firms since the year 2019. " * 4)
    book.new_page()
    book.paragraph("A second page says that nothing else has changed since then. " * 4)
    return book.save()


def locked(sound: Path, folder: Path) -> Path:
    """The file, encrypted."""
    writer = pypdf.PdfWriter(clone_from=sound)
    writer.encrypt("open sesame", algorithm="RC4-128")
    writer.write(folder / "locked.pdf")
    return folder / "locked.pdf"


def without_pages(_: Path, folder: Path) -> Path:
    """A PDF without pages."""
    path = folder / "none.pdf"
    pypdf.PdfWriter().write(path)
    return path


def bomb(_: Path, folder: Path) -> Path:
    """A small PDF whose page inflates to 60 MB."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(100, 100)
    stream = pypdf.generic.StreamObject()
    stream._data = zlib.compress(b" " * 60_000_000)
    stream[pypdf.generic.NameObject("/Filter")] = pypdf.generic.NameObject("/FlateDecode")
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    writer.write(folder / "bomb.pdf")
    return folder / "bomb.pdf"


def blank(_: Path, folder: Path) -> Path:
    """A PDF without text."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(folder / "blank.pdf")
    return folder / "blank.pdf"


def of_bytes(name: str, data: bytes) -> object:
    """A maker of a file with these bytes."""

    def make(_: Path, folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def cut(sound: Path, folder: Path) -> Path:
    """The first half of the file."""
    data = sound.read_bytes()
    (folder / "cut.pdf").write_bytes(data[: len(data) // 2])
    return folder / "cut.pdf"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (of_bytes("empty.pdf", b""), "empty"),
        (of_bytes("page.pdf", b"<html><body>Not found</body></html>"), "not a PDF"),
        (of_bytes("letter.rtf", b"{\\rtf1 words}"), "not supported; convert it to one of .csv, .docx"),
        (of_bytes("noise.txt", bytes(range(256)) * 40), "binary"),
        (of_bytes("blanks.txt", b"\xef\xbb\xbf  \n\n \t "), "no text"),
        (of_bytes("picture.txt", b"\x89PNG\r\n\x1a\n"), "not a text file"),
        (cut, "damaged"),
        (locked, "password-protected"),
        (without_pages, "no pages"),
        (bomb, "inflates"),
        (blank, "no text layer"),
    ],
)
def test_refused_by_name_and_reason(make: object, reason: str, sound: Path, tmp_path: Path) -> None:
    path = make(sound, tmp_path)  # type: ignore[operator]
    with pytest.raises(ReadError) as caught:
        read_file(path)
    assert caught.value.name == path.name
    assert reason in caught.value.reason
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(pages=1), "has 2 pages.*FACTSHEET_QA_READ_PAGES"),
        (Limits(file_bytes=100), "bytes.*FACTSHEET_QA_READ_FILE_BYTES"),
        (Limits(seconds=0.05), "took longer.*FACTSHEET_QA_READ_SECONDS"),
        (Limits(memory_bytes=60_000_000), "memory.*FACTSHEET_QA_READ_MEMORY_BYTES"),
    ],
)
def test_limits_stop_a_file(limits: Limits, reason: str, sound: Path) -> None:
    with pytest.raises(ReadError, match=reason):
        read_file(sound, limits)


def test_the_password_opens_a_locked_file(sound: Path, tmp_path: Path) -> None:
    reading = read_file(locked(sound, tmp_path), password="open sesame")
    assert [passage.text for passage in reading.passages] == [passage.text for passage in read_file(sound).passages]
    with pytest.raises(ReadError, match="does not open it"):
        read_file(tmp_path / "locked.pdf", password="wrong")


def test_pages_that_are_pictures_are_named_in_a_warning(sound: Path, tmp_path: Path) -> None:
    Image.new("RGB", (20, 20)).save(tmp_path / "scan.pdf")
    with pytest.raises(ReadError, match="1 of 1 pages are images"):
        read_file(tmp_path / "scan.pdf")
    writer = pypdf.PdfWriter(clone_from=sound)
    writer.append(tmp_path / "scan.pdf")
    writer.write(tmp_path / "mixed.pdf")
    (warning,) = read_file(tmp_path / "mixed.pdf").warnings
    assert warning.startswith("1 of 3 pages are images without text and were not read: ")


@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=400), ending=st.sampled_from([".pdf", ".txt", ".md", ".html", ".csv"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str) -> None:
    from corpus.parse import parse_file

    path = tmp_path_factory.mktemp("noise") / f"noise{ending}"
    path.write_bytes(b"%PDF-1.4\n" + data if ending == ".pdf" else data)
    try:
        assert parse_file(path, Limits()).passages
    except ReadError as error:
        assert error.name == path.name


def test_files_of_folders_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.pdf", ".hidden.txt", "a/.git/x.txt", "z.zip"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [str(path.relative_to(tmp_path)) for path in find_files([tmp_path, tmp_path / "b.txt"])]
    assert found == ["a/c.pdf", "b.txt", "z.zip"]


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_missing_path_and_an_empty_folder_are_errors(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match=name):
        find_files([tmp_path / name])


def test_page_pictures(sound: Path) -> None:
    assert page_image(sound, 1, 1.0).startswith(b"\x89PNG")
    assert page_size(sound, 2) == pytest.approx((595.28, 841.89), abs=0.01)
    assert draw_page(sound, 1) != page_image(sound, 1, 2.0)
    with pytest.raises(IndexError):
        page_image(sound, 3, 1.0)


def cropped(page: pypdf.PageObject) -> None:
    """Show a part of the page only."""
    page.cropbox = pypdf.generic.RectangleObject((30, 40, 560, 830))


def moved(page: pypdf.PageObject) -> None:
    """Put the corner of the page elsewhere."""
    page.mediabox = page.cropbox = pypdf.generic.RectangleObject((-20, -30, 600, 850))


def turned(page: pypdf.PageObject) -> None:
    """Draw the page sideways and turn it, as some programs do with landscape pages."""
    page.add_transformation(pypdf.Transformation().rotate(90).translate(841.89, 0))
    page.mediabox = page.cropbox = pypdf.generic.RectangleObject((0, 0, 841.89, 595.28))
    page.rotate(90)


@pytest.mark.parametrize("change", [cropped, moved, turned])
def test_boxes_lie_on_the_words_of_the_page_picture(change: Callable[..., None], sound: Path, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=sound)
    for page in writer.pages:
        change(page)
    writer.write(tmp_path / "changed.pdf")
    plain, changed = word_picture(sound, "Elbonia"), word_picture(tmp_path / "changed.pdf", "Elbonia")
    difference = ImageChops.difference(plain, changed.resize(plain.size))
    assert ImageStat.Stat(difference).mean[0] < 0.5 * ImageStat.Stat(ImageChops.invert(plain)).mean[0]


def word_picture(path: Path, word: str) -> Image.Image:
    """Cut the box of a word from the image of the first page."""
    passage = next(passage for passage in read_file(path).passages if word in passage.text)
    start = passage.text.index(word)
    (box,) = passage.quote_boxes(start, start + len(word))
    image = Image.open(io.BytesIO(page_image(path, 1, 4.0))).convert("L")
    return image.crop((int(box.x0 * 4), int(box.top * 4), int(box.x1 * 4), int(box.bottom * 4)))


def test_shared_bad_inputs_have_the_outcome_they_must_have(shared: Path, tmp_path: Path) -> None:
    folder = shared / "bad_inputs"
    with tarfile.open(folder / "odd_names.tar") as archive:
        archive.extractall(tmp_path, filter="data")
    for case in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        path = next(place / case["file"] for place in (folder, tmp_path) if (place / case["file"]).exists())
        try:
            reading = read_file(path)
        except ReadError:
            assert case["outcome"] != "index", path.name
            continue
        assert case["outcome"] != "reject", path.name
        assert any(case["needle"] in " ".join(passage.text.split()) for passage in reading.passages), path.name
        assert max(len(passage.text) for passage in reading.passages) < 20_000, path.name


@pytest.mark.skipif(not hasattr(os, "seteuid") or os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("mode", [0, 0o444])
def test_a_subfolder_without_permission_is_refused_by_name(mode: int) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place) / "folder"
        (folder / "private").mkdir(parents=True)
        for file in (folder / "a.txt", folder / "private" / "b.txt"):
            file.write_text("A plan.")
        os.chmod(place, 0o755)
        os.chmod(folder / "private", mode)
        os.seteuid(65_534)
        try:
            readable, private = find_files([folder])
            assert readable.name == "a.txt"
            assert folder / "private" in (private, private.parent)
            with pytest.raises(ReadError, match="may not be listed|Permission denied"):
                read_file(private)
        finally:
            os.seteuid(0)
