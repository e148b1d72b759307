"""Questions in, cited answers out.

from qa import FactsheetQA

qa = FactsheetQA.build(["factsheets/"], index="my-index")
answer = qa.ask("Why were the Mixed Funds ended?")
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

__all__ = ["FactsheetQA"]


def __getattr__(name: str) -> object:
    """Import the engine when it is first asked for: the command line must start before the models' libraries load."""
    if name == "FactsheetQA":
        from qa.engine import FactsheetQA

        return FactsheetQA
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
