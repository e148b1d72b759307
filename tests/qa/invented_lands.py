"""Factsheets of two invented countries as HTML: each has policies of its own, and rows that both tables have."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

_PAGE = """<html><head><title>Country factsheet {land} 2023</title></head><body><h1>Country factsheet {land} 2023</h1>
<h2>1. Introduction</h2><p>{introduction}</p><h2>2. Cluster policy</h2><table>
<caption>Table 1: Cluster policy in {land}</caption>{rows}</table>
<h2>3. Annex</h2><table><caption>Table 2: What is assessed</caption><tr><th>Criterion</th><th>What is looked at</th>
</tr><tr><td>Evidence</td><td>Is there an evaluation of the policy, and of what it achieves for its members?</td></tr>
</table></body></html>"""

_VELMORA: Mapping[str, Sequence[str]] = {
    "": ("National cluster policy (Covenant for Rivers and Mills)", "Regional cluster policy (Lower Ash Agreement)"),
    "POLICY OBJECTIVES": ("Cleaner rivers. Mills are to share their weirs.", "Reed for building."),
    "POLICY FOCUS": ("Three sectors: paper, flour and turbines. A fourth, felt, is to be added.", "Reed and willow."),
    "RESPONSIBLE AUTHORITIES": (
        "The Ministry of Waters drafts the covenant. The Mill Office carries it out.",
        "The Reed Council runs an office with a staff of four.",
    ),
    "HISTORY / Starting year": ("2016", "2019"),
    "HISTORY / Ending year": ("-", "2026"),
    "HISTORY / Explanation": (
        "The covenant was signed in May 2016. An end is not foreseen.",
        "The agreement follows a flood.",
    ),
    "BUDGET / Source of funding": ("Weir tolls (80%), state budget (20%).", "A levy on boats."),
    "POLICY EVALUATION / Availability": ("Ex-post", "None"),
    "POLICY EVALUATION / Results": (
        "A study of 2021 praised the weirs. It found two weak points: few young members and slow payments.",
        "-",
    ),
}
_TARNICE: Mapping[str, Sequence[str]] = {
    "": ("National cluster policy (Kestrel Programme)",),
    "POLICY OBJECTIVES": ("More exports of cheese. Young people are to stay.",),
    "POLICY FOCUS": ("No specific focus",),
    "RESPONSIBLE AUTHORITIES": ("The Hill Board drafts the programme and carries it out.",),
    "HISTORY / Starting year": ("2011",),
    "HISTORY / Ending year": ("2028",),
    "HISTORY / Explanation": ("The programme was renewed in 2019.",),
    "BUDGET / Source of funding": ("A levy on lifts.",),
    "POLICY EVALUATION / Availability": ("Ex-ante",),
    "POLICY EVALUATION / Results": ("Not yet known.",),
}
_LANDS = {
    "Velmora": ("Velmora is a river country of 2.2 million inhabitants. Its capital is Osk.", _VELMORA),
    "Tarnice": ("Tarnice is a hill country of 5.1 million inhabitants. Its capital is Brell.", _TARNICE),
}


def write_lands(folder: Path) -> None:
    """Write a factsheet of each country."""
    for land, (introduction, table) in _LANDS.items():
        rows = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in (label, *cells))}</tr>"
            for label, cells in table.items()
        )
        page = _PAGE.format(land=land, introduction=introduction, rows=rows)
        folder.joinpath(f"{land.lower()}_2023.html").write_text(page, encoding="utf-8")
