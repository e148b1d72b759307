"""The command `serve`: index what is named, then serve the chat page."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from qa.commands.build_report import show_report
from qa.commands.options import IndexOption, index_place
from qa.commands.output import console, plain_text
from qa.commands.progress import indexing_progress
from qa.errors import UsageError
from qa.web.server.address_check import check_address


def serve(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", help="Files and folders to index first.", show_default=False),
    ] = None,
    index: IndexOption = None,
    auth: Annotated[Path | None, typer.Option("--auth", help="Admit only the users in this file.")] = None,
    add_user: Annotated[
        str | None, typer.Option("--add-user", help="Add a user to the file of --auth, ask for the password, and exit.")
    ] = None,
    operator: Annotated[
        list[str] | None,
        typer.Option("--operator", help="A user of --auth who sees /operator (default: the first one)."),
    ] = None,
    open_to_all: Annotated[
        bool, typer.Option("--open-to-all", help="Admit other machines without a password.")
    ] = False,
    uploads: Annotated[bool, typer.Option(help="Let visitors add documents of their own.")] = True,
    share_uploads: Annotated[
        bool, typer.Option("--share-uploads", help="Let everyone see and search what any visitor adds.")
    ] = False,
    metrics: Annotated[bool, typer.Option("--metrics", help="Publish counts for Prometheus at /metrics.")] = False,
    mcp: Annotated[bool, typer.Option("--mcp", help="Serve the Model Context Protocol at /mcp/.")] = False,
    feedback: Annotated[
        Path | None, typer.Option("--feedback", help="The folder for visitors' ratings of answers.")
    ] = None,
    host_name: Annotated[
        list[str] | None, typer.Option("--host-name", help="A name of the server that visitors use; may be repeated.")
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-origin", help="A site whose pages may call this server, such as https://intranet.example."
        ),
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option("--proxy", help="The IP address or network of a reverse proxy whose forwarded headers are true."),
    ] = None,
    questions_a_minute: Annotated[
        int, typer.Option("--questions-a-minute", min=1, help="Maximum questions of programs at one address.")
    ] = 40,
) -> None:
    """Serve the chat page on this machine (GRADIO_SERVER_NAME and GRADIO_SERVER_PORT change where)."""
    if add_user is not None:
        _add_user(auth, add_user)
        return
    place = index_place(index)
    check_address()
    if paths:
        _index(paths, place)
    from qa.web.server.application import ServerOptions
    from qa.web.server.serve import run_server

    _say_how_to_go_on(index)
    run_server(
        ServerOptions(
            index=place,
            auth=auth,
            operators=tuple(operator or ()),
            open_to_all=open_to_all,
            uploads=uploads,
            share_uploads=share_uploads,
            metrics=metrics,
            mcp=mcp,
            feedback=feedback,
            host_names=tuple(host_name or ()),
            origins=tuple(allow_origin or ()),
            proxies=tuple(proxy or ()),
            questions_a_minute=questions_a_minute,
        )
    )


def _index(paths: Sequence[Path], place: str) -> None:
    """Index the paths with progress; refused files are reported and do not keep the page from starting."""
    from index.stores import store_at
    from qa.indexing.build import update
    from qa.settings import Settings

    store = store_at(place)
    with indexing_progress() as progress:
        report = update(store, paths, Settings(), progress)
    show_report(report, store)


def _say_how_to_go_on(index: str | None) -> None:
    """Say how to stop the server, and which program asks the same index from a terminal."""
    from index.stores import is_address

    # An address may contain a password.
    option = "" if index is None else " --index ADDRESS" if is_address(index) else f" --index {shlex.quote(index)}"
    console.print(plain_text("Starting the chat page; press Ctrl-C to stop it."), soft_wrap=True)
    console.print(plain_text(f'In another terminal: {_program()} ask "…"{option}'), soft_wrap=True)


def _program() -> str:
    """Return the command that starts this program."""
    started = Path(sys.argv[0])
    if started.name == "factsheet-qa":
        return shlex.quote(str(started))
    return f"{shlex.quote(sys.executable)} -m qa"


def _add_user(auth: Path | None, name: str) -> None:
    from qa.web.server.access.passwords import add_user

    if auth is None:
        raise UsageError("--add-user needs the file of users: name it with --auth FILE")
    add_user(auth, name, typer.prompt("Password", hide_input=True, confirmation_prompt=True))
