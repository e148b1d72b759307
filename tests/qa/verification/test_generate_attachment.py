"""Values of one quote stay with their own words: made-up quotes, and what the bundled factsheets say themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.verifier.labelled import labelled
from corpus.text_analysis.sentences import sentences
from qa import FactsheetQA
from qa.model import Citation
from qa.verification.clauses import figure_parts
from qa.verification.figures import folded_for_figures

BUDGETS = "The Harbour Pact has EUR 5 million a year and the Forest Plan EUR 8 million."
SHARES = "Universities received 45% of the grants, small firms 35% and local authorities 20%."
TRADE = "Exports rose by 4% in 2021 and by 9% in 2022, while imports fell by 3%."
REGIONS = "The north has 12 clusters and 340 firms, the south 9 clusters and 510 firms."
BODIES = "The Agency of Trade was founded in 1998. The Council of Labour was founded in 2007 and has nine members."
SUMS = "Overall EUR 40 million: EUR 25 million for research; EUR 15 million for training."

TRUE = [
    (BUDGETS, "en", "The Harbour Pact receives EUR 5 million each year"),
    (BUDGETS, "en", "The Forest Plan has EUR 8 million a year, the Harbour Pact EUR 5 million"),
    (BUDGETS, "es", "El Harbour Pact tiene 5 millones de euros al año y el Forest Plan 8 millones de euros"),
    (BUDGETS, "de", "Der Forest Plan erhält 8 Millionen Euro"),
    (SHARES, "en", "Small firms received 35% of the grants"),
    (SHARES, "en", "20% of the grants went to local authorities, 45% to universities"),
    (SHARES, "fr", "Les universités ont reçu 45 % des subventions"),
    (TRADE, "en", "In 2022 exports rose by 9%"),
    (TRADE, "en", "Exports grew by 4% in 2021 and 9% in 2022"),
    (TRADE, "de", "2021 stiegen die Exporte um 4 %"),
    (REGIONS, "en", "There are 9 clusters in the south"),
    (REGIONS, "en", "In the north there are 12 clusters with 340 firms"),
    (REGIONS, "en", "The south has 510 firms"),
    (BODIES, "en", "The Council of Labour was founded in 2007"),
    (BODIES, "de", "Der Council of Labour wurde 2007 gegründet"),
    (SUMS, "en", "EUR 25 million of the EUR 40 million is for research"),
    (SUMS, "fr", "15 millions d'euros sont destinés à la formation"),
]
CHANGED_OVER = [
    (BUDGETS, "en", "The Harbour Pact has EUR 8 million a year and the Forest Plan EUR 5 million"),
    (BUDGETS, "en", "The Forest Plan receives EUR 5 million"),
    (BUDGETS, "es", "El Harbour Pact tiene 8 millones de euros al año y el Forest Plan 5 millones de euros"),
    (BUDGETS, "de", "Der Forest Plan erhält 5 Millionen Euro"),
    (SHARES, "en", "Small firms received 45% of the grants"),
    (SHARES, "en", "20% of the grants went to universities, 45% to local authorities"),
    (SHARES, "fr", "Les universités ont reçu 35 % des subventions"),
    (TRADE, "en", "In 2021 exports rose by 9%"),
    (TRADE, "en", "Imports fell by 9%"),
    (TRADE, "de", "2021 stiegen die Exporte um 9 %"),
    (REGIONS, "en", "There are 12 clusters in the south"),
    (REGIONS, "en", "The south has 340 firms"),
    (BODIES, "en", "The Council of Labour was founded in 1998"),
    (BODIES, "de", "Der Council of Labour wurde 1998 gegründet"),
    (SUMS, "en", "Training gets EUR 25 million"),
    (SUMS, "fr", "25 millions d'euros sont destinés à la formation"),
]


def swaps(engine: FactsheetQA, quote: str, language: str, sentence: str) -> bool:
    citation = Citation("made_up.pdf", "Made up", None, None, 1, "", None, None, quote, (), 1.0)
    return engine.verifier().contradiction(sentence, language, citation) == "swap"


@pytest.mark.parametrize(("quote", "language", "sentence"), TRUE)
def test_values_with_their_own_words_pass(
    bundled_engine: FactsheetQA, quote: str, language: str, sentence: str
) -> None:
    assert not swaps(bundled_engine, quote, language, sentence)


@pytest.mark.parametrize(("quote", "language", "sentence"), CHANGED_OVER)
def test_values_with_each_others_words_are_caught(
    bundled_engine: FactsheetQA, quote: str, language: str, sentence: str
) -> None:
    assert swaps(bundled_engine, quote, language, sentence)


def test_most_labelled_swaps_are_caught_and_no_true_sentence_is_taken_for_one(bundled_engine: FactsheetQA) -> None:
    verifier = bundled_engine.verifier()
    found = {
        kind: [
            verifier.contradiction(one.text, one.language, one.citation)
            for one in labelled(bundled_engine)[::3]
            if one.kind == kind
        ]
        for kind in ("true", "swap")
    }
    assert "swap" not in found["true"]
    assert sum(fault is not None for fault in found["swap"]) >= 0.75 * len(found["swap"])


def test_no_sentence_of_the_factsheets_changes_its_own_values_over(bundled_engine: FactsheetQA) -> None:
    (document, *_) = bundled_engine.documents()
    for passage in list(bundled_engine.passages(document.name))[::3]:
        text = " ".join(passage.text.split())
        said = [text[start:end].rstrip(".") for start, end in sentences(text)]
        assert [one for one in said if swaps(bundled_engine, text, "en", one)] == []


WORDS = st.sampled_from(
    ["Firms", "received", "45%", "3%", ",", "and", ";", "ß", "12", "EUR 5", "in 2021", ". The", "ﬁ"]
)


@given(st.lists(WORDS, max_size=20), st.sampled_from(["percent", "count", "EUR", "calendar"]))
def test_parts_are_runs_of_the_text_in_order(words: list[str], kind: str) -> None:
    text = " ".join(words)
    folded, place = folded_for_figures(text), 0
    for part in figure_parts(text, kind):
        assert part.values
        place = folded.index(f"{part.before}{part.written}{part.after}", place) + len(part.before) + len(part.written)
