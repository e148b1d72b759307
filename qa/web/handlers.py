"""What happens when someone asks, starts anew or narrows the scope."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import gradio as gr

from qa.web import chat, sources
from qa.web.conversation import MAX_QUESTION_LENGTH, MAX_TURNS, Scope, Turn, history

if TYPE_CHECKING:
    from qa.engine import FactsheetQA
    from qa.examples import Example

Shown: TypeAlias = tuple[str, str, str, list[Turn], str]
"""Conversation, source panel, announcement, turns, and what stands in the question field."""


class Handlers:
    """The page's events over one open index. Conversations are kept by Gradio, one a session."""

    def __init__(self, engine: "FactsheetQA", examples: Sequence["Example"]) -> None:
        self._engine = engine
        self._examples = examples

    def ask(
        self,
        typed: str,
        turns: list[Turn],
        countries: list[str],
        years: list[int],
        documents: list[str],
        event: gr.EventData,
    ) -> Iterator[Shown]:
        """Show the question at once, then its answer. A click on an example brings the question with the event."""
        question = str(event.question if isinstance(event.target, gr.HTML) else typed).strip()[:MAX_QUESTION_LENGTH]
        if not question:
            return
        turn = Turn(question, Scope(tuple(countries), tuple(years), tuple(documents)))
        earlier = turns[-MAX_TURNS + 1 :]
        yield self.shown([*earlier, turn])
        answer = self._engine.ask(
            question,
            history=history(earlier),
            countries=countries or None,
            years=years or None,
            documents=documents or None,
        )
        yield self.shown([*earlier, replace(turn, answer=answer)])

    def failed(self, turns: list[Turn]) -> Shown:
        """Say calmly that the last question could not be answered."""
        return self.shown([*turns[:-1], *(replace(turn, failed=turn.answer is None) for turn in turns[-1:])])

    def anew(self) -> Shown:
        """Forget the conversation."""
        return self.shown([])

    def shown(self, turns: list[Turn]) -> Shown:
        """The page's parts for a conversation."""
        held = self._engine.documents()
        talk = chat.conversation(turns, len(held)) if turns else chat.welcome(self._examples, len(held))
        spoken = chat.spoken(turns[-1]) if turns else ""
        return talk, sources.panel(self._engine, turns), chat.announcement(spoken), turns, ""

    def narrowed(self, countries: list[str], years: list[int], documents: list[str]) -> gr.Accordion:
        """Say in the scope's heading what will be searched."""
        scope = Scope(tuple(countries), tuple(years), tuple(documents))
        return gr.Accordion(label=scope_label(scope, len(self._engine.documents())))


def scope_label(scope: Scope, held: int) -> str:
    """The heading of the scope."""
    return f"Searching {scope.describe(held)}"
