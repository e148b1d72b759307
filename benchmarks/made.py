"""Ask small files, each of which shows one fault of reading, and see whether the expected value comes back.

    python -m benchmarks.made FOLDER [--no-write]

FOLDER has `cases.jsonl` (file, question, expected, page, fault). Each file is indexed alone. A case is right if the
answer has the expected value (what is before a bracket, a semicolon, or a comma and a remark in lower case; "Yes" and
"No" as its first word), note marks and "and" aside, and cites the page, if one is named. Where a refusal or a warning
is expected, or is named as an alternative, it is right as well.
"""

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from benchmarks.material import write
from corpus.text_analysis.text_cues import SUPERSCRIPTS
from qa import FactsheetQA
from qa.model import Answer

console = Console()


def is_right(case: Mapping[str, Any], answer: Answer | None, warned: bool) -> bool:
    """Return True if an answer is what a case expects; None stands for a file that was refused."""
    expected = case["expected"]
    if "or a warning" in expected and warned:
        return True
    if expected.startswith(("not stated", "refusal")):
        return answer is None or not answer.answered
    if answer is None or not answer.answered:
        return "or refusal" in expected
    value, said = _words(re.split(r"[(;]|, (?=[a-z])", expected)[0]), _words(answer.text)
    if value[:1] in (["no"], ["yes"]):
        return said[:1] == value[:1]
    stated = any(said[start : start + len(value)] == value for start in range(len(said)))
    page = case.get("page")
    return stated and (page is None or any(citation.page == page for citation in answer.citations))


def _words(text: str) -> list[str]:
    """Return the words of a text without case, typographic forms and note marks, and without "and" between values."""
    plain = re.sub(rf"[{SUPERSCRIPTS}]", "", text)
    found = re.findall(r"\w+", unicodedata.normalize("NFKC", plain).casefold())
    return [word for word in found if word != "and"]


def ask(file: Path, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Index a file alone, ask the questions of its cases, and judge the answers."""
    with tempfile.TemporaryDirectory() as index:
        engine = FactsheetQA.build([str(file)], index=index)
        refused = [one.reason for one in engine.report.refused]
        results = []
        for case in cases:
            answer = None if refused else engine.ask(case["question"])
            right = is_right(case, answer, bool(engine.report.warnings))
            said = answer.text if answer else refused[0]
            results.append({"file": file.name, "question": case["question"], "right": right, "answer": said})
    return results


def main(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    save: Annotated[bool, typer.Option("--write/--no-write", help="Write benchmarks/results/made.json.")] = True,
) -> None:
    """Ask all cases of a folder and write how many are right."""
    lines = (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    results = []
    for file in dict.fromkeys(case["file"] for case in cases):
        results += ask(folder / file, [case for case in cases if case["file"] == file])
    for one in results:
        console.print("right" if one["right"] else "wrong", one["file"], one["question"], markup=False, soft_wrap=True)
    right = sum(one["right"] for one in results)
    console.print(f"{right} of {len(results)} are right")
    if save:
        wrong = [{"file": one["file"], "question": one["question"]} for one in results if not one["right"]]
        write("made", {"right": right, "cases": len(results), "wrong": wrong})


if __name__ == "__main__":
    typer.run(main)
