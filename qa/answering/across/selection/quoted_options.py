"""Select by what a question puts in quotation marks, which a cell or a chosen option has word for word."""

from collections.abc import Sequence

from qa.answering.across.findings import Finding
from qa.answering.across.selection.conditions import Judged, has_words


def judge_quoted(rows: Sequence[Sequence[Finding]], quoted: Sequence[str], *, negated: bool) -> list[Judged]:
    """Judge the first row in which a cell has the quoted words, preferring chosen options; none if no cell has them."""
    having = [row for row in rows if any(_says(each, quoted) for each in row)]
    if not quoted or not having:
        return []
    row = next((row for row in having if row[0].ranked.span.kind == "chosen"), having[0])
    return [Judged(each, _says(each, quoted) is not negated) for each in row]


def _says(finding: Finding, quoted: Sequence[str]) -> bool:
    return all(has_words(finding.analyzed, text) for text in quoted)
