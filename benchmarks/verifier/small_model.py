"""Let a small model rephrase answers, and record each of its sentences with the verifier's judgement.

`python -m benchmarks.verifier.small_model URL MODEL --questions N` asks the bundled factsheets' questions and writes
`benchmarks/results/small_model.json`. Small models seldom cite. An answer would lose such sentences unread; here they
are checked against every quote, so that something is learnt. A person judges in the field
`true` whether a sentence follows from its quotes; judgements of repeated sentences are kept. The counts are printed.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from pydantic import SecretStr

from benchmarks.material import BUNDLED, BUNDLED_QUESTIONS, stored, write
from qa import FactsheetQA
from qa.evaluate.question_sets.load import load_question_sets
from qa.generate.client import ModelClient
from qa.generate.errors import ModelTrouble
from qa.generate.model_output import Sentence, parse_reply
from qa.generate.prompt import to_rephrase
from qa.model import Answer
from qa.settings import ModelSettings, Settings
from qa.verification.verifier import Verifier

NAME = "small_model"


def main(
    url: Annotated[str, typer.Argument(help="The base URL of the model's server.")],
    model: Annotated[str, typer.Argument(help="The model's name.")],
    questions: Annotated[int, typer.Option(help="How many of the questions that stand alone.")] = 40,
    seconds: Annotated[float, typer.Option(help="How long a reply may take.")] = 600,
) -> None:
    """Ask, judge and write."""
    client = ModelClient(ModelSettings(url, model, SecretStr(""), seconds, seconds))
    with TemporaryDirectory() as folder:
        engine = FactsheetQA.build([BUNDLED], index=Path(folder) / "index", settings=Settings().without_model())
        typer.echo(_shares(_ask(client, engine, questions)))


def _ask(client: ModelClient, engine: FactsheetQA, count: int) -> list[dict[str, Any]]:
    """Record the model's sentences on a number of questions, writing after each one."""
    asked = [one for one in load_question_sets([BUNDLED_QUESTIONS]) if not one.history]
    judged = {line["sentence"]: line.get("true") for line in stored(NAME).get("sentences", ())}
    lines: list[dict[str, Any]] = []
    for question in asked[:: max(1, len(asked) // count)][:count]:
        answer = engine.ask(question.question)
        if answer.answered:
            lines += _lines(client, engine.verifier(), answer, judged)
            write(NAME, {"model": client.model, **_shares(lines), "sentences": lines})
    return lines


def _lines(
    client: ModelClient, verifier: Verifier, answer: Answer, judged: Mapping[str, bool | None]
) -> Iterator[dict[str, Any]]:
    """Yield each sentence that the model writes for an answer until it fails; repeated ones count once."""
    quotes = [citation.quote for citation in answer.citations]
    said: set[str] = set()
    try:
        for sentence in parse_reply(client.write(to_rephrase(answer.question, answer.language, answer.citations))):
            text = " ".join(f"{part.text} {list(part.cited)}" for part in sentence.parts)
            if text not in said:
                said.add(text)
                fault = _fault(verifier, sentence, answer)
                common = {"question": answer.question, "quotes": quotes, "sentence": text, "removed_for": fault}
                yield common | {"true": judged.get(text)}
    except ModelTrouble as trouble:
        typer.echo(f"{answer.question}: {trouble}", err=True)


def _fault(verifier: Verifier, sentence: Sentence, answer: Answer) -> str | None:
    """Return why a sentence is removed, or None. One that cites nothing is checked against every quote."""
    for part in sentence.parts:
        numbers = [number for number in part.cited if 1 <= number <= len(answer.citations)]
        checked = numbers or range(1, len(answer.citations) + 1)
        faults = [verifier.fault(part.text, answer.language, answer.citations[number - 1]) for number in checked]
        if None not in faults:
            return faults[0]
    return None


def _shares(lines: list[dict[str, Any]]) -> dict[str, int]:
    """Count the sentences of each kind that a person judged."""
    return {
        "false and caught": sum(line["true"] is False and line["removed_for"] is not None for line in lines),
        "false and passed": sum(line["true"] is False and line["removed_for"] is None for line in lines),
        "true and kept": sum(line["true"] is True and line["removed_for"] is None for line in lines),
        "true and removed": sum(line["true"] is True and line["removed_for"] is not None for line in lines),
        "not judged": sum(line["true"] is None for line in lines),
    }


if __name__ == "__main__":
    typer.run(main)
