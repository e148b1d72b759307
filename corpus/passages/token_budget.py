"""Estimate the length of texts in tokens of the embedding models."""

import re
from collections.abc import Iterable

from corpus.layout import Paragraph
from corpus.text_analysis.normalize import IDEOGRAPHS

MAX_TOKENS = 250
"""Maximum length of a passage: half of the embedders' 512 tokens, so that the context fits too."""
MAX_ROW_TOKENS = 165
"""Maximum length of a table row that is also a passage."""
MAX_LABEL_TOKENS = 80
"""Maximum length of a part of a passage's context."""

_TOKEN = re.compile(rf"[{IDEOGRAPHS}]|[^\W{IDEOGRAPHS}]{{1,7}}|[^\w\s]")


def tokens(text: str) -> int:
    """Estimate the number of tokens of a text: one for up to seven letters or digits, one for each ideograph or sign.

    The models' vocabularies are not available in this package. On English factsheets the estimate is 1.1 times the
    count by bert-base-uncased's vocabulary (0.9 to 1.3 for 95 % of passages), on Spanish and German prose 0.65 times,
    because that vocabulary is English.
    """
    return len(_TOKEN.findall(text))


def length(paragraphs: Iterable[Paragraph]) -> int:
    """Estimate the length of paragraphs in tokens."""
    return sum(tokens(word.text) for paragraph in paragraphs for word in paragraph.words)


def shorten_to_tokens(text: str) -> str:
    """Shorten a text for a passage's context: cut it after a word and add an ellipsis if it is too long."""
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
