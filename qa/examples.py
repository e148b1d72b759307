"""Questions worth asking, drawn from the documents held."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.engine import FactsheetQA


@dataclass(frozen=True, slots=True)
class Example:
    """A question that a document answers. `document` is its file name."""

    question: str
    document: str
    title: str


def examples(engine: "FactsheetQA", count: int = 6) -> list[Example]:
    """At most `count` questions."""
    return [Example(f"What does it say about {d.country}?", d.name, d.title) for d in engine.documents()][:count]
