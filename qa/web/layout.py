"""The page: conversation in the middle, sources beside it, question and scope below; the documents in another view."""

from functools import cache, partial
from typing import Any

import gradio as gr
from gradio.events import api

from qa.web.api.endpoints import endpoints
from qa.web.example_questions import examples
from qa.web.handlers import Handlers, Parts, choices, country_choices, document_choices, year_choices
from qa.web.translations import translations_for
from qa.web.views import header
from qa.web.views.conversation import announcement
from qa.web.visits.asker import Asker
from qa.web.visits.turns import MAX_QUESTION_LENGTH, TurnScope
from qa.web.visits.visits import Visits

CONCURRENT_QUESTIONS = 2
WAITING_QUESTIONS = 64
# What is not in English is hidden until the server has put the page into the browser's language.
HEAD = (
    '<script src="page/first.js"></script><link rel="stylesheet" href="page/page.css">'
    '<script type="module" src="page/page.js"></script>'
)
# `trigger` sends the question of an example or of a link to the server; the page's script listens for changes.
CONVERSATION_SCRIPT = """
element.addEventListener('click', (event) => {
  const example = event.target.closest('[data-ask]');
  if (example) trigger('select', {question: example.dataset.ask});
});
document.addEventListener('question-linked', (event) => trigger('select', {question: event.detail}));
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


def build(asker: Asker, visits: Visits, *, uploads: bool) -> gr.Blocks:
    """The whole page over an open index; `uploads` says whether visitors may bring documents."""
    handlers = Handlers(asker, visits, cache(partial(examples, asker.shared)), uploads)
    page = gr.Blocks(title=translations_for("en")("page.title"), analytics_enabled=False, fill_width=True)
    with page:
        for name, function in endpoints(asker).items():  # first, so that their names are theirs
            api(function, api_name=name, concurrency_id="api")
        handlers.parts = _parts(handlers)
        _events(page, handlers)
    visits.on_end = partial(_forget, page)
    page.queue(max_size=WAITING_QUESTIONS, default_concurrency_limit=CONCURRENT_QUESTIONS)
    return page


def _forget(page: gr.Blocks, session: str) -> None:
    """Let Gradio's copy of the page for a session go: it keeps 0.2 MB for each, long after nobody is there."""
    page.state_holder.session_data.pop(session, None)
    page.state_holder.time_last_used.pop(session, None)


def _events(page: gr.Blocks, handlers: Handlers) -> None:
    parts = handlers.parts
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    page.load(handlers.opened, None, parts.all, **quiet)
    page.unload(handlers.lost)
    triggers = [parts.send.click, parts.question.submit, parts.conversation.select]
    inputs = [parts.question, *parts.scope]
    asked = gr.on(triggers, handlers.ask, inputs, parts.shown, trigger_mode="once", **quiet)
    asked.failure(handlers.failed, parts.question, parts.shown, queue=False, **quiet)  # also when the queue is full
    parts.anew.click(handlers.anew, None, parts.shown, cancels=[asked], **quiet)
    triggers = [parts.compare.click, parts.topic.submit, parts.compared.select]
    topic = [parts.topic, parts.sides, parts.ages]
    compared = gr.on(triggers, handlers.compare, topic, [parts.topic, parts.compared], trigger_mode="once", **quiet)
    compared.failure(handlers.not_compared, None, parts.compared, queue=False, **quiet)
    gr.on([parts.sides.change, parts.ages.change], handlers.sided, topic[1:], parts.comparing, queue=False, **quiet)
    parts.library.select(handlers.brought, None, parts.brought, **quiet)
    changes = [group.change for group in parts.scope]
    gr.on(changes, handlers.narrowed, parts.scope, parts.heading, queue=False, **quiet)


def _parts(handlers: Handlers) -> Parts:
    """Make all components, in English until a visitor opens the page."""
    talk, panel, library, table = handlers.first()
    say = translations_for("en")
    with gr.Row(elem_id="masthead"):
        brand = _html(header.brand(say), "brand", js_on_load=BRAND_SCRIPT)
        tools = _html("", "tools", js_on_load=TOOLS_SCRIPT)
        anew = gr.Button(say("page.anew"), elem_id="anew", size="sm")
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            conversation = _html(talk, "conversation", js_on_load=CONVERSATION_SCRIPT)
            announcer = _html(announcement(""), "announcer")
            question, send, heading, (country, year, document) = _composer(handlers)
        with gr.Column(elem_id="sources"):
            cards = _html(panel, "panel")
    with gr.Column(elem_id="comparison"):
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
        with gr.Accordion("", open=False, elem_id="sides") as comparing:
            sides, ages = choices("", ()), choices("", ())
        compared = _html(table, "table", js_on_load=COMPARISON_SCRIPT)
    with gr.Column(elem_id="library"):
        shelf = _html(library, "shelf", js_on_load=LIBRARY_SCRIPT)
    return Parts(
        brand,
        tools,
        anew,
        conversation,
        announcer,
        question,
        send,
        heading,
        country,
        year,
        document,
        cards,
        shelf,
        topic,
        compare,
        comparing,
        sides,
        ages,
        compared,
    )


def _html(value: str, elem_id: str, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js_on_load)


def _composer(
    handlers: Handlers,
) -> tuple[gr.Textbox, gr.Button, gr.Accordion, tuple[gr.CheckboxGroup, gr.CheckboxGroup, gr.CheckboxGroup]]:
    say, held = translations_for("en"), handlers.shared_documents
    with gr.Column(elem_id="composer"):
        with gr.Row(elem_id="question-row"):
            question = gr.Textbox(
                label=say("page.question"),
                placeholder=say("page.placeholder"),
                elem_id="question",
                lines=1,
                max_lines=5,
                max_length=MAX_QUESTION_LENGTH,
                scale=1,
            )
            send = gr.Button(say("page.ask"), elem_id="send", variant="primary", scale=0)
        label = say("scope.searching", scope=TurnScope().describe(len(held), say))
        with gr.Accordion(label, open=False, elem_id="scope") as heading:
            scope = (
                choices(say("scope.country"), country_choices(held)),
                choices(say("scope.year"), year_choices(held)),
                choices(say("scope.document"), document_choices(held)),
            )
    return question, send, heading, scope
