"""Group the raster rows of a table by their labels, and recognise records that share one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.layout import Cell
from corpus.text_analysis.figures import is_date, is_figure
from corpus.text_analysis.text_cues import strip_leaders, strip_marks


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the raster in one fragment. `merged`: rules show which rows share a label cell.

    `spanning` has for each column the cell that begins in a row above; `stated`: the file states the rows of cells.
    """

    fragment: int
    label: Cell | None
    sublabel: Cell | None
    values: tuple[Cell | None, ...]
    spanning: tuple[Cell | None, ...]
    stated: bool
    first: bool
    last: bool
    merged: bool


@dataclass(frozen=True, slots=True)
class LabelRun:
    """Neighbouring raster rows of one fragment that share label cell and sub-label cell, or one of them: a record."""

    bands: tuple[Band, ...]
    is_record: bool = False

    @property
    def label(self) -> str:
        """Return the label's text."""
        return cell_label(self.bands[0].label)

    @property
    def sub(self) -> str:
        """Return the sub-label's text."""
        return cell_label(self.bands[0].sublabel)

    @property
    def at_top(self) -> bool:
        """Return True if it begins a fragment that is not the first."""
        return self.bands[0].first and self.bands[0].fragment > 0

    @property
    def at_bottom(self) -> bool:
        """Return True if it ends its fragment."""
        return self.bands[-1].last


def cell_label(cell: Cell | None) -> str:
    """Return a label without leaders and footnote marks."""
    return strip_marks(strip_leaders(cell.label)) if cell else ""


def label_runs(bands: Sequence[Band]) -> list[LabelRun]:
    """Group raster rows by label cell and sub-label cell; in files without rules each row is its own.

    Records that share a label cell, or have none below a row with a label, are runs of their own.
    """
    runs: list[LabelRun] = []
    for group in _groups(bands, _shares_label):
        if _are_records(group):
            runs += [LabelRun((band,), True) for band in group]
        else:
            runs += [LabelRun(tuple(part)) for part in _groups(group, _same_labels)]
    return runs


def _groups(bands: Sequence[Band], belong: Callable[[Band, Band], bool]) -> list[list[Band]]:
    """Group neighbouring raster rows that belong together."""
    groups: list[list[Band]] = []
    for band in bands:
        if groups and belong(groups[-1][-1], band):
            groups[-1].append(band)
        else:
            groups.append([band])
    return groups


def _shares_label(one: Band, other: Band) -> bool:
    """Return True if a raster row is beside the same labels as the one above it, or has no label."""
    unlabelled = not cell_label(other.label) and not cell_label(other.sublabel)
    return _same_labels(one, other) or (one.fragment == other.fragment and unlabelled)


def _are_records(bands: Sequence[Band]) -> bool:
    """Return True if each raster row has a name of its own in one column, and a figure in another.

    Options, one of which may be coloured, have no figures, or not all of them.
    """
    columns = list(zip(*(band.values for band in bands), strict=True))
    return len(bands) > 1 and any(map(_are_names, columns)) and any(map(_are_figures, columns))


def _same_labels(one: Band, other: Band) -> bool:
    """Return True if two raster rows are beside the very same label cells."""
    return one.fragment == other.fragment and one.label is other.label and one.sublabel is other.sublabel


def _are_names(cells: Sequence[Cell | None]) -> bool:
    """Return True if cells of one look have texts that differ, and not all of them figures."""
    texts = {cell.text for cell in cells if cell is not None and cell.text}
    looks = {cell.fill for cell in cells if cell is not None}
    return len(texts) == len(cells) and len(looks) == 1 and not all(map(_is_figure, texts))


def _are_figures(cells: Sequence[Cell | None]) -> bool:
    """Return True if all cells have a number or a date."""
    return all(cell is not None and _is_figure(cell.text) for cell in cells)


def _is_figure(text: str) -> bool:
    """Return True if a text is a number or a date."""
    return is_figure(text) or is_date(text)
