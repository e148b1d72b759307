"""What commands print: text for people, with nothing in it that could steer a terminal, or JSON alone."""

import json
import re
import sys

from rich.console import Console
from rich.text import Text

console = Console(highlight=False, soft_wrap=False)
messages = Console(stderr=True, highlight=False)

# C0 and C1 control characters but tab and line feed, and the marks that turn the writing direction.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BARE_CONTROLS = re.compile("[\x7f-\x9f]")


def plain_text(text: str, style: str = "") -> Text:
    """Foreign text, shown as it is: no markup is read in it, and characters that steer a terminal are cut."""
    return Text(_STEERING.sub("", text), style=style)


def print_json(value: object) -> None:
    """Print JSON to standard output, with the control characters escaped that JSON itself would let through."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    escaped = _BARE_CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    sys.stdout.write(escaped + "\n")


def print_text(text: str) -> None:
    """Print text that a program may read to standard output, without the characters that steer a terminal."""
    sys.stdout.write(_STEERING.sub("", text.replace("\r\n", "\n")))


def problem(message: str) -> None:
    """Print one line about what went wrong, to standard error."""
    messages.print(Text.assemble(("Error: ", "bold red"), plain_text(message)), soft_wrap=True)


def warn(message: str) -> None:
    """Print one line about what to look out for, to standard error."""
    messages.print(Text.assemble(("Warning: ", "bold yellow"), plain_text(message)), soft_wrap=True)
