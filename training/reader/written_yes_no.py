"""Make pairs of the yes/no questions that were written by hand, with texts that affirm, deny or leave it open."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from training.reader.as_typed import as_typed
from training.reader.pair import Pair

ENTRIES = Path(__file__).parent / "grammar" / "yes_no.jsonl"
TEXTS = {"yes": "states", "no": "denies", "open": "open"}
"""The lists of texts of an entry, with the kind of their pairs."""
_JUDGED_EVERY = 10
"""One entry in this many is left out of training, to judge by."""


def written_pairs(first: int, chance: random.Random) -> Iterator[Pair]:
    """Yield a pair for each text, with one wording of its question; entries are documents numbered from `first`."""
    for place, line in enumerate(ENTRIES.read_text(encoding="utf-8").splitlines()):
        entry = json.loads(line)
        split = "train" if place % _JUDGED_EVERY else "val"
        for name, kind in TEXTS.items():
            for text in entry[name]:
                question = as_typed(chance.choice([entry["question"], *entry["also"]]), chance)
                tells = int(name != "open")
                about = (first + place, "written", split)
                yield Pair(question, text, "", tells, f"yes or no, {kind}", "en", "en", *about)
