"""Find the option that is ticked among the boxes of a question: "Yes ☐ No ☑"."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.layout import Word
from corpus.text_analysis.text_cues import box_state, ends_sentence


@dataclass(frozen=True, slots=True)
class TickedOption:
    """The words of the question, and the range of words of its ticked option, with the box."""

    question: str
    start: int
    end: int


def ticked_option(words: Sequence[Word]) -> TickedOption | None:
    """Return the ticked option of a question with several boxes; None unless exactly one of them is ticked."""
    boxes = [number for number, word in enumerate(words) if box_state(word.text) is not None]
    ticked = [number for number in boxes if box_state(words[number].text)]
    if len(boxes) < 2 or len(ticked) != 1:
        return None
    options = _after_labels(words, boxes) if boxes[-1] == len(words) - 1 else _before_labels(words, boxes)
    if any(end - start < 2 for start, end in options):
        return None
    question = " ".join(word.text for word in words[: options[0][0]])
    start, end = options[boxes.index(ticked[0])]
    return TickedOption(question, start, end) if question else None


def _after_labels(words: Sequence[Word], boxes: Sequence[int]) -> list[tuple[int, int]]:
    """Return the ranges of options whose box follows the label; the first label follows the question."""
    rest = [(before + 1, box + 1) for before, box in zip(boxes, boxes[1:], strict=False)]
    longest = max(end - start for start, end in rest)
    first = boxes[0]
    while first > 0 and boxes[0] - first < longest - 1 and not ends_sentence(words[first - 1].text):
        first -= 1
    return [(first, boxes[0] + 1), *rest]


def _before_labels(words: Sequence[Word], boxes: Sequence[int]) -> list[tuple[int, int]]:
    """Return the ranges of options whose box precedes the label."""
    return list(zip(boxes, [*boxes[1:], len(words)], strict=True))
