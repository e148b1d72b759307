"""The command `doctor`: check that everything is in order."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from qa.commands.options import IndexOption, JsonOption, index_place
from qa.commands.output import console, plain_text, print_json

UNUSABLE = 3
"""Exit code when a check fails."""
STYLES = {"ok": "green", "warn": "bold yellow", "fail": "bold red"}


def doctor(
    file: Annotated[
        Path | None,
        typer.Argument(help="A file: check how it is read instead of the installation.", show_default=False),
    ] = None,
    index: IndexOption = None,
    json: JsonOption = False,
) -> None:
    """Check Python, packages, model weights, the index and the machine, and name the cure for each problem."""
    from qa.commands.doctor_checks import examine, examine_file

    checks = examine(index_place(index)) if file is None else examine_file(file)
    if json:
        print_json([asdict(check) for check in checks])
    else:
        for check in checks:
            state = (f"{check.state:<5}", STYLES[check.state])
            console.print(Text.assemble(state, plain_text(f"{check.name}: {check.finding}")), soft_wrap=True)
            if check.cure:
                console.print(plain_text(f"     cure: {check.cure}", "bold"), soft_wrap=True)
    if any(check.state == "fail" for check in checks):
        raise typer.Exit(UNUSABLE)
