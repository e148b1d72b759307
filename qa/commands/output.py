"""Print text for people, without terminal control sequences, or JSON alone."""

import json
import re
import sys

from rich.console import Console
from rich.text import Text

console = Console(highlight=False, soft_wrap=False)
messages = Console(stderr=True, highlight=False)

# C0 and C1 control characters except tab and line feed, and the marks that change the writing direction.
_TERMINAL_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BARE_CONTROLS = re.compile("[\x7f-\x9f]")


def plain_text(text: str, style: str = "") -> Text:
    """Return foreign text without markup and without characters that control a terminal."""
    return Text(_TERMINAL_CONTROLS.sub("", text), style=style)


def print_json(value: object) -> None:
    """Print JSON to standard output, also escaping the control characters that JSON allows."""
    text = json.dumps(value, ensure_ascii=not _can_encode_all(), indent=2)
    escaped = _BARE_CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    sys.stdout.write(escaped + "\n")


def _can_encode_all() -> bool:
    """Return True if standard output has an encoding of all of Unicode."""
    return (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")


def print_text(text: str) -> None:
    """Print machine-readable text to standard output, without characters that control a terminal."""
    sys.stdout.write(_TERMINAL_CONTROLS.sub("", text.replace("\r\n", "\n")))


def problem(message: str) -> None:
    """Print an error on one line of standard error."""
    messages.print(Text.assemble(("Error: ", "bold red"), plain_text(message)), soft_wrap=True)


def warn(message: str) -> None:
    """Print a warning on one line of standard error."""
    messages.print(Text.assemble(("Warning: ", "bold yellow"), plain_text(message)), soft_wrap=True)
