"""Counters for an operator, in Prometheus' text format. Nothing of a question or a visitor is kept."""

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from qa.model import Answer, Reason

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)
"""Upper bounds of the histogram of answer times, in seconds."""


class Metrics:
    """The counters of one server."""

    def __init__(self, engine: "FactsheetQA") -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter("factsheet_qa_questions", "Questions asked.", registry=self._registry)
        self._refusals = Counter("factsheet_qa_refusals", "Questions refused.", ["reason"], registry=self._registry)
        self._seconds = Histogram(
            "factsheet_qa_answer_seconds", "Time to an answer.", buckets=BUCKETS, registry=self._registry
        )
        documents = Gauge("factsheet_qa_documents", "Documents in the index.", registry=self._registry)
        documents.set_function(lambda: len(engine.documents()))
        size = Gauge("factsheet_qa_index_bytes", "Size of the index on disk.", registry=self._registry)
        size.set_function(engine.store.size)

    def count(self, answer: Answer) -> None:
        """Count an answer."""
        self._questions.inc()
        self._seconds.observe(answer.timings.total / 1000)
        if answer.reason is not None:
            self._refusals.labels(answer.reason).inc()

    @property
    def questions(self) -> int:
        """Return the number of questions asked."""
        return int(self._registry.get_sample_value("factsheet_qa_questions_total") or 0)

    def refused(self, reason: Reason) -> int:
        """Return the number of questions that were refused for a reason."""
        return int(self._registry.get_sample_value("factsheet_qa_refusals_total", {"reason": reason}) or 0)

    def text(self) -> bytes:
        """Return all counts as a Prometheus server reads them."""
        return generate_latest(self._registry)
