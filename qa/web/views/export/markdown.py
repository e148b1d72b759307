"""Export of a conversation as Markdown. Nothing that documents or visitors wrote can act as markup."""

import re
from collections.abc import Iterator, Sequence

from qa.model import Citation
from qa.web.translations import Translations
from qa.web.views.export.turns import ExportOrigin, full_place, page_link, question_link, text_lines, turn_facts
from qa.web.visits.turns import Turn


def as_markdown(turns: Sequence[Turn], say: Translations, origin: ExportOrigin) -> str:
    """Return the conversation as Markdown."""
    parts = (part for turn in turns for part in _markdown(turn, say, origin))
    head = f"# {say('page.title')}\n\n*{_plain(origin.described(say))}*\n"
    return head + "".join(f"\n{part}\n" for part in parts)


def _markdown(turn: Turn, say: Translations, origin: ExportOrigin) -> Iterator[str]:
    if turn.answer is None:
        return
    yield f"## {_plain(turn.question)}"
    yield from map(_plain, text_lines(turn, say))
    yield from _quotes(turn.answer.citations, turn, say, origin)
    if turn.answer.others:
        yield f"**{_plain(say('answer.others'))}**"
        yield from _quotes(turn.answer.others, turn, say, origin)
    yield f"*{_plain(' · '.join(turn_facts(turn, say)))}*"
    yield f"<{question_link(turn, origin)}>"


def _quotes(citations: Sequence[Citation], turn: Turn, say: Translations, origin: ExportOrigin) -> Iterator[str]:
    """Yield the source and the words of each quote, numbered."""
    for number, citation in enumerate(citations, 1):
        source, link = _plain(full_place(citation, say)), page_link(citation, turn, origin)
        yield f"{number}\\. " + (f"[{source}](<{link}>)" if link else source)
        yield f"> {_plain(citation.quote)}"


def _plain(text: str) -> str:
    """Return text on one line without markup: CommonMark lets all ASCII punctuation be escaped."""
    line = " ".join(text.split())
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"([\\`*_{}\[\]<>#|!~&=+-])", r"\\\1", line))
