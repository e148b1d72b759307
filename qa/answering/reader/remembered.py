"""Remember what a reader said: one question is often put to the same text more than once."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from qa.answering.reader.contract import MultilingualReader, Written

_MOST = 4096
"""Maximum number of pairs of question and text whose score is kept."""


class RememberingReader:
    """Gives a reader only the pairs whose score it does not remember. Safe for threads if the reader is."""

    def __init__(self, reader: MultilingualReader) -> None:
        """Remember the scores of a reader."""
        self._reader = reader
        self._scores: OrderedDict[tuple[Written, Written], float] = OrderedDict()
        self._lock = Lock()

    def scores(self, question: Written, texts: Sequence[Written]) -> list[float]:
        """Return the log-odds, for each text, that it states what the question asks."""
        with self._lock:
            known = {text: self._scores[question, text] for text in texts if (question, text) in self._scores}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known |= dict(zip(new, self._reader.scores(question, new) if new else (), strict=True))
        with self._lock:
            for text in new:
                self._scores[question, text] = known[text]
            while len(self._scores) > _MOST:
                self._scores.popitem(last=False)
        return [known[text] for text in texts]
