"""The names that the documents of a series are about, from their titles and file names."""

import pytest

from corpus.model import Document
from corpus.outline.series import named_series


def sheet(name: str, title: str, country: str | None = None) -> Document:
    return Document(name, name, title, country, None, "en", None)


@pytest.mark.parametrize(
    ("documents", "names"),
    [
        (
            [
                sheet("sheet_brell.docx", "National sheet: forests – Republic of Brell"),
                sheet("sheet_ombria.docx", "National sheet: forests – Kingdom of Ombria"),
                sheet("ficha_velasca.docx", "Ficha nacional: bosques – República de Velasca"),
            ],
            ["Brell", "Ombria", "Velasca"],
        ),
        (
            [
                sheet("1.pdf", "Harbour profile – San Torvo"),
                sheet("2.pdf", "Harbour profile – Umberhaven"),
            ],
            ["San Torvo", "Umberhaven"],
        ),
        (
            [
                sheet("haefen_luedrup.html", "Lüdrup: Programm Hafen | Netz der Häfen"),
                sheet("ports_ellery.html", "Ellery: Quay Programme | Port Network"),
                sheet("ports_tolm.html", "Tolm: Fairway Programme | Port Network"),
            ],
            ["Lüdrup", "Ellery", "Tolm"],
        ),
        (
            [sheet("profile_chile.pdf", "Profile: Chile", "Chile"), sheet("profile_norra.pdf", "Profile: Norra")],
            ["Chile", "Norra"],
        ),
    ],
)
def test_each_document_of_a_series_is_about_a_place(documents: list[Document], names: list[str]) -> None:
    assert [document.country for document in named_series(documents)] == names


@pytest.mark.parametrize(
    "documents",
    [
        [],
        [sheet("sheet_brell.docx", "National sheet: forests – Republic of Brell")],
        [sheet("minutes_lowe.html", "Lowe Council: minutes"), sheet("harbour.pdf", "Annual report of Tarn Harbour")],
        [sheet("a.pdf", "Annual report"), sheet("b.pdf", "Annual report")],
    ],
)
def test_other_documents_are_about_no_place(documents: list[Document]) -> None:
    assert [document.country for document in named_series(documents)] == [None] * len(documents)
