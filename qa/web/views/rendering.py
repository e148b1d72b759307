"""Rendering of the page's templates, which escape whatever they are given."""

from functools import cache, lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from qa.web.translations import translations_for
from qa.web.views.labels import address, card_key, card_labels, one_line, place, quotes_shown, shorten_line, unit_note


def render(template: str, **values: object) -> Markup:
    """Return the HTML that a template of `qa/web/templates` makes of these values."""
    return Markup(_environment().get_template(f"{template}.html").render(values))


@lru_cache(maxsize=64)
def one_copy(html: str) -> str:
    """Return the first of equal texts, of which Gradio keeps one for each visit; only for what everyone sees."""
    return html


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("qa.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    labels = (address, card_key, card_labels, one_line, place, quotes_shown, shorten_line, unit_note)
    for function in (*labels, translations_for, zip):
        environment.globals[function.__name__] = function
    return environment
