"""The options that several commands share."""

from typing import Annotated, TypeAlias

import typer

from qa.errors import UsageError

IndexOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--index",
        help="The index folder, or a database: postgresql://… Default: FACTSHEET_QA_INDEX, else the user data folder.",
        show_default=False,
    ),
]
JsonOption: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON alone on standard output.")]
CountryOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--country", help="Only documents on this country. May be repeated.")
]
YearOption: TypeAlias = Annotated[
    list[int] | None, typer.Option("--year", help="Only documents of this year. May be repeated.")
]
DocumentOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--document", help="Only the document of this file name. May be repeated.")
]


def readable(question: str) -> str:
    """Return a question or topic with bytes that are not UTF-8 replaced, because no model accepts them.

    Raises:
        UsageError: Nothing is left.
    """
    try:
        # In a locale without UTF-8, Python has the bytes of the argument as surrogates.
        readable = question.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        readable = question.encode("utf-8", "replace").decode()
    if not readable.strip():
        raise UsageError("the question or topic is empty: put it in quotes after the command")
    return readable


QuestionArgument: TypeAlias = Annotated[str, typer.Argument(callback=readable, help="The question, in quotes.")]


def index_place(given: str | None) -> str:
    """Return the index folder or address to use: the option's, else the settings'.

    Raises:
        UsageError: A setting in the environment has an invalid value.
    """
    from pydantic import ValidationError

    from qa.settings import ENVIRONMENT_PREFIX, Settings

    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ENVIRONMENT_PREFIX + "_".join(str(part) for part in first["loc"][:1]).upper()
        # A value that our own checks reject may contain a password, and their messages say enough.
        shown = "" if first["type"] == "value_error" else f" (it is {first['input']!r})"
        raise UsageError(f"{name}: {first['msg'].removeprefix('Value error, ')}{shown}") from None
    return given or settings.index
