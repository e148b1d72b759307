"""Export of a conversation with all its citations, as Markdown, HTML or JSON."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from qa.model import Citation
from qa.web.translations import Translations
from qa.web.views.labels import place
from qa.web.views.rendering import render
from qa.web.visits.turns import Turn


def as_json(turns: Sequence[Turn], say: Translations) -> str:
    """Return the conversation as a list of what `ask --json` gives, each with its scope."""
    done = [
        {"scope": turn.scope.describe(turn.document_count, say), **turn.answer.to_dict()}
        for turn in turns
        if turn.answer
    ]
    return json.dumps(done, ensure_ascii=False, indent=2) + "\n"


def as_markdown(turns: Sequence[Turn], say: Translations) -> str:
    """Return the conversation as Markdown. Nothing that documents or visitors wrote can act as markup."""
    return f"# {say('page.title')}\n" + "".join(f"\n{part}\n" for turn in turns for part in _markdown(turn, say))


def _markdown(turn: Turn, say: Translations) -> Iterator[str]:
    if turn.answer is None:
        return
    yield f"## {_plain(turn.question)}"
    yield from map(_plain, _lines(turn, say))
    yield from _quotes(turn.answer.citations, say)
    if turn.answer.others:
        yield f"**{_plain(say('answer.others'))}**"
        yield from _quotes(turn.answer.others, say)
    yield f"*{_plain(say('scope.searched', scope=turn.scope.describe(turn.document_count, say)))}*"


def _quotes(citations: Sequence[Citation], say: Translations) -> Iterator[str]:
    """Yield the source and the words of each quote, numbered."""
    for number, citation in enumerate(citations, 1):
        yield f"{number}\\. {_plain(_source(citation, say))}"
        yield f"> {_plain(citation.quote)}"


def _plain(text: str) -> str:
    """Return text on one line without markup: CommonMark lets all ASCII punctuation be escaped."""
    line = " ".join(text.split())
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"([\\`*_{}\[\]<>#|!~&=+-])", r"\\\1", line))


def as_html(turns: Sequence[Turn], say: Translations) -> str:
    """Return the conversation as one HTML file that loads nothing and runs nothing."""
    return render("export", turns=turns, say=say, lines=lambda turn: list(_lines(turn, say)), full_place=_source)


def _lines(turn: Turn, say: Translations) -> Iterator[str]:
    """Yield the remarks on an answer and the lines of its text."""
    text = turn.answer.text.splitlines() if turn.answer else []
    yield from (line for line in (*_remarks(turn, say), *text) if line.strip())


def _remarks(turn: Turn, say: Translations) -> Iterator[str]:
    """Yield how the question was understood, and what a language model had to do with the answer."""
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
    """Return document, page, section, row and column of a quote."""
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
