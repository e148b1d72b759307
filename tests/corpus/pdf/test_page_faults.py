"""Check that an error in one page costs that page's layout only, and that its text is kept."""

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.limits import Limits
from corpus.parse import parse_file
from corpus.pdf.file.source import HEAVY_BYTES
from corpus.pdf.page_model import PageFaults


def test_a_failed_step_gives_the_plain_result_and_a_warning() -> None:
    faults = PageFaults()
    assert faults.attempt(3, lambda: [1][5], lambda: -1) == -1
    assert faults.attempt(4, lambda: 7, lambda: -1) == 7
    (warning,) = faults.warnings
    assert warning.startswith("page 3: only its plain text was read (IndexError")


def test_running_out_of_memory_is_no_fault_of_a_page() -> None:
    def fail() -> int:
        raise MemoryError

    with pytest.raises(MemoryError):
        PageFaults().attempt(1, fail, lambda: 0)


def test_a_page_with_too_many_drawing_instructions_keeps_its_text(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "heavy.pdf"), pagesize=A4, invariant=1, pageCompression=0)
    canvas.drawString(72, 700, "The harbour office has forty berths for visiting boats.")
    canvas._code.append("0 0 m 1 1 l S\n" * (HEAVY_BYTES // 14 + 1))
    canvas.showPage()
    canvas.drawString(72, 700, "The second page is an ordinary page of the report.")
    canvas.save()
    reading = parse_file(tmp_path / "heavy.pdf", Limits())
    texts = " ".join(" ".join(passage.text.split()) for passage in reading.passages)
    assert "The harbour office has forty berths for visiting boats." in texts
    assert "The second page is an ordinary page of the report." in texts
    assert [warning.split(":")[0] for warning in reading.warnings] == ["page 1"]
    first = next(passage for passage in reading.passages if passage.page == 1)
    assert all(box.x0 >= 72 - 2 and box.top >= 842 - 715 and box.bottom <= 842 - 690 for box in first.boxes)
