"""The rules of what counts as found when reading is measured."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.containment import Read, find, place_kind
from qa.evaluate.question import Evidence

CELL = Evidence(quote="EUR 4 million", page=7, row="BUDGET / Annual", column="National policy (Lantern)")
ROW = Evidence(quote="Annual EUR 4 million EUR 9 million", page=7, row="BUDGET / Annual", column="Regional policy")


def test_a_quote_is_whole_only_word_for_word_and_in_one_passage() -> None:
    apart = [Read("EUR 4"), Read("million"), Read("million 4 EUR")]
    assert not find(CELL, apart).whole
    assert find(CELL, [*apart, Read("It has eur 4\n million a year.")]).whole


def test_four_words_of_five_are_enough() -> None:
    evidence = Evidence(quote="one two three four five")
    assert find(evidence, [Read("five four three two")]).enough
    assert not find(evidence, [Read("five four three")]).enough
    assert find(evidence, [Read("five four three two"), Read("one two three four five six")]).words == 4


def test_the_page_is_that_of_the_quotes_own_words() -> None:
    runs_over = "Nothing yet EUR 4 million"
    assert find(CELL, [Read(runs_over, [(6, 2), (7, 3)])]).page
    assert not find(CELL, [Read(runs_over, [(7, 2), (8, 3)])]).page
    assert not find(CELL, [Read(runs_over)]).page


def test_the_page_does_not_count_the_words_of_a_label() -> None:
    passage = Read("EUR 4 million EUR 9 million Next", [(7, 6), (8, 1)], row="BUDGET / Annual")
    assert find(ROW, [passage]).whole
    assert find(ROW, [passage]).page


def test_labels_must_be_right_in_both_directions() -> None:
    read = Read("EUR 4 million", [(7, 3)], CELL.row, CELL.column)
    assert find(CELL, [read]).labels
    for row, column in ((None, CELL.column), (CELL.row, "Regional policy"), ("BUDGET / Overall", CELL.column)):
        assert not find(CELL, [Read(read.text, read.pages, row, column)]).labels


def test_labels_that_only_name_row_and_column_are_near() -> None:
    found = find(CELL, [Read("EUR 4 million", (), "Annual", "National policy")])
    assert found.near_labels
    assert not found.labels
    assert not find(CELL, [Read("EUR 4 million", (), "Overall", "National policy")]).near_labels


def test_of_a_quote_over_a_whole_row_the_part_in_the_column_is_looked_for() -> None:
    assert find(ROW, [Read("EUR 9 million\nand more", (), ROW.row, ROW.column)]).labels
    assert not find(ROW, [Read("EUR 7 billion", (), ROW.row, ROW.column)]).labels


def test_places_are_told_apart() -> None:
    assert place_kind(CELL) == "cell"
    assert place_kind(ROW) == "row"
    assert place_kind(Evidence(quote="Annual EUR 4 million")) == "prose"


@given(st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "12", "3.5"]), min_size=1, max_size=12), st.data())
def test_whatever_is_cut_out_of_a_passage_is_held_by_it(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    evidence = Evidence(quote=" ".join(words[first:last]), page=3)
    found = find(evidence, [Read(" ".join(words), [(3, len(words))])])
    assert found.whole
    assert found.enough
    assert found.page
