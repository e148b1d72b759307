"""Take the steps of a training: AdamW on what is not frozen, with a learning rate that rises, then falls to 0."""

import time
from collections.abc import Sequence
from typing import Any

import torch
import typer
from tokenizers import Tokenizer
from transformers import BertForSequenceClassification

FROZEN_LAYERS = 4
_WARM_UP = 0.06
"""Share of the steps during which the learning rate rises."""
_SHOWN_EVERY = 50
"""Number of steps between two lines of progress."""


def encode_pairs(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> dict[str, torch.Tensor]:
    """Return the model's inputs for pairs of question and text, each of shape (pairs, tokens)."""
    found = tokenizer.encode_batch(list(pairs))
    return {
        "input_ids": torch.tensor([one.ids for one in found]),
        "attention_mask": torch.tensor([one.attention_mask for one in found]),
        "token_type_ids": torch.tensor([one.type_ids for one in found]),
    }


class Descent:
    """A seeded run of a known number of steps over a model whose embeddings and lower layers stay as they are."""

    def __init__(self, model: BertForSequenceClassification, learning_rate: float, steps: int) -> None:
        """Freeze the lower part of a model and prepare to train the rest."""
        for part in (model.bert.embeddings, *model.bert.encoder.layer[:FROZEN_LAYERS]):
            part.requires_grad_(False)
        self._trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self._optimizer = torch.optim.AdamW(self._trained, lr=learning_rate, weight_decay=0.01)
        self._learning_rate, self._steps, self._started = learning_rate, steps, time.monotonic()
        self.done = 0

    def step(self, loss: torch.Tensor) -> None:
        """Change the weights by the gradient of a loss."""
        self.done += 1
        rate = min(1.0, self.done / (_WARM_UP * self._steps)) * max(0.0, 1 - self.done / self._steps)
        for group in self._optimizer.param_groups:
            group["lr"] = self._learning_rate * rate
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._trained, 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        if self.done % _SHOWN_EVERY == 0:
            seconds = time.monotonic() - self._started
            typer.echo(f"step {self.done} of {self._steps}, loss {loss.item():.3f}, {seconds:.0f} s", err=True)

    def state(self) -> dict[str, Any]:
        """Return what `resume` needs."""
        return {"optimizer": self._optimizer.state_dict(), "step": self.done}

    def resume(self, state: dict[str, Any]) -> None:
        """Go on where a run stopped."""
        self._optimizer.load_state_dict(state["optimizer"])
        self.done = int(state["step"])
