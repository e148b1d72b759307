"""What happens when someone arrives, asks, starts anew, narrows the scope or brings documents."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import gradio as gr
from gradio.blocks import Block

from corpus.model import Document
from qa.model import Answer
from qa.web.translations import Translations, preferred, translations_for
from qa.web.views import conversation, header
from qa.web.views.comparison import comparison
from qa.web.views.documents import library
from qa.web.views.sources import panel
from qa.web.visits.asker import Asker
from qa.web.visits.turns import MAX_QUESTION_LENGTH, MAX_TURNS, Compared, Turn, TurnScope
from qa.web.visits.visits import Visit, Visits

if TYPE_CHECKING:
    from qa.web.example_questions import Example

Updates: TypeAlias = dict[Block, Any]
"""New values or properties by component."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the page that change."""

    brand: gr.HTML
    tools: gr.HTML
    anew: gr.Button
    conversation: gr.HTML
    announcer: gr.HTML
    question: gr.Textbox
    send: gr.Button
    heading: gr.Accordion
    countries: gr.CheckboxGroup
    years: gr.CheckboxGroup
    documents: gr.CheckboxGroup
    panel: gr.HTML
    library: gr.HTML
    topic: gr.Textbox
    compare: gr.Button
    comparing: gr.Accordion
    sides: gr.CheckboxGroup
    ages: gr.CheckboxGroup
    compared: gr.HTML

    @property
    def scope(self) -> list[gr.CheckboxGroup]:
        """The boxes that narrow the scope."""
        return [self.countries, self.years, self.documents]

    @property
    def shown(self) -> list[Block]:
        """What a question changes."""
        return [self.conversation, self.panel, self.announcer, self.question]

    @property
    def brought(self) -> list[Block]:
        """What a visitor's own documents change."""
        return [
            self.panel,
            self.library,
            *self.scope,
            self.heading,
            self.comparing,
            self.sides,
            self.ages,
            self.compared,
        ]

    @property
    def all(self) -> list[Block]:
        """Everything."""
        fixed = [self.brand, self.tools, self.anew, self.send, self.topic, self.compare]
        return list(dict.fromkeys((*fixed, *self.shown, *self.brought)))


class Handlers:
    """The page's events over one open index."""

    def __init__(
        self, asker: Asker, visits: Visits, examples: Callable[[str], Sequence["Example"]], uploads: bool
    ) -> None:
        self._asker = asker
        self._visits = visits
        self._examples = examples
        self._uploads = uploads
        self.parts: Parts  # set by the layout, which needs the handlers' first texts to make the parts

    @property
    def shared_documents(self) -> list[Document]:
        """The documents that everyone sees."""
        return self._asker.shared.documents()

    def opened(self, request: gr.Request) -> Updates:
        """Show the page in the browser's language, with the scope that the link names."""
        visit, say, parts = self._visit(request), _words(request), self.parts
        return {
            parts.brand: header.brand(say),
            parts.tools: header.tools(visit, say),
            parts.anew: gr.Button(say("page.anew")),
            parts.send: gr.Button(say("page.ask")),
            parts.topic: gr.Textbox(label=say("compare.topic"), placeholder=say("compare.placeholder")),
            parts.compare: gr.Button(say("page.comparison")),
            **self._shown(visit, say),
            parts.question: gr.Textbox(label=say("page.question"), placeholder=say("page.placeholder")),
            **self._documents_shown(visit, say, linked_scope(request, self.shared_documents)),
        }

    def ask(
        self,
        typed: str,
        countries: list[str],
        years: list[int],
        documents: list[str],
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Updates]:
        """Show the question at once, then its answer. A click on an example brings the question with the event."""
        question = str(event.question if isinstance(event.target, gr.HTML) else typed).strip()[:MAX_QUESTION_LENGTH]
        if not question:
            return
        visit, say = self._visit(request), _words(request)
        held = self._asker.documents(visit)
        chosen = tuple(document for document in held if document.id in documents)
        scope = TurnScope(tuple(countries), tuple(years), chosen)
        turn = Turn(question, scope, len(held), unread=visit.shelf.unread)
        if not visit.pace.allows():
            yield self._added(visit, replace(turn, trouble="too_fast"), say)
            return
        yield self._added(visit, turn, say)
        for answer, own in self._asker.ask(visit, question, turn.scope):
            if not visit.turns or visit.turns[-1] is not turn:  # the conversation was begun anew meanwhile
                return
            first = turn.answer is None
            turn = self._turned(visit, replace(turn, answer=answer, own=own, writing=_is_rephrased(answer)))
            yield self._answered(visit, say) if first else self._talk(visit, say)
        if turn.writing and visit.turns and visit.turns[-1] is turn:
            self._turned(visit, replace(turn, writing=False))
            yield self._talk(visit, say)

    def _turned(self, visit: Visit, turn: Turn) -> Turn:
        """Put a turn in the place of the last one."""
        visit.turns = [*visit.turns[:-1], turn]
        return turn

    def _answered(self, visit: Visit, say: Translations) -> Updates:
        """Show an answer; the question field is let be, where the visitor may be typing the next one."""
        return {**self._talk(visit, say), self.parts.panel: panel(self._asker, visit, say)}

    def _talk(self, visit: Visit, say: Translations) -> Updates:
        """Show how the last answer has grown; its sources are the same."""
        spoken = conversation.announcement(conversation.spoken(visit.turns[-1], say))
        return {self.parts.conversation: conversation.conversation(visit, say), self.parts.announcer: spoken}

    def _added(self, visit: Visit, turn: Turn, say: Translations) -> Updates:
        """Add a turn to the conversation and show it; the oldest goes where there are too many."""
        if len(visit.turns) == MAX_TURNS:
            visit.rated = {number - 1 for number in visit.rated if number > 1}
        visit.turns = [*visit.turns[-MAX_TURNS + 1 :], turn]
        return self._shown(visit, say)

    def compare(
        self, typed: str, countries: list[str], years: list[int], event: gr.EventData, request: gr.Request
    ) -> Iterator[Updates]:
        """Put side by side what the documents say on a topic. A click on a category brings the topic with the event."""
        topic = str(event.topic if isinstance(event.target, gr.HTML) else typed).strip()[:MAX_QUESTION_LENGTH]
        if not topic:
            return
        visit, say, parts = self._visit(request), _words(request), self.parts
        asked = Compared(topic, TurnScope(tuple(countries), tuple(years)), len(self._asker.documents(visit)))
        visit.compared = asked if visit.pace.allows() else replace(asked, trouble="too_fast")
        yield {parts.topic: topic, parts.compared: comparison(self._asker, visit, say)}
        if visit.compared is asked:
            visit.compared = replace(asked, found=self._asker.compare(visit, topic, asked.scope))
            yield {parts.topic: topic, parts.compared: comparison(self._asker, visit, say)}

    def not_compared(self, request: gr.Request) -> str:
        """Say calmly that a topic could not be compared."""
        visit = self._visit(request)
        if visit.compared is not None and visit.compared.found is None:
            visit.compared = replace(visit.compared, trouble="failed")
        return comparison(self._asker, visit, _words(request))

    def failed(self, typed: str, request: gr.Request) -> Updates:
        """Say calmly that the last question could not be answered; one that never arrived stays in the field."""
        visit = self._visit(request)
        pending = [turn for turn in visit.turns if turn.answer is None and turn.trouble is None]
        visit.turns = [replace(turn, trouble="failed") if turn in pending else turn for turn in visit.turns]
        return {**self._shown(visit, _words(request)), self.parts.question: "" if pending else typed}

    def anew(self, request: gr.Request) -> Updates:
        """Forget the conversation."""
        visit = self._visit(request)
        visit.turns, visit.rated = [], set()
        return self._shown(visit, _words(request))

    def brought(self, request: gr.Request) -> Updates:
        """Show the documents anew after a visitor brought or removed some."""
        visit, say = self._visit(request), _words(request)
        return {**self._documents_shown(visit, say, TurnScope()), self.parts.panel: panel(self._asker, visit, say)}

    def narrowed(
        self, countries: list[str], years: list[int], documents: list[str], request: gr.Request
    ) -> gr.Accordion:
        """Say in the scope's heading what will be searched."""
        held = self._asker.documents(self._visit(request))
        chosen = tuple(document for document in held if document.id in documents)
        return _heading(
            "scope.searching", TurnScope(tuple(countries), tuple(years), chosen), len(held), _words(request)
        )

    def sided(self, countries: list[str], years: list[int], request: gr.Request) -> gr.Accordion:
        """Say in the heading above a comparison what will be compared."""
        held = len(self._asker.documents(self._visit(request)))
        return _heading("compare.searching", TurnScope(tuple(countries), tuple(years)), held, _words(request))

    def lost(self, request: gr.Request) -> None:
        """A tab was closed, or its connection broke."""
        self._visits.lose(str(request.session_hash))

    def first(self) -> tuple[str, str, str, str]:
        """Conversation, panel, library and comparison before anything is known of the visitor."""
        visit, say = self._visits.nobody(), translations_for("en")
        return (
            conversation.welcome(self._examples(say.language), len(self.shared_documents), say),
            panel(self._asker, visit, say),
            library(self._asker, visit, say, uploads=False),
            comparison(self._asker, visit, say),
        )

    def _visit(self, request: gr.Request) -> Visit:
        return self._visits.of(str(request.session_hash))

    def _shown(self, visit: Visit, say: Translations) -> Updates:
        parts, held = self.parts, len(self._asker.documents(visit))
        talk = (
            conversation.conversation(visit, say)
            if visit.turns
            else conversation.welcome(self._examples(say.language), held, say)
        )
        spoken = conversation.spoken(visit.turns[-1], say) if visit.turns else ""
        return {
            parts.conversation: talk,
            parts.panel: panel(self._asker, visit, say),
            parts.announcer: conversation.announcement(spoken),
            parts.question: "",
        }

    def _documents_shown(self, visit: Visit, say: Translations, scope: TurnScope) -> Updates:
        parts, held = self.parts, self._asker.documents(visit)
        return {
            parts.library: library(self._asker, visit, say, self._uploads),
            parts.countries: choices(say("scope.country"), country_choices(held), list(scope.countries)),
            parts.years: choices(say("scope.year"), year_choices(held), list(scope.years)),
            parts.documents: choices(say("scope.document"), document_choices(held), [d.id for d in scope.documents]),
            parts.heading: _heading("scope.searching", scope, len(held), say),
            parts.comparing: _heading("compare.searching", TurnScope(), len(held), say),
            parts.sides: choices(say("scope.country"), country_choices(held)),
            parts.ages: choices(say("scope.year"), year_choices(held)),
            parts.compared: comparison(self._asker, visit, say),
        }


def _is_rephrased(answer: Answer) -> bool:
    """Whether a language model is to put an answer into its words."""
    return answer.answered and answer.generation is not None


def _words(request: gr.Request) -> Translations:
    return translations_for(preferred(request.headers.get("accept-language")))


def _heading(key: str, scope: TurnScope, held: int, say: Translations) -> gr.Accordion:
    return gr.Accordion(label=say(key, scope=scope.describe(held, say)))


def linked_scope(request: gr.Request, held: Sequence[Document]) -> TurnScope:
    """The scope that a link names by `country`, `year` and `document`; what is not held is left out."""
    named = request.query_params
    return TurnScope(
        tuple(country for country, _ in country_choices(held) if country in named.getlist("country")),
        tuple(year for text, year in year_choices(held) if text in named.getlist("year")),
        tuple(document for document in held if document.name in named.getlist("document")),
    )


def country_choices(held: Sequence[Document]) -> list[tuple[str, str]]:
    """The countries to choose from."""
    return sorted({(document.country, document.country) for document in held if document.country})


def year_choices(held: Sequence[Document]) -> list[tuple[str, int]]:
    """The years to choose from."""
    return sorted({(str(document.year), document.year) for document in held if document.year})


def document_choices(held: Sequence[Document]) -> list[tuple[str, str]]:
    """The documents to choose from, by id."""
    return [(f"{document.title} · {document.name}", document.id) for document in held]


def choices(label: str, options: Sequence[tuple[str, str | int]], chosen: Sequence[str | int] = ()) -> gr.CheckboxGroup:
    """Boxes to tick, hidden where there is nothing to choose between."""
    return gr.CheckboxGroup(options, value=list(chosen), label=label, visible=len(options) > 1, elem_classes="choices")
