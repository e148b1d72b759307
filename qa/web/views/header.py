"""The head of the page: its name, the links to its views, and the export of a conversation."""

from qa.web.translations import LANGUAGE_NAMES, Translations
from qa.web.views.export.formats import FORMATS
from qa.web.views.rendering import render
from qa.web.visits.turns import MAX_QUESTION_LENGTH
from qa.web.visits.visits import Visit

VIEWS = ("talk", "comparison", "library")


def brand(say: Translations) -> str:
    """Return the page's name, its motto, and the links to its views."""
    return render("brand", views=VIEWS, languages=LANGUAGE_NAMES, say=say)


def tools(visit: Visit, say: Translations) -> str:
    """Return the links that export a conversation, with the visit's token for the page's scripts."""
    return render("tools", token=visit.token, formats=FORMATS, max_length=MAX_QUESTION_LENGTH, say=say)
