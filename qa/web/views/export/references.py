"""The documents that a conversation cites, for reference managers: BibTeX and RIS."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from qa.model import Citation
from qa.web.views.export.turns import ExportOrigin, page_link
from qa.web.visits.turns import Turn

_SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document with the pages that were quoted, and the address of the first quote's page if it has one."""

    source: Citation
    pages: tuple[int, ...]
    link: str


def as_bibtex(turns: Sequence[Turn], origin: ExportOrigin) -> str:
    """Return the cited documents as BibTeX entries."""
    return "\n".join(_bibtex(cited, key) for key, cited in _keyed(cited_documents(turns, origin)))


def as_ris(turns: Sequence[Turn], origin: ExportOrigin) -> str:
    """Return the cited documents as RIS records."""
    return "\n".join(_ris(cited) for cited in cited_documents(turns, origin))


def cited_documents(turns: Sequence[Turn], origin: ExportOrigin) -> list[CitedDocument]:
    """Return the documents that answers quote, in the order of their first quote."""
    cited = [(turn, citation) for turn in turns if turn.answer for citation in turn.answer.citations]
    quoted: dict[str, list[tuple[Turn, Citation]]] = {}
    for turn, citation in cited:
        quoted.setdefault(citation.document, []).append((turn, citation))
    return [_cited(group, origin) for group in quoted.values()]


def _cited(group: Sequence[tuple[Turn, Citation]], origin: ExportOrigin) -> CitedDocument:
    turn, first = group[0]
    pages = {citation.page for _, citation in group if citation.page}
    return CitedDocument(first, tuple(sorted(pages)), page_link(first, turn, origin) or "")


def _keyed(documents: Sequence[CitedDocument]) -> Iterator[tuple[str, CitedDocument]]:
    """Yield each document with a key of its own, made from its file name."""
    used: set[str] = set()
    for cited in documents:
        stem = re.sub(r"[^A-Za-z0-9]+", "-", cited.source.document.rpartition(".")[0]).strip("-") or "document"
        key, number = stem, 2
        while key in used:
            key, number = f"{stem}-{number}", number + 1
        used.add(key)
        yield key, cited


def _bibtex(cited: CitedDocument, key: str) -> str:
    source = cited.source
    fields = {
        "title": f"{{{_escaped(source.title)}}}",
        "year": str(source.year) if source.year else "",
        "howpublished": _escaped(source.document),
        "pages": ", ".join(map(str, cited.pages)),
        "url": _escaped(cited.link),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{key},\n{''.join(lines)}}}\n"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))


def _ris(cited: CitedDocument) -> str:
    source = cited.source
    fields = [
        ("TY", "RPRT"),
        ("TI", " ".join(source.title.split())),
        ("PY", str(source.year) if source.year else ""),
        ("SP", ", ".join(map(str, cited.pages))),
        ("UR", cited.link),
        ("N1", " ".join(source.document.split())),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"
