"""`factsheet-qa show`: a picture of how a page was read."""

import io
from pathlib import Path

import pytest
from corpus_builder import Builder, TableRow
from PIL import Image

from corpus.render import page_image
from corpus.show import CHOSEN, SCALE
from qa.cli import main


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = Builder(tmp_path_factory.mktemp("show") / "paper.pdf", header=None)
    book.heading("1. Introduction")
    rows = [TableRow(group, "", ([f"Option {n}"],), n == 1) for group in ("ONE", "TWO") for n in range(3)]
    book.table([("Elbonia", "State of play")], rows, [120.0])
    return book.save()


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as leaving:
        main([str(argument) for argument in arguments])
    return int(leaving.value.code or 0)


def test_the_chosen_options_are_framed_in_red(paper: Path, tmp_path: Path) -> None:
    assert run("show", paper, 1, "--out", tmp_path / "page.png") == 0
    drawn = Image.open(tmp_path / "page.png").convert("RGB")
    plain = Image.open(io.BytesIO(page_image(paper, 1, SCALE))).convert("RGB")
    assert drawn.size == plain.size
    red = tuple(bytes.fromhex(CHOSEN[1:]))
    assert red in {color for _, color in drawn.getcolors(1 << 24) or []}
    assert red not in {color for _, color in plain.getcolors(1 << 24) or []}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("paper.pdf", 7), "page 7 of 1"),
        (("missing.pdf", 1), "cannot be opened"),
        (("notes.txt", 1), "has no pages to draw"),
        (("paper.pdf", 1, "--out", "no/such/folder/page.png"), "cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    paper: Path, arguments: tuple[object, ...], said: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(paper.parent)
    assert run("show", *arguments) == 2
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in paper.parent.iterdir()) == ["paper.pdf"]
