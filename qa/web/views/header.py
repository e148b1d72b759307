"""The head of the page: its name, the ways to its views, and what keeps a conversation."""

from qa.web.translations import Translations
from qa.web.views.export import FORMATS
from qa.web.visits.visits import Visit

VIEWS = ("talk", "comparison", "library")


def brand(say: Translations) -> str:
    """The page's name, what it promises, and the ways to its views."""
    links = "".join(f'<a href="#view-{view}" data-view="{view}">{say("page." + view)}</a>' for view in VIEWS)
    return (
        f'<div class="brand"><h1>{say("page.title")}</h1><p class="promise">{say("page.motto")}</p></div>'
        f'<nav class="views" aria-label="{say("page.views")}">{links}</nav>'
    )


def tools(visit: Visit, say: Translations) -> str:
    """The ways to keep a conversation, and the visit's token for the page's scripts."""
    links = "".join(
        f'<li><a href="visits/{visit.token}/conversation.{format}" download>{say("page.keep_" + format)}</a></li>'
        for format in FORMATS
    )
    summary = f"<summary>{say('page.keep')}</summary>"
    return f'<details class="keep" data-visit="{visit.token}">{summary}<ul>{links}</ul></details>'
