"""The page's events: a visitor arrives, asks, starts over, narrows the scope, compares or uploads documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import gradio as gr
from gradio.blocks import Block
from starlette.datastructures import QueryParams

from corpus.model import Document
from qa.model import Answer
from qa.web.components import Components, choices, country_choices, document_choices, year_choices
from qa.web.example_questions import Example, examples, next_questions
from qa.web.translations import Translations, translations_for, translations_of
from qa.web.views import conversation, header
from qa.web.views.comparison import comparison
from qa.web.views.documents import library
from qa.web.views.rendering import one_copy
from qa.web.views.sources import sources_panel
from qa.web.visits.asker import Asker
from qa.web.visits.turns import MAX_QUESTION_LENGTH, MAX_TURNS, Compared, Turn, TurnScope
from qa.web.visits.visitor import address_of, visitor_of
from qa.web.visits.visits import TooManyVisitsError, Visit, Visits

if TYPE_CHECKING:
    from qa.engine import FactsheetQA

NEXT_QUESTIONS = 3
"""Maximum number of next questions that are offered."""
MAX_REOPENED = 20
"""Maximum turns of an earlier conversation that are asked again, its last ones."""
Updates: TypeAlias = dict[Block, Any]
"""New values or properties by component."""


@dataclass(frozen=True, slots=True)
class FirstViews:
    """HTML of the views before anything is known of the visitor."""

    conversation: str
    sources: str
    library: str
    comparison: str


class Handlers:
    """The page's events over one open index."""

    def __init__(self, asker: Asker, visits: Visits, uploads: bool) -> None:
        self._asker = asker
        self._visits = visits
        self._uploads = uploads
        self.components: Components  # set by the layout, whose components need the handlers' first views

    @property
    def shared_documents(self) -> list[Document]:
        """The documents that everyone sees."""
        return self._asker.shared.documents()

    def open(self, earlier_visit: str, request: gr.Request) -> Updates:
        """Show the page in the browser's language, as it was before a reload, with the scope that the link names."""
        self._visits.resume(str(request.session_hash), visitor_of(request.headers), earlier_visit)
        visit, say, parts = self._visit(request), _translations(request), self.components
        return {
            parts.header.brand: header.brand(say),
            parts.header.tools: header.tools(visit, say),
            parts.header.new_conversation: gr.Button(say("page.new_conversation")),
            parts.talk.send: gr.Button(say("page.ask")),
            parts.comparison.topic: gr.Textbox(
                value=visit.compared.topic if visit.compared else "",
                label=say("compare.topic"),
                placeholder=say("compare.placeholder"),
            ),
            parts.comparison.compare: gr.Button(say("page.comparison")),
            **self._conversation_updates(visit, say),
            parts.talk.question: gr.Textbox(label=say("page.question"), placeholder=say("page.placeholder")),
            **self._document_updates(visit, say, linked_scope(request.query_params, self.shared_documents)),
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
        """Show the question at once, then its answer.

        A click on an example brings the question with the event, and a conversation that is opened again its addresses.
        What is empty or too long stays in the field and changes nothing.
        """
        visit, say = self._visit(request), _translations(request)
        known = self._asker.documents(visit)
        scope = _scope(countries, years, documents, known)
        question = str(_sent(event, "question", typed) or "").strip()
        if addresses := _sent(event, "addresses", None):
            yield from self._reopen(visit, addresses, say)
        elif not question or len(question) > MAX_QUESTION_LENGTH:
            yield {self.components.talk.question: gr.skip()}
        elif _sent(event, "everywhere", False):
            yield self._scope_updates(known, say, TurnScope())
            yield from self._ask(visit, question, TurnScope(), say)
        elif _sent(event, "as_typed", False):
            _drop_last(visit, question)
            yield from self._ask(visit, question, scope, say, as_typed=True)
        else:
            yield from self._ask(visit, question, scope, say)

    def _reopen(self, visit: Visit, addresses: Sequence[object], say: Translations) -> Iterator[Updates]:
        """Ask the questions of an earlier conversation again, so that the answers are those of today's documents."""
        visit.turns, visit.rated = [], set()
        known = self._asker.documents(visit)
        for address in addresses[-MAX_REOPENED:]:
            linked = QueryParams(str(address).removeprefix("?"))
            question = linked.get("q", "").strip()[:MAX_QUESTION_LENGTH]
            if question:
                yield from self._ask(visit, question, linked_scope(linked, known), say)

    def _ask(
        self, visit: Visit, question: str, scope: TurnScope, say: Translations, as_typed: bool = False
    ) -> Iterator[Updates]:
        unread = visit.own_documents.unread
        turn = Turn(question, scope, len(self._asker.documents(visit)), unread=unread, as_typed=as_typed)
        if visit.rate_limit.allows():
            yield self._add_turn(visit, turn, say)
            yield from self._answer(visit, turn, say)
        else:
            yield self._add_turn(visit, replace(turn, trouble="too_fast"), say)

    def _answer(self, visit: Visit, turn: Turn, say: Translations) -> Iterator[Updates]:
        """Show the answer of the last turn, as often as it grows, unless the conversation is started over meanwhile."""
        for answer, own in self._asker.ask(visit, turn.question, turn.scope, say.language, turn.as_typed):
            if not _is_last(visit, turn):
                return
            first = turn.answer is None
            turn = _replace_last(visit, replace(turn, answer=answer, own=own, writing=_is_rephrased(answer)))
            updates = self._turn_updates(visit, say)
            if first:
                updates[self.components.talk.sources] = sources_panel(self._asker, visit, say)
            yield updates
        if turn.writing and _is_last(visit, turn):
            _replace_last(visit, replace(turn, writing=False))
            yield self._turn_updates(visit, say)

    def _turn_updates(self, visit: Visit, say: Translations) -> Updates:
        """Show how the last answer has grown; the question field, where the next one may be typed, stays as it is."""
        spoken = conversation.announcement(conversation.spoken(visit.turns[-1], say))
        talk = self.components.talk
        return {talk.turns: conversation.conversation(self._asker, visit, say), talk.announcer: spoken}

    def _add_turn(self, visit: Visit, turn: Turn, say: Translations) -> Updates:
        """Add a turn to the conversation and show it; the oldest is dropped where there are too many."""
        if len(visit.turns) == MAX_TURNS:
            visit.rated = {number - 1 for number in visit.rated if number > 1}
        visit.turns = [*visit.turns[-MAX_TURNS + 1 :], turn]
        return self._conversation_updates(visit, say)

    def ask_failed(self, typed: str, request: gr.Request) -> Updates:
        """Say calmly that the last question could not be answered; one that never arrived stays in the field."""
        visit = self._visit(request)
        pending = [turn for turn in visit.turns if turn.answer is None and turn.trouble is None]
        visit.turns = [replace(turn, trouble="failed") if turn in pending else turn for turn in visit.turns]
        question = self.components.talk.question
        return {**self._conversation_updates(visit, _translations(request)), question: "" if pending else typed}

    def compare(
        self, typed: str, countries: list[str], years: list[int], event: gr.EventData, request: gr.Request
    ) -> Iterator[Updates]:
        """Compare what the documents say on a topic. A click on a category brings the topic with the event."""
        topic = str(_sent(event, "topic", typed) or "").strip()[:MAX_QUESTION_LENGTH]
        visit, say, form = self._visit(request), _translations(request), self.components.comparison
        if not topic:
            yield {form.topic: gr.skip()}
            return
        pending = Compared(topic, TurnScope(tuple(countries), tuple(years)), len(self._asker.documents(visit)))
        visit.compared = pending if visit.rate_limit.allows() else replace(pending, trouble="too_fast")
        yield {form.topic: topic, form.table: comparison(self._asker, visit, say)}
        if visit.compared is pending:
            visit.compared = replace(pending, found=self._asker.compare(visit, topic, pending.scope))
            yield {form.topic: topic, form.table: comparison(self._asker, visit, say)}

    def compare_failed(self, request: gr.Request) -> str:
        """Say calmly that a topic could not be compared."""
        visit = self._visit(request)
        if visit.compared is not None and visit.compared.found is None:
            visit.compared = replace(visit.compared, trouble="failed")
        return comparison(self._asker, visit, _translations(request))

    def start_over(self, request: gr.Request) -> Updates:
        """Forget the conversation and its filter."""
        visit, say = self._visit(request), _translations(request)
        visit.turns, visit.rated = [], set()
        filters = self._scope_updates(self._asker.documents(visit), say, TurnScope())
        return {**self._conversation_updates(visit, say), **filters}

    def suggest(self, request: gr.Request) -> str:
        """Offer next questions: on what the last answer quotes, otherwise examples; each was tried first."""
        visit, say = self._visit(request), _translations(request)
        turn = visit.turns[-1] if visit.turns else None
        if turn is None or turn.answer is None:
            return ""
        asked = [turn.question for turn in visit.turns]
        following = next_questions(self._asker.engine(visit, turn.own), turn.answer, asked)
        others = [each for each in _cached_examples(self._asker.shared, say.language) if each.question not in asked]
        return conversation.suggestions((following or others)[:NEXT_QUESTIONS], say)

    def refresh_documents(self, request: gr.Request) -> Updates:
        """Show the documents again after a visitor uploaded or removed some, and their number in the welcome."""
        visit, say = self._visit(request), _translations(request)
        talk = self.components.talk
        return {
            **self._document_updates(visit, say, TurnScope()),
            talk.sources: sources_panel(self._asker, visit, say),
            talk.turns: gr.skip() if visit.turns else self._welcome(len(self._asker.documents(visit)), say),
        }

    def describe_scope(
        self, countries: list[str], years: list[int], documents: list[str], request: gr.Request
    ) -> Updates:
        """Say in the scope's heading and chips what will be searched."""
        known = self._asker.documents(self._visit(request))
        return self._scope_description(known, _translations(request), _scope(countries, years, documents, known))

    def remove_filter(
        self, countries: list[str], years: list[int], documents: list[str], event: gr.EventData, request: gr.Request
    ) -> Updates:
        """Untick the box whose chip was clicked."""
        known = self._asker.documents(self._visit(request))
        name, removed = str(_sent(event, "filter", "")), str(_sent(event, "value", ""))
        scope = _scope(
            [country for country in countries if (name, country) != ("country", removed)],
            [year for year in years if (name, str(year)) != ("year", removed)],
            [document for document in documents if (name, document) != ("document", removed)],
            known,
        )
        return self._scope_updates(known, _translations(request), scope)

    def describe_comparison(self, countries: list[str], years: list[int], request: gr.Request) -> gr.Accordion:
        """Say in the heading above a comparison what will be compared."""
        known = self._asker.documents(self._visit(request))
        return _heading("compare.searching", _scope(countries, years, (), known), len(known), _translations(request))

    def first(self) -> FirstViews:
        """Return the views before anything is known of the visitor."""
        visit, say = self._visits.blank(), translations_for("en")
        return FirstViews(
            conversation=self._welcome(len(self.shared_documents), say),
            sources=sources_panel(self._asker, visit, say),
            library=library(self._asker, visit, say, uploads=False),
            comparison=comparison(self._asker, visit, say),
        )

    def _visit(self, request: gr.Request) -> Visit:
        try:
            return self._visits.of(str(request.session_hash), visitor_of(request.headers), address_of(request))
        except TooManyVisitsError as error:
            raise gr.Error(_translations(request)("page.full"), print_exception=False) from error

    def _welcome(self, documents: int, say: Translations) -> str:
        return conversation.welcome(_cached_examples(self._asker.shared, say.language), documents, say)

    def _conversation_updates(self, visit: Visit, say: Translations) -> Updates:
        """Show the conversation, or the welcome where there is none, and empty the question field."""
        talk, known = self.components.talk, len(self._asker.documents(visit))
        spoken = conversation.spoken(visit.turns[-1], say) if visit.turns else ""
        return {
            talk.turns: conversation.conversation(self._asker, visit, say)
            if visit.turns
            else self._welcome(known, say),
            talk.sources: sources_panel(self._asker, visit, say),
            talk.announcer: conversation.announcement(spoken),
            talk.question: "",
            talk.next_questions: "",
        }

    def _document_updates(self, visit: Visit, say: Translations, scope: TurnScope) -> Updates:
        """Show all documents, wherever they are listed, with a scope selected."""
        parts, known = self.components, self._asker.documents(visit)
        countries, years = country_choices(known), year_choices(known)
        kept = one_copy if visit.is_empty else str
        return {
            parts.library: kept(library(self._asker, visit, say, self._uploads)),
            **self._scope_updates(known, say, scope),
            parts.comparison.heading: _heading("compare.searching", TurnScope(), len(known), say),
            parts.comparison.countries: choices(say("scope.country"), countries),
            parts.comparison.years: choices(say("scope.year"), years),
            parts.comparison.table: kept(comparison(self._asker, visit, say)),
        }

    def _scope_updates(self, known: Sequence[Document], say: Translations, scope: TurnScope) -> Updates:
        """Tick the boxes of a scope."""
        parts, selected = self.components.scope, [document.id for document in scope.documents]
        return {
            parts.countries: choices(say("scope.country"), country_choices(known), scope.countries),
            parts.years: choices(say("scope.year"), year_choices(known), scope.years),
            parts.documents: choices(say("scope.document"), document_choices(known), selected),
            **self._scope_description(known, say, scope),
        }

    def _scope_description(self, known: Sequence[Document], say: Translations, scope: TurnScope) -> Updates:
        parts = self.components.scope
        heading = _heading("scope.searching", scope, len(known), say)
        return {parts.heading: heading, parts.chips: conversation.filter_chips(scope, say)}


@lru_cache
def _cached_examples(engine: "FactsheetQA", language: str) -> list[Example]:
    """Return questions worth asking; each is tried, which takes as long as answering it."""
    return examples(engine, language)


def _sent(event: gr.EventData, name: str, default: object) -> Any:  # noqa: ANN401 - what a script of the page sends
    """Return a value that a click on the page's own HTML sent with an event; other events send none."""
    return event._data.get(name, default) if isinstance(event._data, dict) else default


def _is_last(visit: Visit, turn: Turn) -> bool:
    """Return True if a turn is the last of its conversation."""
    return bool(visit.turns) and visit.turns[-1] is turn


def _drop_last(visit: Visit, question: str) -> None:
    """Take the last turn back if it asked this question: it is asked again in its place."""
    if visit.turns and visit.turns[-1].question == question:
        visit.rated.discard(len(visit.turns))
        visit.turns = visit.turns[:-1]


def _replace_last(visit: Visit, turn: Turn) -> Turn:
    """Put a turn in the place of the last one."""
    visit.turns = [*visit.turns[:-1], turn]
    return turn


def _is_rephrased(answer: Answer) -> bool:
    """Return True if a language model is to rephrase an answer."""
    return answer.answered and answer.generation is not None


def _translations(request: gr.Request) -> Translations:
    return translations_of(request.headers, request.cookies)


def _scope(
    countries: Sequence[str], years: Sequence[int], documents: Sequence[str], known: Sequence[Document]
) -> TurnScope:
    """Return the scope that the ticked boxes name; documents are named by id."""
    selected = tuple(document for document in known if document.id in documents)
    return TurnScope(tuple(countries), tuple(years), selected)


def _heading(key: str, scope: TurnScope, known: int, say: Translations) -> gr.Accordion:
    return gr.Accordion(label=say(key, scope=scope.describe(known, say)))


def linked_scope(named: QueryParams, known: Sequence[Document]) -> TurnScope:
    """Return the scope that a link names by `country`, `year` and `document`, without what is unknown here."""
    return TurnScope(
        tuple(country for country, _ in country_choices(known) if country in named.getlist("country")),
        tuple(year for text, year in year_choices(known) if text in named.getlist("year")),
        tuple(document for document in known if document.name in named.getlist("document")),
    )
