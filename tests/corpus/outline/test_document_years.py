"""A document's year: from its title, cover or name, else the date in its metadata if the text names that year."""

from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from corpus.limits import Limits
from corpus.parse import parse_file


def year(path: Path, text: str, created: int = 2013, row: tuple[str, str] = ("", "")) -> int | None:
    """Write a Word file with a date of creation, and return the year that is read."""
    document = docx.Document()
    document.core_properties.created = datetime(created, 12, 23, tzinfo=UTC)
    document.add_paragraph(text)
    table = document.add_table(2, 2)
    for cell, content in zip(table.rows[1].cells, row, strict=True):
        cell.text = content
    document.save(str(path))
    return parse_file(path, Limits()).document.year


def test_the_date_of_a_template_is_not_the_year_of_a_document(tmp_path: Path) -> None:
    assert year(tmp_path / "levy.docx", "The levy is 62 euros a year, and the bridge has the number 20135.") is None


@pytest.mark.parametrize("row", [("Levy in 2013", "62"), ("Levy", "62 (2013)")])
def test_a_date_of_creation_counts_if_the_text_names_its_year(tmp_path: Path, row: tuple[str, str]) -> None:
    assert year(tmp_path / "levy.docx", "The levy has been 62 euros since May 2013.") == 2013
    assert year(tmp_path / "table.docx", "The levy is 62 euros.", row=row) == 2013


def test_the_name_of_a_file_counts_before_its_date(tmp_path: Path) -> None:
    assert year(tmp_path / "levy_2021.docx", "The levy has been 62 euros since May 2013.") == 2021
