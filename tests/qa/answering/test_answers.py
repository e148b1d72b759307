"""What the engine answers and refuses over the bundled factsheets."""

import pytest

from qa import FactsheetQA


def test_the_steps_of_an_answer_are_timed(bundled_engine: FactsheetQA) -> None:
    timings = bundled_engine.ask("Who pays for the Lantern Programme in Orlavia?").timings
    steps = (timings.embed, timings.search, timings.rerank, timings.answer)
    assert all(step > 0 for step in steps)
    assert sum(steps) <= timings.total


def test_a_question_on_one_country_is_answered_from_it_alone(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("What is the annual budget of the Lantern Programme?")
    assert "EUR 8.4 million" in answer.text
    assert {citation.country for citation in answer.citations} == {"Orlavia"}


def test_the_chosen_option_is_quoted_and_not_the_list_of_options(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("What is the policy scope in Orlavia?", countries=["Orlavia"])
    assert all(len(citation.quote.split()) < 15 for citation in answer.citations if citation.row == "POLICY SCOPE")


def test_a_country_that_is_not_held_is_named_in_the_refusal(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("What is the cluster budget of Norway?")
    assert (answer.answered, answer.reason) == (False, "not_held")
    assert "Norway" in answer.text
    assert "Orlavia 2023" in answer.text


@pytest.mark.parametrize("filters", [{"countries": ["Norway"]}, {"years": [1999]}])
def test_filters_that_let_nothing_through_are_a_refusal_as_not_held(
    bundled_engine: FactsheetQA, filters: dict[str, list[object]]
) -> None:
    answer = bundled_engine.ask("What is the annual budget?", **filters)  # type: ignore[arg-type]
    assert answer.reason == "not_held"
    assert str(next(iter(filters.values()))[0]) in answer.text


def test_filters_take_a_country_by_its_name_in_another_language(bundled_engine: FactsheetQA) -> None:
    hits = bundled_engine.search("budget", k=3, countries=["Méjico"])
    assert {hit.country for hit in hits} == {"Mexico"}


def test_what_no_document_treats_is_refused_with_the_closest_passages(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("How many moons does Jupiter have?")
    assert not answer.answered
    assert len({hit.text for hit in answer.nearest}) == len(answer.nearest) == 3


def test_a_question_for_all_countries_is_answered_from_each(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("Since when have the policies of all countries been in place: the starting year?")
    assert {citation.country for citation in answer.citations} == {"Mexico", "Orlavia", "Marowen"}


def test_a_follow_up_is_read_with_what_went_before(bundled_engine: FactsheetQA) -> None:
    first = bundled_engine.ask("Who oversees the Lantern Programme?")
    follow_up = bundled_engine.ask("And who carries it out?", history=[(first.question, first.text)])
    assert "Orlavian Innovation Foundation" in follow_up.text


def test_a_new_topic_is_not_dragged_into_the_old_one(bundled_engine: FactsheetQA) -> None:
    history = [("Who oversees the Lantern Programme in Orlavia?", "The Ministry of Trades and Waterways.")]
    question = "Why were the Mixed Funds in Mexico discontinued?"
    assert bundled_engine.ask(question, history=history).citations == bundled_engine.ask(question).citations


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("Has the Saltmere Coast Cluster Pact been evaluated?", "No."),
        ("Does the Compact for Clusters and Skills give grants?", "No."),
        ("Are NGOs among the beneficiaries of the policy of Nuevo León?", "Yes."),
        ("Are NGOs among the beneficiaries of the national policy of Mexico?", ""),
        ("Is the Compact for Clusters and Skills still running?", ""),
    ],
)
def test_yes_or_no_is_said_only_where_the_quote_states_it(
    bundled_engine: FactsheetQA, question: str, opening: str
) -> None:
    text = bundled_engine.ask(question).text
    assert text.startswith(opening)
    assert bool(opening) == text.startswith(("Yes.", "No."))


def test_years_asked_for_together_are_quoted_together(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("What are the starting and ending years of the policy of Nuevo León?")
    assert [citation.quote for citation in answer.citations] == ["2015", "2030"]


def test_policies_that_differ_are_quoted_each(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("How do the three policies in Marowen's table differ in their starting years?")
    assert {citation.quote for citation in answer.citations} == {"2020", "2022", "2013"}


def test_a_fact_of_prose_is_compared_by_its_sentences(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("How many inhabitants do Orlavia and Marowen have?")
    assert "3.4 million" in answer.text
    assert "9.1 million" in answer.text
    assert {citation.row for citation in answer.citations} == {None}


def test_what_a_sentence_announces_is_quoted_with_it(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("How do clusters come about on the first of CEPAL's two levels?")
    assert len(answer.citations) == 1
    assert "clusters form around them" in answer.text


def test_an_entry_of_the_references_does_not_answer_what_a_plan_says(bundled_engine: FactsheetQA) -> None:
    answer = bundled_engine.ask("¿Menciona el Plan Nacional de Desarrollo 2019-2024 de México los clústeres?")
    assert "does not mention clusters" in answer.text


@pytest.mark.parametrize("question", ["How do I bake sourdough bread?", "Who won the world cup?"])
def test_the_topic_of_the_conversation_is_not_dragged_into_another_question(
    bundled_engine: FactsheetQA, question: str
) -> None:
    asked = "Why were the Mixed Funds ended?"
    answer = bundled_engine.ask(question, history=[(asked, bundled_engine.ask(asked).text)])
    assert (answer.answered, answer.reason) == (False, "off_topic")


def test_a_page_of_contents_is_found_only_where_the_layout_is_asked_for(bundled_engine: FactsheetQA) -> None:
    contents = {
        passage.text
        for document in bundled_engine.documents()
        for passage in bundled_engine.passages(document.name)
        if passage.kind == "contents"
    }
    layout, topic = (
        {hit.text for hit in bundled_engine.search(question, k=40)}
        for question in ("On which page does the state of play begin?", "What is the state of play in policy scope?")
    )
    assert layout & contents
    assert topic and not topic & contents


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("On which page does section 3 begin in the Mexico factsheet?", "3. State of play 12"),
        ("What page do the references of the factsheet on Orlavia start on?", "References 7"),
        ("Auf welcher Seite beginnt Abschnitt 2 in Marowen?", "2. National cluster policy 4"),
        ("¿En qué página empieza la introducción de Orlavia?", "1. Introduction and economic context 3"),
        ("À quelle page commence la section 3 de Marowen ?", "3. State of play 7"),
    ],
)
def test_the_page_of_a_heading_is_told_by_the_page_of_contents(
    question: str, quote: str, bundled_engine: FactsheetQA
) -> None:
    assert [cited.quote for cited in bundled_engine.ask(question).citations] == [quote]


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("Who is in charge of the national cluster policy of Marowen?", "RESPONSIBLE AUTHORITIES"),
        ("What is the aim of the Lantern Programme?", "POLICY OBJECTIVES"),
    ],
)
def test_a_row_is_found_by_other_words_of_the_trade(question: str, row: str, bundled_engine: FactsheetQA) -> None:
    assert bundled_engine.ask(question).citations[0].row == row


def test_a_new_topic_of_another_country_is_found_beside_the_old_one(bundled_engine: FactsheetQA) -> None:
    question, history = (
        "Which ministry is in charge of the Lantern Programme?",
        [("Who pays for clusters in Mexico?", "")],
    )
    alone, told = bundled_engine.ask(question), bundled_engine.ask(question, history)
    assert alone.answered
    assert (told.text, told.citations) == (alone.text, alone.citations)
