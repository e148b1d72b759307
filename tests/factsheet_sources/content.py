"""Reads the text source of a factsheet."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
FAMILY = FOLDER / "family.toml"
FACTSHEETS = FOLDER.parent.parent / "corpus" / "factsheets"
"""Where the PDFs lie, alone, so that the whole folder can be indexed."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One column of the policy table."""

    type: str
    name: str


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One row of the policy table, with one cell a policy. An empty `label` continues the row above."""

    label: str
    sub: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the state of play, with its options; `chosen` is the number of the option that holds, from 0."""

    name: str
    description: str
    options: tuple[str, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the text under it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Titles:
    """The headings of the main parts."""

    contents: str
    introduction: str
    policy: str
    state: str
    references: str
    annex: str


@dataclass(frozen=True, slots=True)
class Factsheet:
    """Everything that stands in a factsheet, in the light markup of `tests.factsheet_sources.text`.

    `label` is a badge on the cover, empty for none; `dividers` tells whether a page of its own goes before each
    section; `notes` maps footnote marks to their text; `accent` is a colour as `#rrggbb`.
    """

    country: str
    year: int
    language: str
    author: str
    subject: str
    accent: str
    dividers: bool
    label: str
    cover_note: str
    running_note: str
    source: str
    notes: Mapping[str, str]
    titles: Titles
    introduction: str
    policy_text: str
    policy_caption: str
    policies: tuple[Policy, ...]
    policy_rows: tuple[PolicyRow, ...]
    state_text: str
    state_caption: str
    state_parts: tuple[Part, ...]
    criteria: tuple[Criterion, ...]
    references: tuple[str, ...]
    annex_caption: str
    annex_head: tuple[str, ...]

    @property
    def title(self) -> str:
        """The title as it stands in the metadata of the PDF."""
        return f"Country factsheet: {self.country} ({self.year})"


def sources() -> list[Path]:
    """The text sources of all bundled factsheets."""
    return sorted(path for path in FOLDER.glob("*.toml") if path != FAMILY)


def load(path: Path) -> Factsheet:
    """Read one text source together with what all factsheets share.

    Raises:
        ValueError: A row of the policy table has not one cell a policy, or a criterion has no option of that number.
    """
    sheet, family = _read(path), _read(FAMILY)
    place = {"country": sheet["country"], "year": sheet["year"]}
    policies = tuple(Policy(**policy) for policy in sheet["policy"]["policies"])
    return Factsheet(
        **{key: sheet[key] for key in ("country", "year", "language", "author", "subject", "accent", "dividers")},
        **{key: sheet[key] for key in ("label", "cover_note", "running_note", "source", "notes")},
        titles=Titles(**family["titles"]),
        introduction=sheet["introduction"]["text"],
        policy_text=sheet["policy"]["text"],
        policy_caption=sheet["policy"]["caption"],
        policies=policies,
        policy_rows=_policy_rows(path, sheet["policy"]["rows"], len(policies)),
        state_text=family["state"]["text"].format(**place),
        state_caption=family["state"]["caption"].format(**place),
        state_parts=tuple(Part(**part) for part in sheet["state"]["parts"]),
        criteria=_criteria(path, family["criteria"], sheet["state"]["chosen"]),
        references=tuple(sheet["references"]["entries"]),
        annex_caption=family["annex"]["caption"],
        annex_head=tuple(family["annex"]["head"]),
    )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _policy_rows(path: Path, rows: list[dict[str, Any]], policies: int) -> tuple[PolicyRow, ...]:
    for row in rows:
        if len(row["cells"]) != policies:
            raise ValueError(f"{path.name}: {len(row['cells'])} cells for {policies} policies in the row {row}")
    return tuple(PolicyRow(row.get("label", ""), row.get("sub", ""), tuple(row["cells"])) for row in rows)


def _criteria(path: Path, criteria: list[dict[str, Any]], chosen: list[int]) -> tuple[Criterion, ...]:
    if len(chosen) != len(criteria):
        raise ValueError(f"{path.name}: {len(chosen)} chosen options for {len(criteria)} criteria")
    for criterion, number in zip(criteria, chosen, strict=True):
        if not 1 <= number <= len(criterion["options"]):
            raise ValueError(f"{path.name}: {criterion['name']} has no option {number}")
    return tuple(
        Criterion(criterion["name"], criterion["description"], tuple(criterion["options"]), number - 1)
        for criterion, number in zip(criteria, chosen, strict=True)
    )
