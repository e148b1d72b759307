"""Find out how a run of a Word file looks: its own properties count first, then those of its character style."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

DEEPEST_STYLE = 10
"""Maximum number of styles that are followed from a style to those it is based on."""
_OFF = ("0", "false", "off")


@dataclass(slots=True)
class Looks:
    """The looks of runs. `styles` has the style elements of the document by id."""

    styles: Mapping[str, Any] = field(default_factory=dict)

    def is_set(self, run: Any, name: str) -> bool:  # noqa: ANN401 - lxml has no types
        """Return True if a property that is on or off, such as `w:b`, is on."""
        found = self._property(run, name)
        return found is not None and found.get(qn("w:val")) not in _OFF

    def is_shown(self, run: Any) -> bool:  # noqa: ANN401 - lxml has no types
        """Return True if a run is neither hidden nor struck through."""
        return not any(self.is_set(run, name) for name in ("w:vanish", "w:strike", "w:dstrike"))

    def shift(self, run: Any) -> int:  # noqa: ANN401 - lxml has no types
        """Return 1 for raised text, -1 for lowered text, 0 for others."""
        found = self._property(run, "w:vertAlign")
        value = None if found is None else found.get(qn("w:val"))
        return {"superscript": 1, "subscript": -1}.get(value or "", 0)

    def _property(self, run: Any, name: str) -> Any:  # noqa: ANN401 - lxml has no types
        """Return a property of a run, None if neither the run nor its style sets it."""
        for properties in self._properties(run):
            found = properties.find(qn(name))
            if found is not None:
                return found
        return None

    def _properties(self, run: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
        """Yield the properties of a run, of its style and of the styles that one is based on."""
        own = run.find(qn("w:rPr"))
        if own is None:
            return
        yield own
        reference = own.find(qn("w:rStyle"))
        for _ in range(DEEPEST_STYLE):
            style = None if reference is None else self.styles.get(reference.get(qn("w:val")))
            if style is None:
                return
            properties = style.find(qn("w:rPr"))
            if properties is not None:
                yield properties
            reference = style.find(qn("w:basedOn"))
