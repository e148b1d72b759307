"""Small PDFs whose pages take memory and time without end when they are drawn."""

from pathlib import Path

import pypdf
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject


def _number(value: float) -> NumberObject:
    return NumberObject(int(value))


def _form(writer: pypdf.PdfWriter, content: str, inner: DictionaryObject | None) -> DecodedStreamObject:
    form = DecodedStreamObject()
    form.set_data(content.encode())
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(map(_number, (0, 0, 595, 842)))
    if inner is not None:
        form[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/XObject"): DictionaryObject({NameObject("/F"): inner})}
        )
    return form


def nested_forms(path: Path, levels: int = 9, times: int = 10) -> Path:
    """Write a page with an annotation that draws a form ten times, which draws a form ten times, and so on."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    inner = writer._add_object(_form(writer, "0 0 10 10 re f", None))
    for _ in range(levels):
        inner = writer._add_object(_form(writer, "/F Do " * times, inner))
    page[NameObject("/Annots")] = ArrayObject(
        [
            writer._add_object(
                DictionaryObject(
                    {
                        NameObject("/Type"): NameObject("/Annot"),
                        NameObject("/Subtype"): NameObject("/Stamp"),
                        NameObject("/Rect"): ArrayObject(map(_number, (0, 0, 595, 842))),
                        NameObject("/F"): NumberObject(4),
                        NameObject("/AP"): DictionaryObject({NameObject("/N"): inner}),
                    }
                )
            )
        ]
    )
    _write_text(writer, page)
    writer.write(path)
    return path


def huge_page(path: Path, points: int = 14_400) -> Path:
    """Write a page of the largest size that PDF allows."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(points, points)
    _write_text(writer, page)
    writer.write(path)
    return path


def _write_text(writer: pypdf.PdfWriter, page: pypdf.PageObject) -> None:
    """Write a line on a page, so that there is something to index."""
    content = DecodedStreamObject()
    content.set_data(b"BT /F1 12 Tf 72 700 Td (The Heron Fund pays EUR 5 million a year to clusters.) Tj ET")
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
    )
