"""What a reader said is remembered, and is what it would say again."""

from collections.abc import Sequence

from qa.answering.reader.contract import Written
from qa.answering.reader.registry import load_multilingual_reader
from qa.answering.reader.remembered import RememberingReader

QUESTION = Written("Who pays for it?", "en")
TEXTS = [Written("Source of funding: the county", "en"), Written("Paga la provincia.", "es"), Written("", "en")]


class CountingReader:
    """Scores a text by its length, and counts how many it is given."""

    def __init__(self) -> None:
        self.given = 0

    def scores(self, question: Written, texts: Sequence[Written]) -> list[float]:
        self.given += len(texts)
        return [float(len(question.text) + len(text.text)) for text in texts]


def test_a_pair_is_read_once() -> None:
    counting = CountingReader()
    reader = RememberingReader(counting)
    first = reader.scores(QUESTION, [TEXTS[0], TEXTS[1], TEXTS[0]])
    assert reader.scores(QUESTION, TEXTS)[:2] == first[:2]
    assert first[0] == first[2]
    assert counting.given == len(TEXTS)
    assert reader.scores(Written("Who?", "en"), TEXTS[:1]) != first[:1]


def test_the_packaged_readers_say_the_same_again() -> None:
    reader = load_multilingual_reader("", 1)
    assert reader.scores(QUESTION, TEXTS) == reader.scores(QUESTION, TEXTS[::-1])[::-1]
