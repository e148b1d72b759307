"""The page: conversation in the middle, sources beside it, the question and its scope below."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import api

from qa.examples import examples
from qa.web import chat
from qa.web.api import endpoints
from qa.web.conversation import MAX_QUESTION_LENGTH, Scope
from qa.web.handlers import Handlers, scope_label

if TYPE_CHECKING:
    from corpus.model import Document
    from qa.engine import FactsheetQA

CONCURRENT_QUESTIONS = 2
WAITING_QUESTIONS = 64
HEAD = '<link rel="stylesheet" href="page/page.css"><script type="module" src="page/page.js"></script>'
# `trigger` sends the question of an example to the server; the page's script listens for changes.
CONVERSATION_SCRIPT = """
element.addEventListener('click', (event) => {
  const example = event.target.closest('[data-ask]');
  if (example) trigger('select', {question: example.dataset.ask});
});
watch('value', () => document.dispatchEvent(new CustomEvent('conversation-changed')));
"""


def build(engine: "FactsheetQA") -> gr.Blocks:
    """The whole page over an open index."""
    documents = engine.documents()
    handlers = Handlers(engine, examples(engine))
    talk, panel, spoken, _, _ = handlers.shown([])
    page = gr.Blocks(title=chat.TITLE, analytics_enabled=False, fill_width=True)
    with page:
        for name, function in endpoints(engine).items():  # first, so that their names are theirs
            api(function, api_name=name, concurrency_id="api")
        turns = gr.State([])
        with gr.Row(elem_id="masthead"):
            _html(chat.masthead(), "brand")
            anew = gr.Button("New conversation", elem_id="anew", size="sm")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                conversation = _html(talk, "conversation", js_on_load=CONVERSATION_SCRIPT)
                announcer = _html(spoken, "announcer")
                question, send, scope, heading = _composer(documents)
            with gr.Column(elem_id="sources"):
                cards = _html(panel, "panel")
        shown = [conversation, cards, announcer, turns, question]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        triggers = [send.click, question.submit, conversation.select]
        asked = gr.on(triggers, handlers.ask, [question, turns, *scope], shown, trigger_mode="once", **quiet)
        asked.failure(handlers.failed, turns, shown, **quiet)
        anew.click(handlers.anew, None, shown, cancels=[asked], **quiet)
        gr.on([group.change for group in scope], handlers.narrowed, scope, heading, queue=False, **quiet)
    page.queue(max_size=WAITING_QUESTIONS, default_concurrency_limit=CONCURRENT_QUESTIONS)
    return page


def _html(value: str, elem_id: str, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js_on_load)


def _composer(
    documents: Sequence["Document"],
) -> tuple[gr.Textbox, gr.Button, list[gr.CheckboxGroup], gr.Accordion]:
    with gr.Column(elem_id="composer"):
        with gr.Row(elem_id="question-row"):
            question = gr.Textbox(
                label="Your question",
                placeholder="Ask about a policy or a budget",
                elem_id="question",
                lines=1,
                max_lines=5,
                max_length=MAX_QUESTION_LENGTH,
                scale=1,
                autofocus=True,
            )
            send = gr.Button("Ask", elem_id="send", variant="primary", scale=0)
        with gr.Accordion(scope_label(Scope(), len(documents)), open=False, elem_id="scope") as heading:
            scope = [
                _choices("Country", sorted({(d.country, d.country) for d in documents if d.country})),
                _choices("Year", sorted({(str(d.year), d.year) for d in documents if d.year})),
                _choices("Document", [(f"{d.title} · {d.name}", d.name) for d in documents]),
            ]
    return question, send, scope, heading


def _choices(label: str, choices: Sequence[tuple[str, str | int]]) -> gr.CheckboxGroup:
    """Boxes to tick, hidden where there is nothing to choose between."""
    return gr.CheckboxGroup(choices, label=label, visible=len(choices) > 1, elem_classes="choices")
