"""The command `factsheet-qa`: a thin shell over the library that turns errors into one line and an exit code."""

from collections.abc import Sequence
from importlib import metadata
from typing import Annotated

import typer

from qa.commands import corpus as corpus_commands
from qa.commands import doctor, evaluate, questions, serve, show
from qa.commands.failures import failures_as_messages, prepare_streams

PROGRAM = "factsheet-qa"
HELP = (
    "Ask policy factsheets and get answers backed by verbatim quotes.\n\n"
    "Exit codes: 0 success; 1 partial success (some files refused); 2 wrong usage; 3 index missing, damaged or of "
    "another version; 4 evaluation regressed against the baseline; 5 a file or the output cannot be written, or memory "
    "ran out; 130 interrupted."
)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command("index")(corpus_commands.index)
app.command("search")(questions.search)
app.command("ask")(questions.ask)
app.command("compare")(questions.compare)
app.command("documents")(corpus_commands.documents)
app.command("remove")(corpus_commands.remove)
app.command("evaluate")(evaluate.evaluate)
app.command("calibrate")(evaluate.calibrate)
app.command("doctor")(doctor.doctor)
app.command("serve")(serve.serve)
app.command("show")(show.show)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{PROGRAM} {metadata.version(PROGRAM)}")
        raise typer.Exit


@app.callback(help=HELP)
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Declare the options of the program itself."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code. `arguments` default to those of the process."""
    prepare_streams()
    with failures_as_messages():
        app(args=arguments, prog_name=PROGRAM)
