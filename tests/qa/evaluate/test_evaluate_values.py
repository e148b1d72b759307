"""What each measure says of one question: where it was found, what was cited, and why it was refused."""

import pytest

from corpus.model import Box
from qa.evaluate.metrics.per_question import answer_values, search_values
from qa.evaluate.metrics.record import Observation, make_record
from qa.evaluate.question import Question
from qa.model import Answer, Citation, Hit, Reason

TOWER = {"quote": "the tower is twelve metres high", "document": "one.pdf", "page": 4}
MILL = {"quote": "the mill was built in 1850", "document": "two.pdf", "page": 2}


def question(**given: object) -> Question:
    fields = {"id": "1", "question": "?", "language": "en", "kind": "factoid", "answer": "twelve metres",
              "answers": ["twelve metres", "12"], "evidence": [TOWER]}  # fmt: skip
    return Question.model_validate(fields | given)


def unanswerable(note: str = "") -> Question:
    return question(kind="unanswerable", answer=None, answers=[], evidence=[], note=note)


def hit(text: str, document: str = "one.pdf", page: int | None = 4) -> Hit:
    return Hit(text=text, context="", document=document, country=None, year=None, page=page, section="", row=None,
               column=None, boxes=(), score=1.0)  # fmt: skip


def cite(quote: str, document: str = "one.pdf", page: int = 4) -> Citation:
    return Citation(document=document, title="", country=None, year=None, page=page, section="", row=None, column=None,
                    quote=quote, boxes=(Box(page, 1, 2, 3, 4),), score=1.0)  # fmt: skip


def answer(text: str = "", *citations: Citation, reason: Reason | None = None) -> Answer:
    return Answer(question="?", answered=reason is None, text=text, reason=reason, confidence=0.5, language="en",
                  citations=citations)  # fmt: skip


def observed(asked: Question, *hits: Hit, said: Answer | None = None) -> Observation:
    return Observation(asked, list(hits), said or answer(reason="not_stated"), 1.0)


def test_passages_pages_and_documents_are_ranked_by_their_first_hit() -> None:
    found = [hit("a", "two.pdf", 1), hit("b", "two.pdf", 1), hit("c", "one.pdf", 4), hit(TOWER["quote"])]
    values = search_values([observed(question(), *found)])["1"]
    assert (values["RR@10"], values["page RR@10"], values["document RR@10"]) == (1 / 4, 1 / 2, 1 / 2)
    assert (values["R@3"], values["page R@1"], values["document R@1"]) == (0, 0, 0)


def test_one_place_is_enough_except_for_a_comparison() -> None:
    found = [hit("x", "three.pdf"), hit(TOWER["quote"])]
    either = search_values([observed(question(evidence=[TOWER, MILL]), *found)])["1"]
    both = search_values([observed(question(kind="comparison", evidence=[TOWER, MILL]), *found)])["1"]
    assert (either["R@5"], either["document R@5"]) == (1, 1)
    assert "places R@5" not in either
    assert (both["R@5"], both["places R@5"], both["document R@5"]) == (1, 0.5, 0.5)


def test_a_question_of_search_alone_has_document_measures_by_grade_and_no_verdict() -> None:
    asked = question(kind="retrieval", answer=None, answers=[], evidence=[TOWER | {"grade": 1}, MILL | {"grade": 2}])
    seen = observed(asked, hit("x", "one.txt"), hit("y", "two.txt"), said=answer("twelve", cite("x")))
    values = search_values([seen])["1"]
    assert values["document R@1"] == 0.5
    assert 0.7 < values["document nDCG@10"] < 1
    assert "R@1" not in values
    assert set(answer_values(seen, None)) == {"latency", "answer words", "false refusals"}


def test_what_is_unanswerable_has_no_ranking_measures() -> None:
    assert search_values([observed(unanswerable(), hit("x"))]) == {}


def test_citation_precision_and_recall_are_judged_by_the_evidence() -> None:
    right, part = cite("So the tower is twelve metres high."), cite("twelve metres")
    beside, other_page = cite("the tower has a clock"), cite("the tower is twelve metres high", page=5)
    values = answer_values(observed(question(), said=answer("12", right, part, beside, other_page)), None)
    assert values["citation precision"] == 2 / 4
    assert values["page-correct citations"] == 3 / 4
    assert values["citation recall"] == 1


def test_the_citations_of_a_comparison_must_bear_every_place() -> None:
    asked = question(kind="comparison", evidence=[TOWER, MILL])
    values = answer_values(observed(asked, said=answer("12", cite("the tower is twelve metres high"))), None)
    assert values["citation recall"] == 0.5


def test_a_refusal_has_no_citations_to_judge() -> None:
    values = answer_values(observed(question()), None)
    assert not [name for name in values if "citation" in name or "cited" in name]
    assert (values["false refusals"], values["right"], values["refusal precision"]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("note", "gold"),
    [("not_held: no sheet on Japan", "not_held"), ("off_topic: weather", "off_topic"), ("near miss: a year", None)],
)
def test_the_note_says_why_to_refuse(note: str, gold: str | None) -> None:
    seen = observed(unanswerable(note), said=answer(reason="not_held"))
    values = answer_values(seen, None)
    assert make_record(seen, values).gold_reason == gold
    assert values["refusal recall"] == values["refusal precision"] == 1
    assert values.get("refusal reason right") == (None if gold is None else float(gold == "not_held"))


def test_answering_the_unanswerable_is_wrong_whatever_is_said() -> None:
    values = answer_values(observed(unanswerable("not_held: x"), said=answer("1850", cite("x"))), None)
    assert (values["refusal recall"], values["right or rightly refused"]) == (0, 0)
    assert "refusal reason right" not in values


def test_number_match_counts_where_a_variant_is_a_number() -> None:
    said = observed(question(), said=answer("It rises 12 metres.", cite("x")))
    assert answer_values(said, None)["number match"] == 1
    assert "number match" not in answer_values(observed(question(answers=["the tower"])), None)


def test_a_record_keeps_what_the_report_shows_out_of_the_json() -> None:
    seen = observed(question(), said=answer("12", cite("twelve metres")))
    record = make_record(seen, answer_values(seen, None))
    assert record.citations[0].boxes == (Box(4, 1, 2, 3, 4),)
    written = record.model_dump(mode="json")
    assert "evidence" not in written
    assert "boxes" not in written["citations"][0]
