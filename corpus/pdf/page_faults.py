"""Keep an error in one page from costing more than that page's layout."""

from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


class PageFaults:
    """Steps that failed, with a warning for each page."""

    def __init__(self) -> None:
        self._warnings: dict[int, str] = {}

    def attempt(self, number: int, step: Callable[[], Result], plain: Callable[[], Result]) -> Result:
        """Return the result of a step, or, if it fails, the plain one in its place.

        Args:
            number: The page, from 1, that the warning names.
            step: Reads the page's layout.
            plain: Keeps the page's text without layout.
        """
        try:
            return step()
        except MemoryError:
            raise
        except Exception as error:  # any fault of a parser, on any file: the other pages are sound
            reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            self._warnings.setdefault(number, f"page {number}: only its plain text was read ({reason:.200})")
            return plain()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return the warnings in page order."""
        return tuple(text for _, text in sorted(self._warnings.items()))
