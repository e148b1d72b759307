"""The components of the page that events read or change, grouped by where they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import gradio as gr
from gradio.blocks import Block

from corpus.model import Document


@dataclass(frozen=True, slots=True)
class Header:
    """The head of the page."""

    brand: gr.HTML
    tools: gr.HTML
    new_conversation: gr.Button

    @property
    def all(self) -> list[Block]:
        """All components of the head."""
        return [self.brand, self.tools, self.new_conversation]


@dataclass(frozen=True, slots=True)
class ScopeFilter:
    """The boxes that narrow what is searched, below a heading and a chip for each that is ticked."""

    chips: gr.HTML
    heading: gr.Accordion
    countries: gr.CheckboxGroup
    years: gr.CheckboxGroup
    documents: gr.CheckboxGroup

    @property
    def boxes(self) -> list[gr.CheckboxGroup]:
        """The groups of boxes."""
        return [self.countries, self.years, self.documents]

    @property
    def all(self) -> list[Block]:
        """The boxes, their heading, and the chips of those ticked."""
        return [*self.boxes, self.heading, self.chips]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The conversation, its sources, and the field that asks."""

    turns: gr.HTML
    announcer: gr.HTML
    question: gr.Textbox
    send: gr.Button
    sources: gr.HTML
    next_questions: gr.HTML

    @property
    def changed_by_question(self) -> list[Block]:
        """The components that a question changes."""
        return [self.turns, self.sources, self.announcer, self.question, self.next_questions]


@dataclass(frozen=True, slots=True)
class ComparisonForm:
    """The view that compares documents."""

    topic: gr.Textbox
    compare: gr.Button
    heading: gr.Accordion
    countries: gr.CheckboxGroup
    years: gr.CheckboxGroup
    table: gr.HTML

    @property
    def boxes(self) -> list[gr.CheckboxGroup]:
        """The groups of boxes that narrow what is compared."""
        return [self.countries, self.years]

    @property
    def changed_by_documents(self) -> list[Block]:
        """The components that a visitor's own documents change."""
        return [self.heading, *self.boxes, self.table]


@dataclass(frozen=True, slots=True)
class Components:
    """All components that change."""

    header: Header
    talk: Conversation
    scope: ScopeFilter
    comparison: ComparisonForm
    library: gr.HTML
    earlier_visit: gr.Textbox

    @property
    def changed_by_documents(self) -> list[Block]:
        """The components that a visitor's own documents change."""
        talk = [self.talk.turns, self.talk.sources]
        return [*talk, self.library, *self.scope.all, *self.comparison.changed_by_documents]

    @property
    def all(self) -> list[Block]:
        """Everything, each component once."""
        fixed = [*self.header.all, self.talk.send, self.comparison.topic, self.comparison.compare]
        return list(dict.fromkeys((*fixed, *self.talk.changed_by_question, *self.changed_by_documents)))


def country_choices(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """Return the countries to choose from."""
    return sorted({(document.country, document.country) for document in documents if document.country})


def year_choices(documents: Sequence[Document]) -> list[tuple[str, int]]:
    """Return the years to choose from."""
    return sorted({(str(document.year), document.year) for document in documents if document.year})


def document_choices(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """Return the documents to choose from, by id."""
    return [(f"{document.title} · {document.name}", document.id) for document in documents]


def choices(
    label: str, options: Sequence[tuple[str, str | int]], selected: Sequence[str | int] = ()
) -> gr.CheckboxGroup:
    """Return boxes to tick, hidden where there is nothing to choose between."""
    return gr.CheckboxGroup(
        options, value=list(selected), label=label, visible=len(options) > 1, elem_classes="choices"
    )
