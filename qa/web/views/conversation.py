"""The conversation: questions, answers whose quotes carry citation chips, and refusals that say why."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from qa.model import Answer, Citation, Hit
from qa.web.example_questions import Example
from qa.web.translations import Translations, translations_for
from qa.web.views.answer_footer import foot
from qa.web.views.labels import NEAREST_SHOWN, card_key, card_labels, place, shorten_line
from qa.web.visits.turns import Turn
from qa.web.visits.visits import Visit

LOW_CONFIDENCE = 0.5
LONGEST_CLOSEST = 180
"""Characters of a closest passage in the conversation; its card shows more."""

_WORD_JOINER = "\u2060"  # keeps a chip on the line of the quote's last word
_MARKER = re.compile(r"\s*\[(\d+)\]")
_LABEL = re.compile(r"(?P<label>.+?:)\s+(?P<mark>\W{1,2})$")  # what stands before a quote: its row and column


def announcement(text: str) -> str:
    """The line that screen readers speak when it changes."""
    return f'<p class="unseen" role="status">{escape(text)}</p>'


def welcome(examples: Sequence[Example], held: int, say: Translations) -> str:
    """What a first visit shows: what this is and questions worth asking."""
    items = "".join(_example(example) for example in examples)
    questions = f'<h3>{say("page.examples")}</h3><ul class="examples">{items}</ul>' if items else ""
    return (
        f'<section class="welcome" aria-labelledby="welcome"><h2 id="welcome">{say("page.welcome")}</h2>'
        f"<p>{say.count('page.promise', held)}</p>{questions}</section>"
    )


def _example(example: Example) -> str:
    question = escape(example.question)
    return (
        f'<li><button type="button" class="example" data-ask="{question}">'
        f'<span lang="{example.language}">{question}</span>'
        f'<span class="example-from">{escape(example.title)}</span></button></li>'
    )


def conversation(visit: Visit, say: Translations) -> str:
    """All turns, oldest first."""
    return "".join(_turn(number, turn, visit, say) for number, turn in enumerate(visit.turns, 1))


def spoken(turn: Turn, say: Translations) -> str:
    """What a screen reader says when a turn is done."""
    if turn.trouble is not None:
        return say(f"answer.{turn.trouble}")
    if turn.answer is None:
        return say("answer.searching")
    if turn.writing:
        return say("answer.writing")
    if not turn.answer.answered:
        return say("answer.spoken_refusal", text=turn.answer.text)
    return f"{say.count('answer.spoken', len(turn.answer.citations))} {turn.answer.text}"


def _turn(number: int, turn: Turn, visit: Visit, say: Translations) -> str:
    return (
        f'<article class="turn" id="turn-{number}" aria-labelledby="question-{number}">'
        f'<h2 class="question" id="question-{number}">{escape(turn.question)}</h2>'
        f"{_reply(number, turn, say)}{foot(number, turn, number in visit.rated, say)}</article>"
    )


def _reply(number: int, turn: Turn, say: Translations) -> str:
    if turn.trouble is not None:
        return f'<div class="reply failed"><p>{say("answer." + turn.trouble)}</p></div>'
    if turn.answer is None:
        dots = '<span class="dots" aria-hidden="true"></span>'
        return f'<div class="reply pending"><p>{say("answer.searching")}{dots}</p></div>'
    frame = translations_for(turn.answer.language)
    if not turn.answer.answered:
        return _refusal(number, turn.answer, frame, say)
    return _answer(number, turn.answer, frame, say, writing=turn.writing)


def _answer(number: int, answer: Answer, frame: Translations, say: Translations, *, writing: bool) -> str:
    documents = len({citation.document for citation in answer.citations})
    notes = "".join(
        f'<p class="{name}">{text}</p>'
        for name, text, wanted in (
            ("differing", frame("answer.several", n=documents), documents > 1),
            ("doubt", frame("answer.doubt"), answer.confidence < LOW_CONFIDENCE),
        )
        if wanted
    )
    written = _prose if answer.mode == "generated" else _paragraphs
    lines = "".join(written(number, answer, say))
    model = _of_model(answer, frame, writing)
    return f'<div class="reply answer" lang="{frame.language}">{_read_as(answer, frame)}{lines}{model}{notes}</div>'


def _prose(number: int, answer: Answer, say: Translations) -> Iterator[str]:
    """What a language model wrote, and under it all the quotes that it was given."""
    for line in answer.text.splitlines():
        yield f"<p>{_with_chips(number, line, answer.citations, say)}</p>"
    yield f'<p class="rests">{translations_for(answer.language)("answer.rests")}</p><ol class="proof">'
    for label, citation in enumerate(answer.citations, 1):
        chip = _chip(number, str(label), citation, say)
        yield f'<li><span class="verbatim">{escape(" ".join(citation.quote.split()))}</span>{chip}</li>'
    yield "</ol>"


def _of_model(answer: Answer, frame: Translations, writing: bool) -> str:
    """What a language model had to do with an answer."""
    done = answer.generation
    if done is None:
        return ""
    if writing:
        return f'<p class="model">{frame("answer.writing")}<span class="dots" aria-hidden="true"></span></p>'
    by = escape(frame("answer.by_model", model=done.model)) if answer.mode == "generated" else ""
    return f'<p class="model">{" ".join(part for part in (by, escape(done.note)) if part)}</p>'


def _read_as(answer: Answer, frame: Translations) -> str:
    """The question that was answered, where that is another than the one written."""
    if answer.read_as is None:
        return ""
    return f'<p class="read-as">{escape(frame("answer.read_as", question=answer.read_as))}</p>'


def _refusal(number: int, answer: Answer, frame: Translations, say: Translations) -> str:
    nearest = "".join(
        _nearest(number, label, hit, say)
        for label, hit in zip(card_labels(answer), answer.nearest[:NEAREST_SHOWN], strict=True)
    )
    closest = f'<p class="closest">{frame("answer.closest")}</p><ul class="nearest">{nearest}</ul>'
    why = f'<p class="why">{frame("answer." + answer.reason)}</p>' if answer.reason else ""
    return (
        f'<div class="reply refusal" lang="{frame.language}">{_read_as(answer, frame)}'
        f'<p class="refusal-title">{escape(answer.text)}</p>'
        f"{why}{closest if nearest else ''}</div>"
    )


def _nearest(number: int, label: str, hit: Hit, say: Translations) -> str:
    text = escape(shorten_line(hit.text, LONGEST_CLOSEST))
    source = escape(f"{hit.document}, {place(hit, say)}")
    chip = _chip(number, label, hit, say)
    return f'<li><span class="verbatim">{text}</span>{chip}<span class="from">{source}</span></li>'


def _paragraphs(number: int, answer: Answer, say: Translations) -> Iterator[str]:
    """The answer's lines with chips for its markers; a citation that no marker names gets its chip at the end."""
    named = {int(match[1]) for match in _MARKER.finditer(answer.text)}
    unnamed = [label for label in range(1, len(answer.citations) + 1) if label not in named]
    lines = [line for line in answer.text.splitlines() if line.strip()]
    for position, line in enumerate(lines, 1):
        text = _with_chips(number, line, answer.citations, say)
        if position == len(lines):
            text += "".join(_chip(number, str(label), answer.citations[label - 1], say) for label in unnamed)
        yield f"<p>{text}</p>"


def _with_chips(number: int, line: str, citations: Sequence[Citation], say: Translations) -> str:
    """A line with its markers turned into chips and the quotes set as quotes; everything else is escaped."""
    parts, end = [], 0
    for match in _MARKER.finditer(line):
        label = int(match[1])
        if not 1 <= label <= len(citations):
            continue
        parts.append(_with_quotes(line[end : match.start()], citations))
        parts.append(_chip(number, match[1], citations[label - 1], say))
        end = match.end()
    parts.append(_with_quotes(line[end:], citations))
    return "".join(parts)


def _with_quotes(text: str, citations: Sequence[Citation]) -> str:
    """Escaped text in which what is verbatim in a document is marked as such."""
    quotes = sorted({citation.quote for citation in citations if citation.quote.strip()}, key=len, reverse=True)
    if not quotes:
        return escape(text)
    pattern = "|".join(r"\s+".join(map(re.escape, quote.split())) for quote in quotes)
    parts, end = [], 0
    for match in re.finditer(pattern, text):
        parts += [_with_label(text[end : match.start()]), f'<span class="verbatim">{escape(match[0])}</span>']
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _with_label(text: str) -> str:
    """Escaped text before a quote; the quote's row and column get a line of their own."""
    label = _LABEL.match(text)
    return f'<span class="label">{escape(label["label"])} </span>{escape(label["mark"])}' if label else escape(text)


def _chip(number: int, label: str, source: Citation | Hit, say: Translations) -> str:
    document = source.title if isinstance(source, Citation) else source.document
    name = escape(say("answer.source", label=label, document=document, place=place(source, say)))
    key = card_key(number, label)
    return f'{_WORD_JOINER}<a class="chip" href="#{key}" data-open="{key}" aria-label="{name}">{label}</a>'
