"""The page's layout: conversation, sources, question and scope in one view; comparison and documents in two more."""

from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api

from qa.web.api.endpoints import endpoints, shown_by_gradio
from qa.web.components import (
    ComparisonForm,
    Components,
    Conversation,
    Header,
    ScopeFilter,
    choices,
    country_choices,
    document_choices,
    year_choices,
)
from qa.web.handlers import Handlers
from qa.web.page import Page
from qa.web.translations import Translations, translations_for
from qa.web.views import header
from qa.web.views.conversation import announcement
from qa.web.visits.asker import Asker
from qa.web.visits.turns import MAX_QUESTION_LENGTH, TurnScope
from qa.web.visits.visits import Visits

CONCURRENT_QUESTIONS = 2
WAITING_QUESTIONS = 64
# What is not in English is hidden until the server has put the page into the browser's language.
_STATIC = Path(__file__).parent / "static"
_MODULES = sorted(path.relative_to(_STATIC).as_posix() for path in _STATIC.rglob("*.js") if path.name != "first.js")
HEAD = "".join(
    (
        '<script src="page/first.js"></script>',
        *(f'<link rel="stylesheet" href="page/{name}.css">' for name in ("page", "reader/reader", "print")),
        *(f'<link rel="modulepreload" href="page/{name}">' for name in _MODULES),  # at once, not import by import
        '<script type="module" src="page/page.js"></script>',
    )
)
# `trigger` sends the question of an example or of a link to the server; the page's script listens for changes.
CONVERSATION_SCRIPT = """
element.addEventListener('click', (event) => {
  const example = event.target.closest('[data-ask]');
  if (!example) return;
  const {ask, ...options} = example.dataset;
  trigger('select', {question: ask, everywhere: 'everywhere' in options, as_typed: 'asTyped' in options});
});
document.addEventListener('question-linked', (event) => trigger('select', {question: event.detail}));
document.addEventListener('conversation-reopened', (event) => trigger('select', {addresses: event.detail}));
watch('value', () => document.dispatchEvent(new CustomEvent('conversation-changed')));
"""
LIBRARY_SCRIPT = """
document.addEventListener('uploads-changed', () => trigger('select', {}));
watch('value', () => document.dispatchEvent(new CustomEvent('library-changed')));
"""
COMPARISON_SCRIPT = """
element.addEventListener('click', (event) => {
  const category = event.target.closest('[data-topic]');
  if (category) trigger('select', {topic: category.dataset.topic});
});
"""
BRAND_SCRIPT = "watch('value', () => document.dispatchEvent(new CustomEvent('masthead-changed')));"
TOOLS_SCRIPT = "watch('value', () => document.dispatchEvent(new CustomEvent('visit-opened')));"
NEXT_SCRIPT = """
watch('value', () => document.dispatchEvent(new CustomEvent('next-questions-shown')));
element.addEventListener('click', (event) => {
  const next = event.target.closest('[data-next]');
  if (next) document.dispatchEvent(new CustomEvent('question-linked', {detail: next.dataset.next}));
});
"""
CHIPS_SCRIPT = """
element.addEventListener('click', (event) => {
  const chip = event.target.closest('[data-filter]');
  if (chip) trigger('select', {filter: chip.dataset.filter, value: chip.dataset.value});
});
"""
EARLIER_VISIT = "() => [sessionStorage.getItem('visit') || '']"
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def build(asker: Asker, visits: Visits, *, uploads: bool) -> gr.Blocks:
    """Return the whole page over an open index; `uploads` is whether visitors may upload documents."""
    handlers = Handlers(asker, visits, uploads)
    page = Page(title=translations_for("en")("page.title"), analytics_enabled=False, fill_width=True)
    with page:
        for name, function in endpoints(asker).items():  # first, so that no event takes their names
            api(shown_by_gradio(function), api_name=name, concurrency_id="api")
        handlers.components = _components(handlers)
        _connect_page(page, handlers)
        _connect_conversation(handlers)
        _connect_comparison(handlers)
    visits.on_end = partial(_forget, page)
    page.queue(max_size=WAITING_QUESTIONS, default_concurrency_limit=CONCURRENT_QUESTIONS)
    return page


def _forget(page: gr.Blocks, session: str) -> None:
    """Delete what Gradio keeps for a session after the visitor has left: a copy of the page, and its unread updates."""
    page.state_holder.session_data.pop(session, None)
    page.state_holder.time_last_used.pop(session, None)
    unread = page._queue.pending_messages_per_session.get(session)
    while unread is not None and not unread.empty():
        unread.get_nowait()


def _do_nothing() -> None:
    """Listen to a tab being closed; the visit expires by itself."""


def _connect_page(page: gr.Blocks, handlers: Handlers) -> None:
    parts = handlers.components
    page.load(handlers.open, parts.earlier_visit, parts.all, js=EARLIER_VISIT, **_QUIET)
    page.unload(_do_nothing)  # tabs keep a connection open, by which visits are known to be open, only with a listener
    parts.library.select(handlers.refresh_documents, None, parts.changed_by_documents, **_QUIET)


def _connect_conversation(handlers: Handlers) -> None:
    parts = handlers.components
    talk, scope, shown = parts.talk, parts.scope, [*parts.talk.changed_by_question, *parts.scope.all]
    triggers = [talk.send.click, talk.question.submit, talk.turns.select]
    asked = gr.on(triggers, handlers.ask, [talk.question, *scope.boxes], shown, trigger_mode="once", **_QUIET)
    asked.failure(handlers.ask_failed, talk.question, shown, queue=False, **_QUIET)  # also when the queue is full
    asked.success(handlers.suggest, None, talk.next_questions, concurrency_id="suggest", **_QUIET)
    parts.header.new_conversation.click(handlers.start_over, None, shown, cancels=[asked], **_QUIET)
    changes = [box.change for box in scope.boxes]
    described = [scope.heading, scope.chips]
    gr.on(changes, handlers.describe_scope, scope.boxes, described, queue=False, **_QUIET)
    scope.chips.select(handlers.remove_filter, scope.boxes, scope.all, queue=False, **_QUIET)


def _connect_comparison(handlers: Handlers) -> None:
    form = handlers.components.comparison
    triggers = [form.compare.click, form.topic.submit, form.table.select]
    shown = [form.topic, form.table]
    compared = gr.on(triggers, handlers.compare, [form.topic, *form.boxes], shown, trigger_mode="once", **_QUIET)
    compared.failure(handlers.compare_failed, None, form.table, queue=False, **_QUIET)
    changes = [box.change for box in form.boxes]
    gr.on(changes, handlers.describe_comparison, form.boxes, form.heading, queue=False, **_QUIET)


def _components(handlers: Handlers) -> Components:
    """Make all components, in English until a visitor opens the page."""
    say, first = translations_for("en"), handlers.first()
    head = _header(say)
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            turns = _html(first.conversation, "conversation", js_on_load=CONVERSATION_SCRIPT)
            next_questions = _html("", "next", js_on_load=NEXT_SCRIPT)
            announcer = _html(announcement(""), "announcer")
            with gr.Column(elem_id="composer"):
                question, send = _question_row(say)
                scope = _scope_filter(handlers, say)
        with gr.Column(elem_id="sources"):
            sources = _html(first.sources, "panel")
    with gr.Column(elem_id="comparison"):
        comparison = _comparison_form(first.comparison, say)
    with gr.Column(elem_id="library"):
        library = _html(first.library, "shelf", js_on_load=LIBRARY_SCRIPT)
    earlier_visit = gr.Textbox(visible=False)
    talk = Conversation(turns, announcer, question, send, sources, next_questions)
    return Components(head, talk, scope, comparison, library, earlier_visit)


def _html(value: str, elem_id: str, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js_on_load)


def _header(say: Translations) -> Header:
    with gr.Row(elem_id="masthead"):
        return Header(
            _html(header.brand(say), "brand", js_on_load=BRAND_SCRIPT),
            _html("", "tools", js_on_load=TOOLS_SCRIPT),
            gr.Button(say("page.new_conversation"), elem_id="new-conversation", size="sm"),
        )


def _question_row(say: Translations) -> tuple[gr.Textbox, gr.Button]:
    with gr.Row(elem_id="question-row"):
        question = gr.Textbox(
            label=say("page.question"),
            placeholder=say("page.placeholder"),
            elem_id="question",
            lines=1,
            max_lines=5,
            scale=1,
        )
        return question, gr.Button(say("page.ask"), elem_id="send", variant="primary", scale=0)


def _scope_filter(handlers: Handlers, say: Translations) -> ScopeFilter:
    documents = handlers.shared_documents
    label = say("scope.searching", scope=TurnScope().describe(len(documents), say))
    chips = _html("", "chips", js_on_load=CHIPS_SCRIPT)
    with gr.Accordion(label, open=False, elem_id="scope") as heading:
        return ScopeFilter(
            chips,
            heading,
            choices(say("scope.country"), country_choices(documents)),
            choices(say("scope.year"), year_choices(documents)),
            choices(say("scope.document"), document_choices(documents)),
        )


def _comparison_form(table: str, say: Translations) -> ComparisonForm:
    with gr.Row(elem_id="topic-row"):
        topic = gr.Textbox(
            label=say("compare.topic"),
            placeholder=say("compare.placeholder"),
            elem_id="topic",
            lines=1,
            max_lines=1,
            max_length=MAX_QUESTION_LENGTH,
        )
        compare = gr.Button(say("page.comparison"), elem_id="compare", variant="primary", scale=0)
    with gr.Accordion("", open=False, elem_id="sides") as heading:
        countries, years = choices("", ()), choices("", ())
    shown = _html(table, "table", js_on_load=COMPARISON_SCRIPT)
    return ComparisonForm(topic, compare, heading, countries, years, shown)
