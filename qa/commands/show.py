"""The command `show`: a picture of how a page was read."""

from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import ReadError
from qa.commands.output import console, plain_text
from qa.errors import UsageError


def show(
    file: Annotated[Path, typer.Argument(help="The PDF.", show_default=False)],
    page: Annotated[int, typer.Argument(help="The page's number, from 1.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", help="The picture to write. Default: FILE-pageN.png in this folder.")
    ] = None,
) -> None:
    """Draw blocks, cells with their labels, and passages on a page, to see how it was read."""
    from corpus.show import draw_page

    if file.suffix.lower() != ".pdf":
        raise UsageError(f"{file.name} has no pages to draw; name a PDF")
    try:
        picture = draw_page(file, page)
    except ReadError as error:
        raise UsageError(str(error)) from error
    except IndexError as error:
        raise UsageError(f"{file.name} has no such page ({error})") from error
    target = out or Path(f"{file.stem}-page{page}.png")
    try:
        target.write_bytes(picture)
    except OSError as error:
        raise UsageError(f"{target} cannot be written ({error.strerror}); name another file with --out") from error
    console.print(plain_text(f"Drew page {page} of {file.name} into {target}"), soft_wrap=True)
