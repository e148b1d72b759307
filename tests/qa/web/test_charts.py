"""What a table quotes is drawn: amounts of one unit to scale, years in order on a line, states as dots."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from qa.model import Answer, Citation
from qa.web.views.answer_blocks import AnswerTable, answer_blocks
from qa.web.views.charts.bars import BarChart
from qa.web.views.charts.chart import chart_of
from qa.web.views.charts.states import StateChart
from qa.web.views.charts.timeline import Timeline


def table_of(*cells: str, rows: Sequence[str] = ("ROW",)) -> AnswerTable:
    """The table of an answer that quotes cells, one policy after the other, each with its rows."""
    places = [(rows[place % len(rows)], f"Policy {place // len(rows)}") for place in range(len(cells))]
    cited = [
        Citation("a.pdf", "A", "Lilliput", 2023, 1, "", row, column, cell, (), 1)
        for (row, column), cell in zip(places, cells, strict=True)
    ]
    text = "\n".join(f"Lilliput – {each.row} – {each.column}: “{each.quote}” [{n}]" for n, each in enumerate(cited, 1))
    (table,) = answer_blocks(Answer("q?", True, text, None, 0.9, "en", tuple(cited)))
    assert isinstance(table, AnswerTable)
    return table


def test_amounts_of_one_unit_are_drawn_to_scale() -> None:
    drawn = chart_of(table_of("EUR 14 million", "EUR 2.6 million", "EUR 7 million"))
    assert isinstance(drawn, BarChart)
    assert [bar.text for bar in drawn.rows] == ["EUR 14 million", "EUR 2.6 million", "EUR 7 million"]
    assert [round(bar.share, 3) for bar in drawn.rows] == [1.0, 0.186, 0.5]


def test_amounts_of_different_units_are_not_drawn() -> None:
    assert chart_of(table_of("EUR 14 million", "USD 3 million", "EUR 7 million")) is None


@given(st.lists(st.integers(1850, 2090), min_size=3, max_size=12))
def test_years_keep_their_order_on_the_line(years: list[int]) -> None:
    drawn = chart_of(table_of(*map(str, years)))
    if len(set(years)) == 1:
        assert drawn is None
        return
    assert isinstance(drawn, Timeline)
    places = [entry.start for entry in drawn.rows]
    assert sorted(range(len(years)), key=years.__getitem__) == sorted(range(len(years)), key=places.__getitem__)
    assert min(places) == 0 and max(places) == 1
    ticks = [year for year, _ in drawn.ticks]
    assert ticks == sorted(set(ticks)) and ticks[0] == min(years) and ticks[-1] == max(years)


def test_a_beginning_and_an_end_are_a_bar() -> None:
    drawn = chart_of(table_of("2013", "2020", "2015", "2025", "2020", "2023", rows=("Starting year", "Ending year")))
    assert isinstance(drawn, Timeline)
    assert [(entry.text, entry.start < entry.end) for entry in drawn.rows] == [
        ("2013–2020", True), ("2015–2025", True), ("2020–2023", True),
    ]  # fmt: skip


def test_only_cells_that_are_years_are_drawn_as_years() -> None:
    drawn = chart_of(table_of("since 2013", "2015", "2020", "2022"))
    assert isinstance(drawn, Timeline)
    assert [entry.text for entry in drawn.rows] == ["2015", "2020", "2022"]


def test_states_are_dots_under_their_names() -> None:
    drawn = chart_of(table_of("In-itinere", "Ex-ante", "In-itinere", "No evaluation available"))
    assert isinstance(drawn, StateChart)
    assert [" ".join(lines) for lines in drawn.states] == ["In-itinere", "Ex-ante", "No evaluation available"]
    assert [row.state for row in drawn.rows] == [0, 1, 0, 2]


def test_texts_that_all_differ_are_no_states() -> None:
    assert chart_of(table_of("The Ministry", "The Agency", "The Assembly")) is None
