"""Read Markdown files by rendering them to HTML: CommonMark with tables, notes, definitions, front matter and boxes."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from corpus.html.reader import build_from_html
from corpus.layout import Cell, Facts, Fragment, Layout, Paragraph, Piece
from corpus.limits import Limits
from corpus.text.decode import decode
from corpus.text.hidden import hidden_warning
from corpus.text.runs import TextRun, words_of_runs


def read_markdown(path: Path, limits: Limits, password: str | None = None) -> Layout:  # noqa: ARG001 - a reader's signature
    """Read a Markdown file.

    Raises:
        ReadError: It is binary or blank.
    """
    parser = _parser()
    tokens = parser.parse(decode(path.name, path.read_bytes()))
    builder = build_from_html(parser.renderer.render(tokens, parser.options, {}))
    matter = _front_matter(tokens)
    table = [Piece("table", fragment=_facts_table(matter))] if matter else []
    year = re.search(r"\b(?:19|20)\d\d\b", matter.get("date", ""))
    facts = Facts(title=matter.get("title") or builder.title, published=int(year.group()) if year else None)
    return Layout((*table, *builder.pieces), facts=facts, warnings=hidden_warning(builder.hidden_words))


def _parser() -> MarkdownIt:
    """Return a parser of CommonMark and its usual extensions."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for plugin in (front_matter_plugin, footnote_plugin, deflist_plugin, tasklists_plugin):
        parser.use(plugin)
    for name in ("footnote_block_open", "footnote_block_close", "footnote_close", "footnote_anchor"):
        parser.add_render_rule(name, _nothing)
    parser.add_render_rule("footnote_ref", _note_mark)
    parser.add_render_rule("footnote_open", _note_start)
    return parser


def _nothing(*_: object) -> str:
    """Render nothing."""
    return ""


def _note_mark(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    """Render the mark of a note as a raised number."""
    return f"<sup>{tokens[index].meta['id'] + 1}</sup>"


def _note_start(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    """Begin a note with its raised number; the paragraph that follows is part of it."""
    if index + 1 < len(tokens) and tokens[index + 1].type == "paragraph_open":
        tokens[index + 1].hidden = True
    return f"<p><sup>{tokens[index].meta['id'] + 1}</sup> "


def _front_matter(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the entries of the front matter that are single values, as text."""
    content = next((token.content for token in tokens if token.type == "front_matter"), "")
    try:
        entries = yaml.load(content, Loader=yaml.BaseLoader)  # noqa: S506 - makes strings, lists and mappings only
    except yaml.YAMLError:
        return {}
    if not isinstance(entries, Mapping):
        return {}
    texts = {
        str(name): " ".join(value.replace("\\\n", "\n").split())
        for name, value in entries.items()
        if isinstance(value, str)
    }
    return {name: text for name, text in texts.items() if text}


def _facts_table(entries: Mapping[str, str]) -> Fragment:
    """Return entries as a table of labels and values."""
    cells = [
        Cell(row, row + 1, column, column + 1, (Paragraph(words_of_runs([TextRun(text, bold=column == 0)])),))
        for row, entry in enumerate(entries.items())
        for column, text in enumerate(entry)
    ]
    return Fragment(tuple(cells), len(entries), 2, headers=0)
