"""Any cross-encoder or entailment model in a folder can be the reader, and its scores can be calibrated."""

from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from index.errors import ModelError
from qa.answering.reader.registry import load_reader
from training.reader.base_weights import load_base, load_tokenizer

ENTAILMENT = {0: "contradiction", 1: "entailment", 2: "neutral"}


def save(model: BertForSequenceClassification, folder: Path) -> str:
    """Save a model with the packaged tokenizer, as sentence-transformers loads it; return the folder."""
    model.save_pretrained(folder)
    tokenizer = load_tokenizer()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]", model_max_length=256
    ).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def relevance(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of the packaged cross-encoder, with its one output."""
    base = load_base()
    config = BertConfig(**(base.config.to_dict() | {"num_labels": 1, "id2label": {0: "LABEL_0"}}))
    model = BertForSequenceClassification(config)
    model.bert = base.bert
    with torch.no_grad():
        model.classifier.weight.copy_(base.classifier.weight[:1])
        model.classifier.bias.copy_(base.classifier.bias[:1])
    return save(model, tmp_path_factory.mktemp("relevance"))


def small(labels: dict[int, str], folder: Path) -> str:
    """Save a small model of random weights with the given outputs."""
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=30522,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        id2label=labels,
    )
    return save(BertForSequenceClassification(config), folder)


def test_a_cross_encoder_in_a_folder_ranks_texts(relevance: str) -> None:
    texts = ["Bread is baked from flour.", "The Orchard Plan ends in 2029."]
    bread, plan = load_reader(relevance, 1).scores("When does the Orchard Plan end?", texts)
    assert plan > bread


def test_an_entailment_model_tells_by_entailment_and_contradiction(tmp_path: Path) -> None:
    reader = load_reader(small(ENTAILMENT, tmp_path), 1)
    texts = ["It is open.", "It is closed.", ""]
    assert reader.scores("Is it open?", texts) == pytest.approx(
        [reader.scores("Is it open?", [text])[0] for text in texts], abs=1e-4
    )
    assert reader.scores("Is it open?", []) == []


@pytest.mark.parametrize("labels", [{0: "bad", 1: "good"}, {0: "entailment", 1: "neutral", 2: "other"}])
def test_a_model_with_other_outputs_is_refused(labels: dict[int, str], tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="one output, or an entailment model"):
        load_reader(small(labels, tmp_path), 1)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot load it as a cross-encoder"):
        load_reader(str(tmp_path), 1)
