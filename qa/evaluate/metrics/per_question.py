"""Compute the value of each question in every measure that applies to it."""

from collections.abc import Mapping, Sequence
from statistics import mean

from qa.evaluate.metrics import citations, correctness, evidence_match, number_match, ranking, text_match
from qa.evaluate.metrics.page_texts import PageTexts
from qa.evaluate.metrics.record import JUDGED, Observation
from qa.evaluate.question import Question
from qa.model import Answer


def all_values(seen: Sequence[Observation], sources: PageTexts | None) -> list[dict[str, float]]:
    """Return each question's values by measure name; without sources, quotes are not checked against pages."""
    searched = search_values(seen)
    return [searched.get(one.question.id, {}) | answer_values(one, sources) for one in seen]


def search_values(seen: Sequence[Observation]) -> dict[str, dict[str, float]]:
    """Return by question id the ranking measures of passages, pages and documents, where there is evidence."""
    placed = [one for one in seen if one.question.evidence and one.question.kind != "retrieval"]
    levels = {
        "": ranking.by_question(
            {one.question.id: evidence_match.passage_rank(one.question, one.hits) for one in placed}
        ),
        "page ": ranking.by_question(
            {one.question.id: evidence_match.page_rank(one.question, one.hits) for one in placed}
        ),
        "document ": _document_values([one for one in seen if one.question.documents]),
        "places ": _place_values([one for one in placed if one.question.needs_every_place]),
    }
    values: dict[str, dict[str, float]] = {}
    for level, found in levels.items():
        for question, measured in found.items():
            named = {f"{level}{name}": value for name, value in measured.items()}
            values[question] = values.get(question, {}) | named
    return values


def _document_values(seen: Sequence[Observation]) -> dict[str, dict[str, float]]:
    """Rank documents by their first passages; where one place is enough, any document with evidence counts."""
    relevant: dict[str, Mapping[str, int]] = {}
    found: dict[str, Sequence[str]] = {}
    for one in seen:
        grades = _document_grades(one.question)
        several = one.question.needs_every_place or one.question.kind == "retrieval"
        names = {name: name if several else "gold" for name in grades}
        relevant[one.question.id] = {names[name]: grade for name, grade in grades.items()}
        keys = (evidence_match.document_key(hit.document) for hit in one.hits)
        found[one.question.id] = list(dict.fromkeys(names.get(key, key) for key in keys))
    return ranking.graded(relevant, found)


def _document_grades(question: Question) -> dict[str, int]:
    grades: dict[str, int] = {}
    for place in question.evidence:
        if place.document is not None:
            key = evidence_match.document_key(place.document)
            grades[key] = max(place.grade, grades.get(key, 0))
    return grades


def _place_values(seen: Sequence[Observation]) -> dict[str, dict[str, float]]:
    """Return the share of places found among the first k, for questions that need every place."""
    values = {}
    for one in seen:
        ranks = dict(enumerate(evidence_match.place_ranks(one.question, one.hits)))
        by_place = ranking.by_question({str(number): rank for number, rank in ranks.items()})
        values[one.question.id] = {
            name: mean(measured[name] for measured in by_place.values()) for name in ("R@5", "R@10")
        }
    return values


def answer_values(seen: Observation, sources: PageTexts | None) -> dict[str, float]:
    """Return the measures of the answer itself: correctness, text, citations, refusal and time."""
    question, answer = seen.question, seen.answer
    values = {"latency": seen.milliseconds}
    if answer.answered:
        values["answer words"] = len(answer.text.split())
        if sources is not None and answer.citations:
            values["verbatim quotes"] = sources.share_verbatim(answer.citations)
        values |= _model_values(answer)
    else:
        values["refusal precision"] = float(not question.answerable)
    if question.kind == "conversation":
        values["right"] = values[JUDGED] = float(correctness.is_right(question, answer))
    elif question.answerable:
        values["false refusals"] = float(not answer.answered)
        if question.kind != "retrieval":
            values |= _text_values(question, answer) | _citation_values(question, answer)
            values[JUDGED] = values["right"]
    else:
        values["refusal recall"] = values[JUDGED] = float(not answer.answered)
        if question.gold_reason is not None and not answer.answered:
            values["refusal reason right"] = float(answer.reason == question.gold_reason)
    return values


def _model_values(answer: Answer) -> dict[str, float]:
    """Return the measures of a language model's sentences, where one was used."""
    done = answer.generation
    if done is None:
        return {}
    values = {"removed sentences": float(done.removed), "put into words": float(answer.mode == "generated")}
    if done.sentences:
        values["sentence support"] = 1 - done.removed / done.sentences
    return values


def _text_values(question: Question, answer: Answer) -> dict[str, float]:
    """Compare the text with the gold; a refusal counts as empty text."""
    said = answer.text if answer.answered else ""
    golds = [gold for gold in (question.answer, *question.variants) if gold]
    values = {
        "right": float(correctness.is_right(question, answer)),
        "token F1": max(text_match.token_f1(said, gold) for gold in golds),
        "exact match": float(any(text_match.exact_match(said, gold) for gold in golds)),
    }
    if gold_numbers := number_match.gold_numbers(question.variants):
        pairs = ((found, gold) for found in number_match.numbers_in(said) for gold in gold_numbers)
        values["number match"] = float(any(found.agrees_with(gold) for found, gold in pairs))
    if question.kind == "list" and question.answer:
        values["list items named"] = correctness.share_of_items(question.answer, said)
    return values


def _citation_values(question: Question, answer: Answer) -> dict[str, float]:
    """Compare the places of the citations with the evidence; only for questions that were answered."""
    if not answer.answered or not question.evidence:
        return {}
    cited, gold = answer.cited, question.evidence
    values = {
        "cited page right": float(correctness.cites_evidence_page(question, answer)),
        "citation recall": citations.citation_recall(question, cited),
    }
    if cited:
        values["citation precision"] = citations.citation_precision(question, cited)
        on_page = (any(evidence_match.on_page(one, place) for place in gold) for one in cited)
        values["page-correct citations"] = mean(map(float, on_page))
    if question.kind == "table_cell":
        cells = [place for place in gold if place.row is not None]
        values["cited cell right"] = float(any(evidence_match.in_cell(one, cell) for one in cited for cell in cells))
    return values
