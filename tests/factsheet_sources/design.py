"""Fonts, colours, measures and paragraph styles of the bundled factsheets."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = RIGHT = 54.0
TOP = 92.0
BOTTOM = 66.0
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT

SANS, SANS_BOLD, SANS_ITALIC = "SourceSans", "SourceSans-Semibold", "SourceSans-Italic"
SERIF, SERIF_BOLD = "SourceSerif", "SourceSerif-Semibold"
INK = HexColor("#20282b")
MUTED = HexColor("#5c6669")

_FILES = {
    SANS: ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    SANS_BOLD: ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    SANS_ITALIC: ("font_source_sans_pro", "SourceSansPro-It.ttf"),
    SERIF: ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    SERIF_BOLD: ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
}


def register_fonts() -> None:
    """Make the fonts known to ReportLab. They come with the development packages and are embedded as subsets."""
    for name, (package, file) in _FILES.items():
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(f"{package} is not installed: pip install '.[dev]'", name=package)
        pdfmetrics.registerFont(TTFont(name, Path(spec.origin).parent / "files" / file))
    pdfmetrics.registerFontFamily(SANS, normal=SANS, bold=SANS_BOLD, italic=SANS_ITALIC, boldItalic=SANS_BOLD)


@dataclass(frozen=True, slots=True)
class Palette:
    """One accent colour and its tints."""

    accent: Color

    def tint(self, share: float) -> Color:
        """The accent mixed with white: 1 is the accent itself, 0 is white."""
        return Color(*(share * part + (1 - share) for part in self.accent.rgb()))

    @property
    def grid(self) -> Color:
        """The rules of tables."""
        return self.tint(0.4)

    @property
    def label(self) -> Color:
        """The background of row labels."""
        return self.tint(0.07)

    @property
    def chosen(self) -> Color:
        """The background of the option that holds."""
        return self.tint(0.34)


def palette(accent: str) -> Palette:
    """The palette around an accent given as `#rrggbb`."""
    return Palette(HexColor(accent))


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles of a factsheet."""

    body: ParagraphStyle
    item: ParagraphStyle
    heading: ParagraphStyle
    subheading: ParagraphStyle
    caption: ParagraphStyle
    source: ParagraphStyle
    note: ParagraphStyle
    reference: ParagraphStyle
    option: ParagraphStyle
    head: ParagraphStyle
    label: ParagraphStyle
    sub: ParagraphStyle
    category: ParagraphStyle
    cell: ParagraphStyle
    cell_item: ParagraphStyle


def styles(colours: Palette) -> Styles:
    """The paragraph styles in the given colours."""

    def style(font: str, size: float, leading: float, **more: object) -> ParagraphStyle:
        settings = {"textColor": INK, "alignment": TA_LEFT, "allowWidows": 0, "allowOrphans": 0, "bulletFontName": SANS}
        return ParagraphStyle(
            "", fontName=font, fontSize=size, leading=leading, bulletFontSize=size, **{**settings, **more}
        )

    accent = colours.accent
    return Styles(
        body=style(SANS, 10.5, 15, spaceAfter=8),
        item=style(SANS, 10.5, 15, spaceAfter=3, leftIndent=20, bulletIndent=4),
        heading=style(SERIF_BOLD, 21, 26, spaceBefore=16, spaceAfter=14, textColor=accent),
        subheading=style(SERIF_BOLD, 13.5, 18, spaceBefore=8, spaceAfter=4, textColor=accent, keepWithNext=1),
        caption=style(SANS_BOLD, 9.5, 13, spaceBefore=6, spaceAfter=5, textColor=accent),
        source=style(SANS_ITALIC, 8.5, 12, spaceBefore=5, spaceAfter=10, textColor=MUTED),
        note=style(SANS, 8, 10.6, textColor=MUTED),
        reference=style(SANS, 9, 12.5, spaceAfter=5.5, leftIndent=14, firstLineIndent=-14),
        option=style(SANS, 9, 12, spaceAfter=4),
        head=style(SANS_BOLD, 9, 11.5, textColor=white),
        label=style(SANS_BOLD, 8, 10.4, textColor=accent),
        sub=style(SANS_BOLD, 8, 10.4, textColor=INK),
        category=style(SANS_BOLD, 9, 11.8, spaceAfter=4),
        cell=style(SANS, 9, 12, spaceBefore=6, spaceAfter=4),
        cell_item=style(SANS, 9, 12, spaceBefore=3, spaceAfter=3, leftIndent=15, bulletIndent=3),
    )
