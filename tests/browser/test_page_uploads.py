"""A visitor's own documents: brought, asked, removed, and never seen by anyone else."""

import http.client
import os
import tarfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

import pytest
from page_server import Server, came_true, serving
from PIL import Image
from playwright.sync_api import Page, expect
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from qa import FactsheetQA
from qa.web.visits.uploads import MAX_BYTES, safe_name

OWN = """# Country factsheet: Sealand (2022)

## 1. Economy

The Sealand Rope Cluster was founded in 1967 and gathers 23 makers of hawsers.

Its members pay EUR 77 a year.
"""
BUDGET = """# Budget report: Sealand (2023)

## Funding

Table 1. Funding by programme, in million euros

| Programme | 2022 | 2023 |
|---|---|---|
| Hawser grants | 12.5 | 14.0 |
| Sailing vouchers | 3.1 | 2.7 |
"""
QUESTION = "How many makers of hawsers does the Sealand Rope Cluster gather?"

Ask = Callable[[Page, str], None]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "sealand.md"
    file.write_text(OWN, encoding="utf-8")
    return file


def bring(page: Page, *files: Path) -> None:
    """Bring files and wait until each is ready or refused."""
    page.get_by_role("link", name="Library", exact=True).click()
    page.locator("#upload").set_input_files(files)
    for file in files:
        entry = page.locator(".upload", has_text=file.name)
        expect(entry).to_have_class("upload ready")
    expect(page.locator("#uploads progress")).to_have_count(0)
    expect(page.locator(".upload", has_text="passage").first).to_be_visible()


def token(page: Page) -> str:
    return str(page.locator("[data-visit]").get_attribute("data-visit"))


def status(address: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=300)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def test_the_welcome_counts_what_the_visitor_brought(page: Page, own: Path, engine: FactsheetQA) -> None:
    bring(page, own)
    page.get_by_role("link", name="Questions", exact=True).click()
    expect(page.get_by_text(f"the {len(engine.documents()) + 1} documents in the library")).to_be_visible()


def test_all_documents_are_listed_with_their_facts(page: Page, engine: FactsheetQA) -> None:
    page.get_by_role("link", name="Library", exact=True).click()
    for document in engine.documents():
        row = page.get_by_role("row", name=document.name)
        count = sum(1 for _ in engine.passages(document.name))
        pages = document.page_count
        cells = (document.country, document.year, pages, count, pages and f"all {pages} pages")
        expect(row.get_by_role("cell")).to_have_text(["–" if cell is None else str(cell) for cell in cells])


def test_what_one_brings_can_be_asked_opened_and_removed(page: Page, ask: Ask, own: Path) -> None:
    bring(page, own)
    expect(page.locator(".upload")).to_contain_text("Country factsheet: Sealand")
    page.get_by_role("link", name="Questions", exact=True).click()
    ask(page, QUESTION)
    expect(page.locator(".turn .answer")).to_contain_text("23 makers of hawsers")
    expect(page.locator(".turn .scope")).to_contain_text("Searched: Sealand")
    page.locator(".turn .chip").first.click()
    expect(page.locator(".viewer-passage mark")).to_contain_text("23 makers of hawsers")
    with page.expect_download() as download:
        page.locator("#viewer").get_by_role("link", name="Download").click()
    assert Path(download.value.path()).read_text(encoding="utf-8") == OWN
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Library", exact=True).click()
    page.get_by_role("button", name="Remove sealand.md").click()
    expect(page.locator(".upload")).to_have_count(0)
    page.get_by_role("link", name="Questions", exact=True).click()
    expect(page.locator("#scope > button")).to_contain_text("all 4 documents")
    ask(page, QUESTION)
    expect(page.locator(".turn").last.locator(".refusal")).to_be_visible()


def test_a_refusal_does_not_deny_a_name_in_ones_own_document(page: Page, ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "rules.md"
    file.write_text("# Lending rules of Skerry Library\n\nWhoever lives in Skerry may join.\n", encoding="utf-8")
    bring(page, file)
    page.get_by_role("link", name="Questions", exact=True).click()
    ask(page, "Who is the mayor of Skerry?")
    refusal = page.locator(".turn .refusal")
    expect(refusal).to_be_visible()
    expect(refusal).not_to_contain_text("mention")
    ask(page, "Who is the mayor of Grumpel?")
    expect(page.locator(".turn .refusal").last).to_contain_text("mention Grumpel")


def test_how_well_a_file_was_read_is_said(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "half.pdf"
    canvas = Canvas(str(file))
    canvas.drawString(72, 700, "The Sealand Rope Cluster was founded in 1967 and gathers 23 makers of hawsers.")
    canvas.showPage()
    canvas.drawImage(ImageReader(Image.new("RGB", (200, 200), "grey")), 72, 400, 200, 200)
    canvas.save()
    bring(page, file)
    expect(page.locator(".upload-state")).to_contain_text("1 of 2 pages")
    expect(page.locator(".upload .warning")).to_contain_text("1 of 2 pages are images without text and were not read")


def test_the_unit_of_a_caption_is_beside_the_cell(page: Page, ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "budget.md"
    file.write_text(BUDGET)
    bring(page, file)
    page.get_by_role("link", name="Questions", exact=True).click()
    ask(page, "How much were the hawser grants of Sealand in 2023?")
    expect(page.locator(".turn .verbatim").first).to_contain_text("14.0 (million euros)")


def test_the_title_of_a_file_of_ones_own_opens_it(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "ropes.pdf"
    canvas = Canvas(str(file))
    canvas.drawString(72, 700, "The Sealand Rope Cluster was founded in 1967 and gathers 23 makers of hawsers.")
    canvas.save()
    bring(page, file)
    expect(page.locator(".upload-state")).to_contain_text("one page")
    page.locator(".upload a.reader").click()
    viewer = page.locator("#viewer")
    expect(viewer).to_contain_text("ropes.pdf")
    expect(viewer.locator(".words .word").first).to_be_visible()


def test_what_is_still_being_read_is_said_to_be_so(page: Page, ask: Ask, tmp_path: Path, kept: Path) -> None:
    file, mark = marked(tmp_path, paragraphs=1000)
    page.get_by_role("link", name="Library", exact=True).click()
    page.locator("#upload").set_input_files(file)
    expect(page.locator(".upload")).to_have_class("upload indexing")
    page.get_by_role("link", name="Questions", exact=True).click()
    ask(page, QUESTION)
    expect(page.locator(".turn .scope")).to_contain_text(f"{file.name}: still being read")
    page.close(run_before_unload=True)
    assert came_true(lambda: not left(kept, mark))  # so that the others need not wait


def test_an_operator_can_share_what_one_brings(
    open_page: Callable[..., Page], ask: Ask, index: Path, own: Path, tmp_path: Path
) -> None:
    with serving(index, tmp_path / "log", {"TMPDIR": str(tmp_path)}, ["--share-uploads"]) as server:
        mine = open_page(at=server.address)
        bring(mine, own)
        mine.close(run_before_unload=True)
        theirs = open_page(at=server.address)
        ask(theirs, QUESTION)
        expect(theirs.locator(".turn .answer")).to_contain_text("23 makers of hawsers")
        theirs.get_by_role("link", name="Library", exact=True).click()
        theirs.get_by_role("button", name="Remove sealand.md").click()
        expect(theirs.locator(".upload")).to_have_count(0)


def test_nobody_else_finds_lists_opens_or_removes_it(
    open_page: Callable[..., Page], ask: Ask, own: Path, address: str
) -> None:
    mine, theirs = open_page(), open_page()
    bring(mine, own)
    id = mine.locator(".upload").get_attribute("data-upload")
    ask(theirs, QUESTION)
    expect(theirs.locator(".turn .refusal")).to_be_visible()
    assert "hawsers" not in theirs.locator("#panel").inner_text()
    shown = theirs.locator("body").inner_text()
    assert not [fact for fact in (own.name, "Sealand (2022)", "1967", "23 makers") if fact in shown]
    for prefix in ("", f"/visits/{token(theirs)}", "/visits/guessed"):
        assert status(address, f"{prefix}/documents/{id}/original") == 404
        assert status(address, f"{prefix}/pages/{id}/1.png") == 404
    assert status(address, f"/visits/{token(theirs)}/uploads/{id}", "DELETE") == 409
    assert status(address, f"/visits/{token(mine)}/documents/{id}/original") == 200


def left(kept: Path, mark: str) -> list[Path]:
    """The files that still hold a mark; those that go while one looks are gone."""
    found = []
    for folder, _, names in os.walk(kept):
        for file in (Path(folder) / name for name in names):
            with suppress(OSError):
                found += [file] if file.is_file() and mark.encode() in file.read_bytes() else []
    return found


def marked(folder: Path, paragraphs: int = 1) -> tuple[Path, str]:
    """Return a document with a word that occurs nowhere else, and the word."""
    mark = f"mark{token_hex(8)}"
    file = folder / f"{mark}.md"
    file.write_text("".join(f"# Part {n}\n\nThe {mark} has {n} members.\n\n" for n in range(paragraphs)), "utf-8")
    return file, mark


def test_it_goes_when_the_tab_is_closed(open_page: Callable[..., Page], tmp_path: Path, kept: Path) -> None:
    file, mark = marked(tmp_path)
    page = open_page()
    bring(page, file)
    assert left(kept, mark)
    page.close(run_before_unload=True)
    assert came_true(lambda: not left(kept, mark))


def test_it_goes_also_while_it_is_being_read(open_page: Callable[..., Page], tmp_path: Path, kept: Path) -> None:
    file, mark = marked(tmp_path, paragraphs=5000)  # they take far longer than what is waited for here
    page = open_page()
    page.get_by_role("link", name="Library", exact=True).click()
    page.locator("#upload").set_input_files(file)
    expect(page.locator(".upload")).to_have_class("upload indexing")
    page.close(run_before_unload=True)
    assert came_true(lambda: not left(kept, mark))
    next_ = open_page()  # the next one's turn comes at once, not when all 5000 are done
    bring(next_, marked(tmp_path)[0])
    assert not left(kept, mark)


def test_it_goes_when_the_browser_or_the_server_is_killed(
    open_page: Callable[..., Page], index: Path, tmp_path: Path
) -> None:
    hasty = "import qa.cli, qa.web.visits.visits as v; v.KEPT_SECONDS = 1; qa.cli.main(['serve'])"
    kept, settings = tmp_path / "kept", {"TMPDIR": str(tmp_path / "kept")}
    kept.mkdir()
    file, mark = marked(tmp_path)
    with serving(index, tmp_path / "log", settings, command=["-c", hasty]) as server:
        page = open_page(at=server.address)
        bring(page, file)
        assert left(kept, mark)
        page.context.close()  # as if killed: the page says no goodbye
        assert came_true(lambda: not left(kept, mark))
        bring(open_page(at=server.address), file)
        assert left(kept, mark)
        server.process.kill()
    assert left(kept, mark)
    with serving(index, tmp_path / "log", settings):
        assert not left(kept, mark)
    assert not list(kept.glob("factsheet-qa*"))


def test_files_are_refused_by_name_with_a_reason(page: Page, tmp_path: Path, own: Path) -> None:
    bad = {
        "page.pdf": b"<html>not found</html>",
        "empty.txt": b"",
        "sheet.xlsx": b"PK",
        "blank.txt": b"\xef\xbb\xbf  \n",
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    page.get_by_role("link", name="Library", exact=True).click()
    page.locator("#upload").set_input_files([*(tmp_path / name for name in bad), own])
    expect(page.locator(".upload.ready", has_text="sealand.md")).to_be_visible()
    for name in bad:
        expect(page.locator(".upload.refused", has_text=name)).to_contain_text("Not added: ")


def test_limits_hold_before_anything_is_read(page: Page, address: str) -> None:
    uploads = f"/visits/{token(page)}/uploads"
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=300)
    connection.putrequest("POST", uploads)
    connection.putheader("Content-Length", str(MAX_BYTES + 1))
    connection.endheaders()  # and nothing of the body
    assert connection.getresponse().status == 413
    connection.close()
    assert status(address, uploads, "POST", b"x", **{"X-Name": "a.exe"}) == 201
    expect(page.locator(".upload")).to_have_count(0)


@pytest.mark.parametrize(
    "name",
    [
        "../../escape.txt",
        "..\\..\\escape.txt",
        "/etc/passwd.txt",
        "a\x00b.txt",
        ".hidden.txt",
        "x" * 400 + ".pdf",
        "é" * 200 + ".md",
        "a\u202egpj.txt",
        "\u2066a\u2069.html",
    ],
)
def test_a_name_makes_no_path(name: str) -> None:
    safe = safe_name(name)
    assert not {"/", "\\", "\x00", "\u202e", "\u2066", "\u2069"} & set(safe)
    assert not safe.startswith(".")
    assert len(safe.encode()) <= 150
    assert Path(safe).suffix == Path(name).suffix


def test_hostile_files_are_only_shown(page: Page, ask: Ask, shared: Path, tmp_path: Path) -> None:
    """Markup in a text, orders to a language model, and file names that are markup or paths."""
    with tarfile.open(shared / "bad_inputs" / "odd_names.tar") as archive:
        archive.extractall(tmp_path, filter="data")
    odd = [file for file in tmp_path.rglob("*") if file.is_file()]
    different = {file.read_bytes() for file in odd}
    page.get_by_role("link", name="Library", exact=True).click()
    page.evaluate("() => { window.alert = () => { document.title = 'broken'; }; }")
    page.locator("#upload").set_input_files(
        [shared / "bad_inputs" / "xss.md", shared / "bad_inputs" / "injection.md", *odd]
    )
    expect(page.locator(".upload.ready")).to_have_count(2 + len(different))
    page.get_by_role("link", name="Questions", exact=True).click()
    ask(page, "How many members has the Zenda Lace Cluster?")
    expect(page.locator(".turn .answer")).to_contain_text("41 members")
    page.locator(".turn .chip").first.click()
    expect(page.locator(".viewer-passage mark")).to_be_visible()
    page.keyboard.press("Escape")
    ask(page, "What is the overall budget of the cluster policy in Lilliput?")
    ask(page, "Who founded the cluster with 5 members?")
    for turn in page.locator(".turn .answer").all():
        assert "CANARY" not in turn.inner_text()
    assert page.title() == "Ask the factsheets"
    expect(page.locator("gradio-app :is(img, script, iframe, embed, object)")).to_have_count(0)
    expect(page.locator("a[href^='javascript'], a[href^='data']")).to_have_count(0)


def test_an_operator_can_do_without(open_page: Callable[..., Page], operated: Server) -> None:
    page = open_page(at=operated.address)
    page.get_by_role("link", name="Library", exact=True).click()
    expect(page.get_by_role("heading", name="Library", exact=True)).to_be_visible()
    expect(page.locator("#drop")).to_have_count(0)
    path = f"/visits/{token(page)}/uploads"
    assert status(operated.address, path, "POST", OWN.encode(), **{"X-Name": "a.md"}) in (404, 405)
