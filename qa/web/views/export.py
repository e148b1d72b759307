"""A conversation to keep: with all its citations, as Markdown, as a page of HTML or as JSON."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Final

from qa.model import Citation
from qa.web.translations import Translations
from qa.web.views.labels import place
from qa.web.visits.turns import Turn

_STYLE: Final = (
    "body{font:1.05rem/1.55 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1d2022}"
    "h2{font-size:1.2rem;margin:2.2rem 0 .6rem}blockquote{font-family:Georgia,serif;margin:.4rem 0;padding-left:.8rem;"
    "border-left:3px solid #0b5f56;white-space:pre-line}.place,.scope{color:#5a5f63;font-size:.9rem}li{margin:.8rem 0}"
)


def as_json(turns: Sequence[Turn], say: Translations) -> str:
    """The conversation as a list of what `ask --json` gives, each with the scope it was asked in."""
    done = [{"scope": turn.scope.describe(turn.held, say), **turn.answer.to_dict()} for turn in turns if turn.answer]
    return json.dumps(done, ensure_ascii=False, indent=2) + "\n"


def as_markdown(turns: Sequence[Turn], say: Translations) -> str:
    """The conversation as Markdown. Nothing that documents or visitors wrote can act as markup."""
    return f"# {say('page.title')}\n" + "".join(f"\n{part}\n" for turn in turns for part in _markdown(turn, say))


def _markdown(turn: Turn, say: Translations) -> Iterator[str]:
    if turn.answer is None:
        return
    yield f"## {_plain(turn.question)}"
    yield from (_plain(line) for line in (*_remarks(turn, say), *turn.answer.text.splitlines()) if line.strip())
    for number, citation in enumerate(turn.answer.citations, 1):
        yield f"{number}\\. {_plain(_source(citation, say))}"
        yield f"> {_plain(citation.quote)}"
    yield f"*{_plain(say('scope.searched', scope=turn.scope.describe(turn.held, say)))}*"


def _plain(text: str) -> str:
    """Text on one line in which no character acts as markup; CommonMark lets all ASCII punctuation be escaped."""
    line = " ".join(text.split())
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"([\\`*_{}\[\]<>#|!~&=+-])", r"\\\1", line))


def as_html(turns: Sequence[Turn], say: Translations) -> str:
    """The conversation as one HTML file that loads nothing and runs nothing."""
    body = "".join(part for turn in turns for part in _html(turn, say))
    title = escape(say("page.title"))
    return (
        f'<!doctype html>\n<html lang="{say.language}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>{body}</body></html>\n"
    )


def _html(turn: Turn, say: Translations) -> Iterator[str]:
    if turn.answer is None:
        return
    yield f"<h2>{escape(turn.question)}</h2>"
    lines = (*_remarks(turn, say), *turn.answer.text.splitlines())
    yield from (f"<p>{escape(line)}</p>" for line in lines if line.strip())
    if turn.answer.citations:
        yield "<ol>"
        for citation in turn.answer.citations:
            where = escape(_source(citation, say))
            yield f'<li><blockquote>{escape(citation.quote)}</blockquote><p class="place">{where}</p></li>'
        yield "</ol>"
    yield f'<p class="scope">{escape(say("scope.searched", scope=turn.scope.describe(turn.held, say)))}</p>'


def _remarks(turn: Turn, say: Translations) -> Iterator[str]:
    """How the question was read, and what a language model had to do with the answer."""
    if turn.answer is None:
        return
    if turn.answer.read_as is not None:
        yield say("answer.read_as", question=turn.answer.read_as)
    if (done := turn.answer.generation) is None:
        return
    if turn.answer.mode == "generated":
        yield say("answer.by_model", model=done.model)
    yield done.note


def _source(citation: Citation, say: Translations) -> str:
    """Document, page, section, row and column of a quote."""
    parts = [citation.title, citation.document]
    if citation.page is not None:
        parts.append(place(citation, say))
    return ", ".join(part for part in (*parts, citation.section, citation.row, citation.column) if part)


FORMATS: Final[dict[str, tuple[str, Callable[[Sequence[Turn], Translations], str]]]] = {
    "md": ("text/markdown", as_markdown),
    "html": ("text/html", as_html),
    "json": ("application/json", as_json),
}
"""Media type and writer by file ending."""
