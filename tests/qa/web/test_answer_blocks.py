"""Answers arranged for reading: no quote is lost, cells make tables."""

from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Box
from qa.model import Answer, Citation
from qa.web.views.answer_blocks import AnswerBlock, AnswerTable, Quotation, answer_blocks

AMOUNTS = ("EUR 14 million", "EUR 2.6 million\nBudget year 2023.", "EUR 7 million")


def citation(quote: str, country: str = "Lilliput", row: str | None = None, column: str | None = None) -> Citation:
    return Citation(
        document=f"{country.lower()}.pdf", title=country, country=country, year=2023, page=1, section="1. Policy",
        row=row, column=column, quote=quote, boxes=(Box(1, 0, 0, 1, 1),), score=1.0,
    )  # fmt: skip


def answer(citations: Sequence[Citation]) -> Answer:
    lines = [
        f"{cited.country}: “{' '.join(cited.quote.split())}” [{number}]" for number, cited in enumerate(citations, 1)
    ]
    return Answer("q?", True, "\n".join(lines), None, 0.9, "en", tuple(citations))


def numbers(blocks: Sequence[AnswerBlock]) -> Iterator[int]:
    for block in blocks:
        if isinstance(block, AnswerTable):
            quotations = [quotation for row in block.rows for cell in row.cells for quotation in cell]
        else:
            quotations = [*getattr(block, "quotations", ())]
            yield from (int(part.text) for part in getattr(block, "segments", ()) if part.kind == "chip")
        yield from (part.number for quotation in quotations for part in quotation.parts)


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(
        st.builds(
            citation,
            quote=st.text(st.characters(categories=["L"]), min_size=1, max_size=60),
            country=st.sampled_from(["Lilliput", "Blefuscu"]),
            row=st.sampled_from([None, "BUDGET", "PERIOD", "AIMS", "RESULTS"]),
            column=st.sampled_from([None, "National policy", "Regional policy"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_each_citation_is_shown_once(citations: list[Citation]) -> None:
    assert sorted(numbers(answer_blocks(answer(citations)))) == list(range(1, len(citations) + 1))


def test_cells_of_several_policies_are_a_table() -> None:
    cited = [citation(amount, row="BUDGET", column=f"Policy {place}") for place, amount in enumerate(AMOUNTS)]
    (table,) = answer_blocks(answer(cited))
    assert isinstance(table, AnswerTable)
    assert table.columns == ["BUDGET"]
    assert [row.label for row in table.rows] == ["Policy 0", "Policy 1", "Policy 2"]
    assert not table.several


def test_a_quote_over_a_page_break_is_one_quotation() -> None:
    cited = [citation("It ends"), citation("here.")]
    text = "Lilliput: “It ends here.” [1] [2]"
    (block,) = answer_blocks(Answer("q?", True, text, None, 0.9, "en", tuple(cited)))
    quotations: Sequence[Quotation] = getattr(block, "quotations", ())
    assert [part.number for quotation in quotations for part in quotation.parts] == [1, 2]
    assert quotations[0].lines == ["It ends here."]
