"""Decide which HTML elements are shown: hidden and struck-through ones are not read."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import tinycss2

SILENT = frozenset(
    {"script", "style", "template", "noscript", "svg", "nav", "head", "iframe", "object", "audio", "video", "datalist"}
)
"""Elements whose text belongs to no page."""
DELETED = frozenset({"del", "s", "strike"})
"""Elements whose text is no longer valid."""

_SIMPLE = re.compile(r"(?P<tag>[\w-]+)?(?P<mark>[.#][\w-]+)?")
_SUSPICIOUS = re.compile(r"none|hidden|line-through", re.IGNORECASE)


class Visibility:
    """The elements that attributes and style sheets hide. Of selectors, tags, classes and ids are understood."""

    def __init__(self) -> None:
        self._hidden: dict[tuple[str, str, str], bool] = {}

    def add_style_sheet(self, text: str) -> None:
        """Add the rules of a style sheet; rules for other media than the screen are ignored."""
        if not self._hidden and not _SUSPICIOUS.search(text):
            return
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule":
                states = dict(_states(tinycss2.parse_blocks_contents(rule.content)))
                for selector in _selectors(tinycss2.serialize(rule.prelude)):
                    self._hidden |= {(*selector, name): hides for name, hides in states.items()}

    def hides(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Return True if an element is hidden or struck through."""
        if tag in DELETED or "hidden" in attributes:
            return True
        return _style_hides(attributes.get("style", "")) or (
            bool(self._hidden) and self._is_hidden_by_rule(tag, attributes)
        )

    def _is_hidden_by_rule(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Return True if a rule for the element's tag, class or id hides it."""
        marks = ["", *(f".{name}" for name in attributes.get("class", "").split()), f"#{attributes.get('id', '')}"]
        return any(
            self._hidden.get((name, mark, prop), False)
            for name in ("", tag)
            for mark in marks
            for prop in ("display", "visibility", "text-decoration")
        )


@lru_cache(maxsize=1 << 12)
def _style_hides(style: str) -> bool:
    """Return True if a style attribute hides its element."""
    if not _SUSPICIOUS.search(style):
        return False
    return any(hides for _, hides in _states(tinycss2.parse_blocks_contents(style)))


def _selectors(prelude: str) -> Iterator[tuple[str, str]]:
    """Yield the simple selectors of a rule as tag and class or id."""
    for selector in prelude.split(","):
        found = _SIMPLE.fullmatch(selector.strip())
        if found and found.group():
            yield (found["tag"] or "").lower(), found["mark"] or ""


def _states(declarations: list[tinycss2.ast.Node]) -> Iterator[tuple[str, bool]]:
    """Yield the properties that decide on visibility, each with True if its value hides the text."""
    for declaration in declarations:
        if declaration.type != "declaration":
            continue
        name = declaration.lower_name.removesuffix("-line")
        value = tinycss2.serialize(declaration.value).lower()
        if name in ("display", "visibility"):
            yield name, re.search(r"\b(?:none|hidden|collapse)\b", value) is not None
        elif name == "text-decoration":
            yield name, "line-through" in value
