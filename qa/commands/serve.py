"""`serve`: the chat page."""

from pathlib import Path
from typing import Annotated

import typer

from qa.commands.options import IndexOption, index_place


def serve(
    index: IndexOption = None,
    auth: Annotated[
        Path | None, typer.Option("--auth", help="Let in only the users of this file, with their passwords.")
    ] = None,
    add_user: Annotated[
        str | None, typer.Option("--add-user", help="Add a user to the file of --auth, ask for the password, and end.")
    ] = None,
    open_to_all: Annotated[
        bool, typer.Option("--open-to-all", help="Let other machines in without a password.")
    ] = False,
    uploads: Annotated[bool, typer.Option(help="Let visitors bring documents of their own.")] = True,
    share_uploads: Annotated[
        bool, typer.Option("--share-uploads", help="Let everyone see and ask what any visitor brings.")
    ] = False,
    metrics: Annotated[bool, typer.Option("--metrics", help="Give out counts for Prometheus at /metrics.")] = False,
    mcp: Annotated[bool, typer.Option("--mcp", help="Serve the Model Context Protocol at /mcp/.")] = False,
    feedback: Annotated[
        Path | None, typer.Option("--feedback", help="The folder for what visitors say of answers.")
    ] = None,
) -> None:
    """Serve the chat page on this machine (GRADIO_SERVER_NAME and GRADIO_SERVER_PORT change where)."""
    if add_user is not None:
        _add_user(auth, add_user)
        return
    from qa.web.server.serve import ServerOptions, run_server

    options = ServerOptions(
        index=index_place(index),
        auth=auth,
        open_to_all=open_to_all,
        uploads=uploads,
        share_uploads=share_uploads,
        metrics=metrics,
        mcp=mcp,
        feedback=feedback,
    )
    run_server(options)


def _add_user(auth: Path | None, name: str) -> None:
    from qa.errors import UsageError
    from qa.web.server.passwords import add_user

    if auth is None:
        raise UsageError("--add-user needs the file of users: name it with --auth FILE")
    add_user(auth, name, typer.prompt("Password", hide_input=True, confirmation_prompt=True))
