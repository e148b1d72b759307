"""Write and print the outcome of an evaluation."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qa.commands.output import console, messages, print_json
from qa.errors import UsageError

if TYPE_CHECKING:
    from qa.engine import FactsheetQA
    from qa.evaluate.baseline import RunComparison
    from qa.evaluate.evaluation import Outcome

STANDARD_OUTPUT = Path("-")


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """The files to write; a JSON file named "-" is standard output."""

    json: Path | None
    markdown: Path | None
    html: Path | None

    @property
    def json_printed(self) -> bool:
        """Return True if JSON is printed instead of the tables."""
        return self.json == STANDARD_OUTPUT

    def check(self) -> None:
        """Check that the files can be written, before an evaluation of minutes.

        Raises:
            UsageError: A file cannot be written.
        """
        for path in (self.json, self.markdown, self.html):
            if path is None or path == STANDARD_OUTPUT:
                continue
            place = path if path.exists() else path.absolute().parent
            if path.is_dir():
                raise UsageError(f"{path}: is a folder; name a file")
            if not place.exists():
                raise UsageError(f"{path}: cannot be written: there is no folder {place}")
            if not os.access(place, os.W_OK):
                raise UsageError(f"{path}: cannot be written: no permission")

    def write(self, outcome: "Outcome", engine: "FactsheetQA") -> None:
        """Write the requested files.

        Raises:
            UsageError: A file cannot be written.
        """
        from qa.evaluate.reports.html.page import run_to_html
        from qa.evaluate.reports.markdown import run_to_markdown
        from qa.evaluate.reports.rows import outcome_to_json

        if self.json is not None and not self.json_printed:
            _write(self.json, json.dumps(outcome_to_json(outcome), ensure_ascii=False, indent=1) + "\n")
        if self.markdown is not None:
            _write(self.markdown, run_to_markdown(outcome.records, outcome.known, outcome.extractive))
        if self.html is not None:
            _write(self.html, run_to_html(outcome, engine))


def show_outcome(outcome: "Outcome", *, as_json: bool) -> None:
    """Print the figures as tables, or as JSON alone."""
    from qa.commands.evaluation_tables import print_arms, print_modes, print_run
    from qa.evaluate.reports.rows import format_interval, format_number, outcome_to_json

    if as_json:
        print_json(outcome_to_json(outcome))
        return
    print_run(console, outcome.records)
    if outcome.extractive:
        print_modes(console, outcome.extractive, outcome.records)
    if outcome.known:
        print_arms(console, outcome.records, outcome.known)
    if (seconds := outcome.index_seconds) is not None:
        console.print(
            f"\nIndexing: {format_number(seconds)} s a document ({format_interval(seconds)}, n = {seconds.n})"
        )


def show_comparison(comparison: "RunComparison", max_drop: float, *, json_printed: bool) -> None:
    """Print what changed against the baseline, on standard error if standard output has the JSON."""
    from qa.commands.evaluation_tables import print_comparison

    print_comparison(messages if json_printed else console, comparison, max_drop)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
