"""What search sees of a passage, and the words that lexical search counts."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

from corpus.model import Passage

_WORD = re.compile(r"\w+(?:[.,]\d+)*")


def searchable(passage: Passage) -> str:
    """What is embedded and lexically indexed of a passage: its breadcrumb and its text."""
    return encodable(f"{passage.context}\n{passage.text}")


def encodable(text: str) -> str:
    """The text without what tokenizers in C and Rust cannot take: NUL and halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")


def terms(text: str) -> list[str]:
    """The words that BM25 counts: case and accents folded, English endings cut by the Snowball stemmer.

    Numbers keep their separators ("3.5", "1,200"). No word is left out: rare questions consist of short words only, and
    BM25 itself gives frequent words next to no weight.
    """
    return [_term(word) for word in _WORD.findall(text)]


def folded(text: str) -> str:
    """The text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@lru_cache(maxsize=1 << 16)
def _term(word: str) -> str:
    # A stemmer holds a buffer: one for each call is safe with threads, and the cache makes calls rare.
    return str(Stemmer.Stemmer("english").stemWord(folded(word)))
