"""A real language model on llama.cpp, opt-in by `make test-llm GGUF=FILE`: whatever it writes, the answer is proved.

FACTSHEET_QA_GGUF names the model's file, FACTSHEET_QA_LLAMA_PYTHON the interpreter of an environment with xllamacpp.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa import FactsheetQA
from qa.generate.figures import missing_figures
from qa.generate.proof import proof_of
from qa.settings import Settings

GGUF, PYTHON = "FACTSHEET_QA_GGUF", "FACTSHEET_QA_LLAMA_PYTHON"
QUESTIONS = (
    "What is the annual budget of the Lantern Programme?",
    "Why were the Mixed Funds ended?",
    "¿Quién ejecuta el Lantern Programme?",
    "Since when has Nuevo León had a cluster policy?",
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    if GGUF not in os.environ or PYTHON not in os.environ:
        pytest.skip(f"{GGUF} and {PYTHON} are not set: make test-llm GGUF=FILE sets both")
    command = [os.environ[PYTHON], str(Path(__file__).parent / "serve_gguf.py"), os.environ[GGUF]]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        address = server.stdout.readline().strip()
        assert address, "the model could not be served; its messages are above"
        yield address
        server.stdin.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_whatever_a_real_model_writes_the_answer_is_proved(
    address: str, bundled: Path, tmp_path_factory: pytest.TempPathFactory, question: str
) -> None:
    settings = Settings(llm_url=address, llm_model="local", llm_seconds=600, llm_total_seconds=600)
    engine = FactsheetQA.build([bundled], index=tmp_path_factory.getbasetemp() / "llama-index", settings=settings)
    answer = engine.ask(question)
    assert answer.answered
    assert answer.generation is not None
    assert answer.generation.failure in (None, "unproved")
    if answer.mode == "generated":
        proofs = "\n".join(proof_of(citation).figures for citation in answer.cited)
        text = re.sub(r"\[\d+\]", "", answer.text)
        assert missing_figures(text, proofs, {answer.language}) == []
