"""Write `docs/reference.md`: commands, settings and HTTP endpoints, from the code itself.

python -m docs.make_reference
"""

import inspect
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from qa.cli import app
from qa.settings import ENVIRONMENT_PREFIX, Settings
from qa.web.api.endpoints import Endpoints

SHARED = 3  # minimum number of commands with an option for it to be explained once, before them
PAGE = Path(__file__).with_name("reference.md")
INTRODUCTION = """\
# Reference

Generated from the code by `python -m docs.make_reference`.
"""


def reference_text() -> str:
    """Return the page as Markdown."""
    return "\n".join((INTRODUCTION, *_commands(), *_settings(), *_endpoints())).rstrip() + "\n"


def _commands() -> Iterator[str]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    yield "## Commands\n"
    yield f"{_paragraphs(group.help)}\n"
    rows = {
        name: [_row(parameter) for parameter in command.params if not getattr(parameter, "hidden", False)]
        for name, command in sorted(group.commands.items())
    }
    uses = Counter(row for one in rows.values() for row in one)
    shared = [row for row, count in uses.items() if count >= SHARED]
    yield "Options of several commands:\n"
    yield from _option_table(shared)
    for name, own in rows.items():
        yield f"### {name}\n"
        yield f"{_paragraphs(group.commands[name].help)}\n"
        yield from _option_table([row for row in own if row not in shared])
        if also := ", ".join(row.split(" | ")[0].removeprefix("| ") for row in own if row in shared):
            yield f"Also {also}.\n"


def _option_table(rows: list[str]) -> Iterator[str]:
    if rows:
        yield "| argument or option | meaning | default |"
        yield "| --- | --- | --- |"
        yield from rows
        yield ""


def _row(parameter: Any) -> str:  # noqa: ANN401 - typer hides the class of its parameters
    """Return the row of an argument or option."""
    if parameter.param_type_name == "argument":
        name = (parameter.metavar or (parameter.name or "")).upper()
    else:
        name = ", ".join(f"`{option}`" for option in (*parameter.opts, *parameter.secondary_opts))
    return f"| {name} | {_cell(getattr(parameter, 'help', None))} | {_default(parameter)} |"


def _default(parameter: Any) -> str:  # noqa: ANN401 - as above
    value = parameter.default
    if callable(value) or value in (None, False, (), [], ""):
        return "required" if parameter.required else ""
    return f"`{getattr(value, 'value', value)}`"


def _settings() -> Iterator[str]:
    yield "## Settings\n"
    yield "Environment variables. Numbers are written without separators.\n"
    yield "| variable | meaning | default |"
    yield "| --- | --- | --- |"
    for name, field in Settings.model_fields.items():
        default = "the user data folder" if field.default_factory else f"`{_shown(field.default)}`"
        yield f"| `{ENVIRONMENT_PREFIX}{name.upper()}` | {_cell(field.description)} | {default} |"
    yield ""


def _shown(value: object) -> str:
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return text.strip("*") or "–"


def _endpoints() -> Iterator[str]:
    yield "## Endpoints\n"
    yield "Called as [HTTP and MCP](http.md) describe; `/openapi.json` has the types.\n"
    yield "| endpoint | result | parameters |"
    yield "| --- | --- | --- |"
    for name in ("ask", "search", "compare", "documents"):
        function = getattr(Endpoints, name)
        summary = (inspect.getdoc(function) or "").partition("\n\nArgs:\n")[0]
        yield f"| `/{name}` | {_cell(summary)} | {', '.join(_parameters(function))} |"
    yield ""


def _parameters(function: Any) -> Iterator[str]:  # noqa: ANN401 - any callable
    """Yield the parameters of an endpoint with their defaults."""
    for name, parameter in inspect.signature(function).parameters.items():
        if name != "self":
            default = parameter.default
            yield f"`{name}`" if default in (None, inspect.Parameter.empty) else f"`{name}={default}`"


def _paragraphs(text: str | None) -> str:
    """Return a help text with its lines joined and its paragraphs kept."""
    parts = (inspect.cleandoc(text or "")).split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in parts)


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(reference_text(), encoding="utf-8")
