"""Factsheets in other languages: contents, captions, sources, references, footnotes and lists are what they are."""

from pathlib import Path

import pytest
from corpus_builder import Builder, TableRow

from corpus.limits import Limits
from corpus.parse import parse_file

GERMAN = (
    "Länderbericht: Elbonien (2024)",
    ("Inhaltsverzeichnis", "1. Einleitung", "2. Förderung", "Literaturverzeichnis"),
    "Die Regierung fördert Unternehmen und Hochschulen in allen Regionen, weil sie den Wohlstand sichern will. ",
    ("Zu den Teilen des Programms gehören:", "erstens die Städte,", "zweitens die Dörfer."),
    ("Tabelle 1: Programme des Landes", "Quelle: Ministerium."),
)
SPANISH = (
    "Ficha de país: Elbonia (2024)",
    ("Índice", "1. Introducción", "2. Políticas", "Referencias"),
    "El gobierno apoya a las empresas y a las universidades de todas las regiones porque quiere que el país crezca. ",
    ("Las partes del programa son:", "primero las ciudades,", "después los pueblos."),
    ("Tabla 1: Programas del país", "Fuente: ministerio."),
)
FRENCH = (
    "Fiche pays : Elbonie (2024)",
    ("Table des matières", "1. Introduction", "2. Politiques", "Références"),
    "Le gouvernement soutient les entreprises et les universités parce qu'il veut que toutes les régions grandissent. ",
    ("Les parties du programme sont :", "d'abord les villes,", "ensuite les villages."),
    ("Tableau 1 : Programmes du pays", "Source : ministère."),
)


@pytest.mark.parametrize(
    ("language", "words"), [("de", GERMAN), ("es", SPANISH), ("fr", FRENCH)], ids=["de", "es", "fr"]
)
def test_parts_are_known_by_their_names(
    tmp_path: Path, language: str, words: tuple[str, tuple[str, ...], str, tuple[str, ...], tuple[str, str]]
) -> None:
    title, (contents, first, second, references), prose, (lead, *items), (caption, source) = words
    book = Builder(tmp_path / "sheet.pdf", title=title)
    book.heading(contents)
    for page, heading in enumerate((first, second, references), 2):
        book.paragraph(heading)
        book.canvas.drawString(500, book.y + 5, str(page))
    book.new_page()
    book.heading(first)
    for text in (prose * 4, lead):
        book.paragraph(text)
    for number, item in enumerate(items, 1):
        book.paragraph(f"{number}) {item}", indent=12)
    book.new_page()
    book.heading(second)
    book.paragraph(prose * 2)
    book.paragraph(caption, font="Helvetica-Bold", size=9)
    book.table([("", "A", "B")], [TableRow("X", "", (["5"], ["-"])), TableRow("Y", "", (["6"], ["7"]))], [90.0])
    book.paragraph(source, size=8)
    book.footnote("1 " + prose[:40].strip())
    book.new_page()
    book.heading(references)
    for author in ("Rat (2020). Eins.", "Rat (2021). Zwei."):
        book.paragraph(author)
    reading = parse_file(book.save(), Limits())
    assert reading.document.language == language
    assert [(p.kind, p.section, p.table) for p in reading.passages if p.kind not in ("row", "cell")] == [
        ("contents", contents, None),
        ("paragraph", first, None),
        ("list", first, None),
        ("paragraph", second, None),
        ("caption", second, None),
        ("caption", second, None),
        ("footnote", second, None),
        ("reference", references, None),
        ("reference", references, None),
    ]
    assert {p.table for p in reading.passages if p.row} == {caption}
