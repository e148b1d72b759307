"""Pages that take memory and time without end are drawn in a process of their own, which ends for them alone."""

import io
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from attacked_server import Running, Tab
from hostile_pdfs import huge_page, nested_forms
from PIL import Image

from corpus.errors import ReadError
from corpus.render import DRAWING_LIMITS, page_image, page_size


def test_a_page_that_never_ends_is_given_up(tmp_path: Path) -> None:
    bomb = nested_forms(tmp_path / "bomb.pdf")
    with pytest.raises(ReadError, match=r"bomb\.pdf"):
        page_image(bomb, 1, 2.0, replace(DRAWING_LIMITS, seconds=4.0))
    assert page_size(bomb, 1) == pytest.approx((595, 842))


def test_a_huge_page_is_scaled_down(tmp_path: Path) -> None:
    picture = Image.open(io.BytesIO(page_image(huge_page(tmp_path / "huge.pdf"), 1, 2.0)))
    assert 0.9 * DRAWING_LIMITS.pixels < picture.width * picture.height <= 1.001 * DRAWING_LIMITS.pixels


def test_a_bomb_of_one_visitor_is_no_matter_to_others(server: Running, tab: Tab, tmp_path: Path) -> None:
    upload = tab.upload("bomb.pdf", nested_forms(tmp_path / "bomb.pdf").read_bytes())
    assert upload["state"] == "ready"
    before = server.memory_mb()
    answers: list[int] = []
    drawing = [
        threading.Thread(target=lambda: answers.append(tab.get(f"/pages/{upload['id']}/1.png")[0])) for _ in range(8)
    ]
    for thread in drawing:
        thread.start()
    assert server.get("/healthz")[0] == 200
    for thread in drawing:
        thread.join()
    assert set(answers) == {422}
    status, headers, picture = server.get(f"/visits/{tab.token}/pages/{upload['id']}/1.png")
    assert (status, headers["content-type"], headers["cache-control"]) == (422, "image/svg+xml", "no-store")
    assert b"cannot be drawn" in picture
    assert server.memory_mb() < before + 200


def test_an_original_of_a_visitor_is_not_kept_by_browsers(server: Running, tab: Tab) -> None:
    upload = tab.upload("mine.md", b"# Country factsheet: Ruritania (2022)\n\nThe Heron Fund pays EUR 5 million.\n")
    _, headers, _ = server.get(f"/visits/{tab.token}/documents/{upload['id']}/original")
    assert headers["cache-control"] == "no-store"
