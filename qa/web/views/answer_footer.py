"""The line below an answer: what was searched, how sure it is, a link to it, and a word on whether it was right."""

from html import escape

from qa.web.translations import Translations
from qa.web.views.labels import address
from qa.web.visits.turns import Turn

_THUMB = "M7 21V10l4.5-7c1.6 0 2.5 1 2.5 2.6V9h4.9c1.4 0 2.3 1.2 2 2.5l-1.6 7.4A2.6 2.6 0 0 1 16.8 21zM7 10H3v11h4"
_LINK = (
    "M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.2-1.2"
)

SUREST = 99
"""Percent: no answer is certain."""


def foot(number: int, turn: Turn, rated: bool, say: Translations) -> str:
    """What the question was asked of, how sure the answer is, and what one can do with it."""
    facts = [escape(say("scope.searched", scope=turn.scope.describe(turn.held, say)))]
    if turn.answer is not None and turn.answer.answered:
        facts.append(say("answer.confidence", percent=min(round(100 * turn.answer.confidence), SUREST)))
    tools = _tools(number, turn, rated=rated, say=say) if turn.answer is not None else ""
    rating = _rating(number, rated, say) if turn.answer is not None else ""
    if turn.unread:
        facts.append(escape(say("answer.unread", names=", ".join(turn.unread))))
    shown = "".join(f"<span>{fact}</span>" for fact in facts)
    return f'<div class="foot"><p class="scope">{shown}</p>{tools}</div>{rating}'


def _tools(number: int, turn: Turn, rated: bool, say: Translations) -> str:
    thumbs = (
        ""
        if rated
        else "".join(
            f'<button type="button" class="tool {name}" data-rate="{name}" data-turn="{number}" title="{say(key)}" '
            f'aria-label="{say(key)}" aria-expanded="false" aria-controls="rating-{number}">{_icon(_THUMB)}</button>'
            for name, key in (("up", "feedback.right"), ("down", "feedback.wrong"))
        )
    )
    link = say("answer.copy_link")
    return (
        f'<div class="tools"><button type="button" class="tool" data-link="{escape(address(turn))}" title="{link}" '
        f'aria-label="{link}">{_icon(_LINK)}</button>{thumbs}</div>'
    )


def _icon(path: str) -> str:
    return f'<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'


def _rating(number: int, rated: bool, say: Translations) -> str:
    """The form that a thumb opens."""
    if rated:
        return f'<p class="thanks">{say("feedback.thanks")}</p>'
    return (
        f'<form class="rating" id="rating-{number}" data-turn="{number}" hidden>'
        f'<label for="comment-{number}">{say("feedback.comment")}</label>'
        f'<textarea id="comment-{number}" rows="2" maxlength="1000"></textarea>'
        f'<button type="submit">{say("feedback.send")}</button><p class="note" role="status"></p></form>'
    )
