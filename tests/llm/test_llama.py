"""A real language model on llama.cpp, opt-in by `make test-llm GGUF=FILE`: whatever it writes, the answer is proved.

FACTSHEET_QA_GGUF names the model's file, FACTSHEET_QA_LLAMA_PYTHON the interpreter of an environment with xllamacpp.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.llama import served
from qa import FactsheetQA
from qa.text.normalize import content_words
from qa.verification.figures import missing_figures
from qa.verification.proof import proof_of

GGUF, PYTHON = "FACTSHEET_QA_GGUF", "FACTSHEET_QA_LLAMA_PYTHON"
QUESTIONS = (
    "What is the annual budget of the Lantern Programme?",
    "Why were the Mixed Funds ended?",
    "¿Quién ejecuta el Lantern Programme?",
    "Since when has Nuevo León had a cluster policy?",
)


@pytest.fixture(scope="module")
def engine(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactsheetQA]:
    if GGUF not in os.environ or PYTHON not in os.environ:
        pytest.skip(f"{GGUF} and {PYTHON} are not set: make test-llm GGUF=FILE sets both")
    with served(Path(os.environ[GGUF]), Path(os.environ[PYTHON])) as settings:
        yield FactsheetQA.build([bundled], index=tmp_path_factory.mktemp("llama") / "index", settings=settings)


@pytest.mark.parametrize("question", QUESTIONS)
def test_whatever_a_real_model_writes_the_answer_is_proved(engine: FactsheetQA, question: str) -> None:
    answer = engine.ask(question)
    assert answer.answered
    assert answer.generation is not None
    assert answer.generation.failure in (None, "unproved")
    if answer.mode == "generated":
        proofs = "\n".join(proof_of(citation).figures for citation in answer.cited)
        text = re.sub(r"\[\d+\]", "", answer.text)
        assert missing_figures(text, proofs, {answer.language}) == []


def test_a_follow_up_is_read_in_the_words_of_the_conversation(engine: FactsheetQA) -> None:
    asked, told, follow_up = QUESTIONS[0], "EUR 8.4 million", "And who carries it out?"
    answer = engine.ask(follow_up, history=[(asked, told)])
    assert beginnings(answer.read_as or follow_up) <= beginnings(f"{asked} {told} {follow_up}")


def beginnings(text: str) -> set[str]:
    """The first letters of the words of content, whatever their endings."""
    return {word[:4] for word in content_words(text)}
