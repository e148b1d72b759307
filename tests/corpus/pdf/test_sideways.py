"""Check pages whose text is set sideways: read like upright ones, with their boxes where viewers show the text."""

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits
from corpus.parse import parse_file

ROWS = [("Region", "2021", "2022"), ("North", "12.5", "13.5"), ("South", "7.1", "8.1"), ("Islands", "31.0", "32.0")]


@pytest.mark.parametrize("climbs", [True, False])
def test_a_table_set_sideways_is_read(tmp_path: Path, climbs: bool) -> None:
    canvas = Canvas(str(tmp_path / "sideways.pdf"), pagesize=A4, invariant=1)
    canvas.translate(*((A4[0], 0) if climbs else (0, A4[1])))
    canvas.rotate(90 if climbs else -90)
    for number, row in enumerate(ROWS):
        for x, text in zip((100, 300, 400), row, strict=True):
            canvas.drawString(x, 400 - 20 * number, text)
    canvas.save()
    passages = parse_file(tmp_path / "sideways.pdf", Limits()).passages
    (cell,) = [passage for passage in passages if (passage.row, passage.column) == ("South", "2022")]
    assert cell.text == "8.1"
    (box,) = cell.boxes
    x, y = (A4[0] - 360, A4[1] - 400) if climbs else (360, 400)
    assert box.x0 - 4 <= x <= box.x1 + 4
    assert box.top - 20 <= y <= box.bottom + 20
