"""The order of the spans of the best passages."""

from qa.answering.spans.span_signals import SPAN_SIGNALS
from qa.engine import FactsheetQA
from qa.text.analyzed_text import analyzed


def test_the_span_that_states_the_figure_is_first(bundled_engine: FactsheetQA) -> None:
    finder = bundled_engine.newest().finder
    query = finder.retriever.query("What is the annual budget of the Lantern Programme?", "en")
    spans = finder.span_ranker.rank(query, finder.retriever.rank(query, None, 20))
    assert "EUR 8.4 million" in spans[0].span.text
    assert all(each.span.passage.kind != "row" or each.span.passage.chosen for each in spans)
    assert spans[0].signals.keys() == {signal.name for signal in SPAN_SIGNALS.signals}


def test_what_was_answered_before_is_marked_as_repeated(bundled_engine: FactsheetQA) -> None:
    finder = bundled_engine.newest().finder
    query = finder.retriever.query("Who oversees the Lantern Programme?", "en")
    passages = finder.retriever.rank(query, None, 20)
    answered = next(
        s.span.analyzed for s in finder.span_ranker.rank(query, passages) if len(s.span.analyzed.content_words) > 3
    )
    again = finder.span_ranker.rank(query, passages, answered)
    assert all(each.signals["repeats"] for each in again if each.span.text == answered.text)
    assert not any(each.signals["repeats"] for each in finder.span_ranker.rank(query, passages, analyzed("")))
