"""Pass the text of an OpenDocument file to a builder as the tags of HTML that mean the same."""

from typing import Any

from lxml import etree

from corpus.html.builder import PieceBuilder

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, TEXT, OFFICE, STYLE, DRAW, PRESENTATION = (
    f"{{{_NAMES}{name}:1.0}}" for name in ("table", "text", "office", "style", "drawing", "presentation")
)
FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
TAGS = {
    f"{TEXT}p": "p", f"{TEXT}list": "ul", f"{TEXT}list-item": "li", f"{TABLE}table": "table",
    f"{TABLE}table-header-rows": "thead", f"{TABLE}table-row": "tr", f"{TABLE}table-cell": "td",
    f"{TEXT}line-break": "br", f"{DRAW}page": "section",
}  # fmt: skip
"""Elements that mean the same as elements of HTML."""
SPANS = {"rowspan": "rows", "colspan": "columns"}
BLANKS = frozenset({f"{TEXT}s", f"{TEXT}tab"})
DELETED = frozenset({f"{TEXT}tracked-changes"})
SKIPPED = frozenset({f"{OFFICE}annotation", f"{OFFICE}forms", f"{TEXT}note", f"{TEXT}sequence-decls"})


class TextWalk:
    """The way through the text of a document, without recursion, so that nesting has no limit."""

    def __init__(self, content: Any, builder: PieceBuilder) -> None:  # noqa: ANN401 - lxml has no types
        self._body = content.find(f"{OFFICE}body")
        self._looks = dict(_looks(content))
        self._builder = builder
        self._notes: list[Any] = []
        self._slides = 0

    def walk(self) -> None:
        """Pass the whole text, notes last."""
        events = etree.iterwalk(self._body, events=("start", "end"))
        for event, element in events:
            if event == "start" and element.tag in SKIPPED | DELETED:
                self._skip(element)
                events.skip_subtree()
            elif event == "start":
                self._start(element)
                self._builder.data(element.text or "")
            else:
                if element.tag not in SKIPPED | DELETED:
                    self._builder.end(self._tag(element))
                self._builder.data(element.tail or "" if element is not self._body else "")
        for number, note in enumerate(self._notes, 1):
            self._note(number, note)
        self._builder.close()

    def _start(self, element: Any) -> None:  # noqa: ANN401 - lxml has no types
        """Begin an element."""
        spans = {name: element.get(f"{TABLE}number-{key}-spanned", "1") for name, key in SPANS.items()}
        self._builder.start(self._tag(element), spans if element.tag == f"{TABLE}table-cell" else {})
        if element.tag in BLANKS:
            self._builder.data(" ")

    def _tag(self, element: Any) -> str:  # noqa: ANN401 - lxml has no types
        """Return the element of HTML that means the same, or looks the same."""
        if element.tag == f"{TEXT}h":
            level = element.get(f"{TEXT}outline-level", "1")
            return f"h{level if level in '123456' else 6}"
        if element.tag == f"{TEXT}span":
            return self._looks.get(element.get(f"{TEXT}style-name", ""), "span")
        return TAGS.get(element.tag, "span")

    def _skip(self, element: Any) -> None:  # noqa: ANN401 - lxml has no types
        """Leave out an element; of a note the mark is passed, deleted words are counted."""
        if element.tag in DELETED:
            self._builder.hidden_words += sum(
                len(text.split()) for p in element.iter(f"{TEXT}p") for text in p.itertext()
            )
        elif element.tag == f"{TEXT}note":
            self._notes.append(element)
            self._mark(len(self._notes))

    def _mark(self, number: int) -> None:
        """Pass the mark of a note."""
        self._builder.start("sup", {})
        self._builder.data(str(number))
        self._builder.end("sup")

    def _note(self, number: int, note: Any) -> None:  # noqa: ANN401 - lxml has no types
        """Pass a note as a paragraph that begins with its mark."""
        self._builder.start("p", {})
        self._mark(number)
        for paragraph in note.find(f"{TEXT}note-body").iter(f"{TEXT}p"):
            self._builder.data(" " + "".join(paragraph.itertext()))
        self._builder.end("p")


def _looks(content: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - lxml has no types
    """Return for each text style with a look that counts the element of HTML with that look."""
    found = []
    for style in content.iter(f"{STYLE}style"):
        properties = style.find(f"{STYLE}text-properties")
        if properties is not None:
            found.append((style.get(f"{STYLE}name"), _look(properties)))
    return found


def _look(properties: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Return the element of HTML that looks like text with these properties."""
    position = properties.get(f"{STYLE}text-position", "")
    if (
        properties.get(f"{STYLE}text-line-through-style", "none") != "none"
        or properties.get(f"{TEXT}display") == "none"
    ):
        return "del"
    if position.startswith(("super", "sub")):
        return "sup" if position.startswith("super") else "sub"
    return "b" if properties.get(f"{FORMAT}font-weight") == "bold" else "span"
