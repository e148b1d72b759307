"""How long texts are in the tokens of the models that embed them."""

import re
from collections.abc import Iterable

from corpus.layout import Paragraph

MAX_TOKENS = 250
"""Longer passages are split: half of the 512 tokens that the embedders see at once, so that the context fits too."""
MAX_ROW_TOKENS = 165
"""A row of a table is also a passage of its own up to this length."""
MAX_LABEL_TOKENS = 80
"""No part of a passage's context is longer."""

_TOKEN = re.compile(r"\w{1,7}|[^\w\s]")


def tokens(text: str) -> int:
    """About how many tokens a text has: one for every seven letters or digits begun, one for every other sign.

    The vocabularies lie with the models, which this package does not know. On the English factsheets at hand the
    estimate is 1.1 times what bert-base-uncased's vocabulary gives (0.9 to 1.3 for nineteen passages of twenty), on
    Spanish and German prose 0.65 times, as that vocabulary is an English one.
    """
    return len(_TOKEN.findall(text))


def length(paragraphs: Iterable[Paragraph]) -> int:
    """The length of paragraphs in tokens."""
    return sum(tokens(word.text) for paragraph in paragraphs for word in paragraph.words)


def shorten_to_tokens(text: str) -> str:
    """A text for a passage's context: what is too long ends in an ellipsis, where a word ends."""
    if tokens(text) <= MAX_LABEL_TOKENS:
        return text
    kept: list[str] = []
    size = 1
    for word in text.split():
        size += tokens(word)
        if size > MAX_LABEL_TOKENS:
            break
        kept.append(word)
    return " ".join(kept) + "…"
