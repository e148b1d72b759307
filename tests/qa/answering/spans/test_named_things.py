"""Quotes on another named thing than the one that a question asks about."""

from dataclasses import replace

import pytest
from answer_parts import passage

from corpus.model import Passage
from qa.answering.spans.named_things import NamedThings
from qa.text.normalize import words

_DRIFT = "The Drift voucher is worth up to 9,000 crowns."
_KILN = "The Kiln voucher pays for a week at the test furnace."
_USED = "In 2022, 41 vouchers were used."
_COMMON = frozenset(words("the voucher vouchers is worth up to pays for a week at test furnace in were used are free"))
_KNOWN = _COMMON | {"drift", "kiln", "2022", "41", "9", "000"}


def _document(*texts: str, section: str = "Money") -> list[Passage]:
    """Return a long report whose last passages have some texts."""
    filler = [f"Chapter {number} is on something else." for number in range(12)]
    passages = [*map(passage, filler), *map(passage, texts)]
    return [replace(each, id=str(number), section=section) for number, each in enumerate(passages)]


@pytest.mark.parametrize(
    ("question", "is_other"),
    [
        ("how many drift vouchers were used in 2022", True),
        ("How many Drift vouchers were used in 2022?", True),
        ("how many kiln vouchers were used in 2022", False),
        ("how many vouchers were used in 2022", False),
        ("how many test vouchers were used", False),
        ("how many oak vouchers were used", False),
    ],
)
def test_the_thing_that_a_question_names_must_be_near_the_quote(question: str, is_other: bool) -> None:
    document = _document(_DRIFT, "The week is free.", _KILN, _USED)
    things = NamedThings(_KNOWN, _COMMON)
    assert things.is_about_another(question, document[-1], "", document, document[-4:]) is is_other


def test_what_the_document_is_about_need_not_be_named_again() -> None:
    document = [replace(passage(_DRIFT), id="first"), *_document(_KILN, "They are free.", _USED)]
    things = NamedThings(_KNOWN, _COMMON)
    question = "how many drift vouchers were used in 2022"
    assert not things.is_about_another(question, document[-1], "", document, document)
    assert not things.is_about_another(question, document[-1], "Drift vouchers: a report", document[1:], document)


def test_cells_of_one_row_name_its_thing() -> None:
    cells = [
        replace(passage(text, "cell", "7", column), id=text)
        for column, text in (("Name", "Drift voucher"), ("Used in 2022", "41"))
    ]
    document = [*_document(_DRIFT), *cells]
    things = NamedThings(_KNOWN, _COMMON)
    assert not things.is_about_another("how many drift vouchers were used", cells[1], "", document, document[-3:])
