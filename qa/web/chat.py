"""The conversation: questions, answers whose quotes carry citation chips, and refusals that say why."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from qa.examples import Example
from qa.model import Answer, Citation, Hit, Reason
from qa.web.conversation import Turn
from qa.web.sources import NEAREST_SHOWN, card_key, card_labels, place, shortened

TITLE = "Ask the factsheets"
LOW_CONFIDENCE = 0.5
LONGEST_CLOSEST = 180
"""Characters of a closest passage in the conversation; its card shows more."""

REFUSALS: dict[Reason, str] = {
    "off_topic": "Outside these documents",
    "not_held": "No document held covers this",
    "not_stated": "Not stated in the documents",
}
DOUBT = "Low confidence: read the quote on its page before you rely on it."
SEARCHING = "Searching the documents"
FAILURE = "Something went wrong while this was being answered. Nothing was lost: please ask again."

_WORD_JOINER = "\u2060"  # keeps a chip on the line of the quote's last word
_MARKER = re.compile(r"\s*\[(\d+)\]")
_LABEL = re.compile(r"(?P<label>.+?:)\s+(?P<mark>\W{1,2})$")  # what stands before a quote: its row and column


def masthead() -> str:
    """The page's name and what it promises."""
    return f'<h1>{TITLE}</h1><p class="promise">Every answer is a quotation, shown in its place on the page.</p>'


def announcement(text: str) -> str:
    """The line that screen readers speak when it changes. `text` is HTML."""
    return f'<p class="unseen" role="status">{text}</p>'


def welcome(examples: Sequence[Example], held: int) -> str:
    """What a first visit shows: what this is and questions worth asking."""
    items = "".join(_example(example) for example in examples)
    documents = "one document" if held == 1 else f"{held} documents"
    return (
        '<section class="welcome" aria-labelledby="welcome"><h2 id="welcome">What would you like to know?</h2>'
        f"<p>Answers come from the {documents} held and from nothing else. Each is quoted word for word, with "
        "the page it stands on. What the documents do not say is not answered.</p>"
        f'<h3>Questions worth asking</h3><ul class="examples">{items}</ul></section>'
    )


def _example(example: Example) -> str:
    question = escape(example.question)
    return (
        f'<li><button type="button" class="example" data-ask="{question}">{question}'
        f'<span class="example-from">{escape(example.title)}</span></button></li>'
    )


def conversation(turns: Sequence[Turn], held: int) -> str:
    """All turns, oldest first. `held` is the number of documents that could be searched."""
    return "".join(_turn(number, turn, held) for number, turn in enumerate(turns, 1))


def spoken(turn: Turn) -> str:
    """What a screen reader says when a turn is done."""
    if turn.answer is None:
        return escape(FAILURE if turn.failed else f"{SEARCHING}.")
    if not turn.answer.answered:
        return escape(f"No answer. {turn.answer.text}")
    count = len(turn.answer.citations)
    return escape(f"Answer with {count} {'source' if count == 1 else 'sources'}: {turn.answer.text}")


def _turn(number: int, turn: Turn, held: int) -> str:
    return (
        f'<article class="turn" id="turn-{number}" aria-labelledby="question-{number}">'
        f'<h2 class="question" id="question-{number}">{escape(turn.question)}</h2>'
        f'{_reply(number, turn)}<p class="scope">Searched: {escape(turn.scope.describe(held))}</p></article>'
    )


def _reply(number: int, turn: Turn) -> str:
    if turn.failed:
        return f'<div class="reply failed"><p>{FAILURE}</p></div>'
    if turn.answer is None:
        return f'<div class="reply pending"><p>{SEARCHING}<span class="dots" aria-hidden="true"></span></p></div>'
    return _answer(number, turn.answer) if turn.answer.answered else _refusal(number, turn.answer)


def _answer(number: int, answer: Answer) -> str:
    doubt = f'<p class="doubt">{DOUBT}</p>' if answer.confidence < LOW_CONFIDENCE else ""
    language = escape(answer.language)
    return f'<div class="reply answer" lang="{language}">{"".join(_paragraphs(number, answer))}{doubt}</div>'


def _refusal(number: int, answer: Answer) -> str:
    title = REFUSALS[answer.reason] if answer.reason else "No answer"
    nearest = "".join(
        _nearest(number, label, hit)
        for label, hit in zip(card_labels(answer), answer.nearest[:NEAREST_SHOWN], strict=True)
    )
    closest = f'<p class="closest">The closest the documents come:</p><ul class="nearest">{nearest}</ul>'
    return (
        f'<div class="reply refusal"><p class="refusal-title">{title}</p>'
        f'<p lang="{escape(answer.language)}">{escape(answer.text)}</p>{closest if nearest else ""}</div>'
    )


def _nearest(number: int, label: str, hit: Hit) -> str:
    text = escape(shortened(hit.text, LONGEST_CLOSEST))
    source = escape(f"{hit.document}, {place(hit)}")
    return f'<li><span class="verbatim">{text}</span>{_chip(number, label, hit)}<span class="from">{source}</span></li>'


def _paragraphs(number: int, answer: Answer) -> Iterator[str]:
    """The answer's lines with chips for its markers; a citation that no marker names gets its chip at the end."""
    named = {int(match[1]) for match in _MARKER.finditer(answer.text)}
    unnamed = [label for label in range(1, len(answer.citations) + 1) if label not in named]
    lines = [line for line in answer.text.splitlines() if line.strip()]
    for position, line in enumerate(lines, 1):
        text = _with_chips(number, line, answer.citations)
        if position == len(lines):
            text += "".join(_chip(number, str(label), answer.citations[label - 1]) for label in unnamed)
        yield f"<p>{text}</p>"


def _with_chips(number: int, line: str, citations: Sequence[Citation]) -> str:
    """A line with its markers turned into chips and the quotes set as quotes; everything else is escaped."""
    parts, end = [], 0
    for match in _MARKER.finditer(line):
        label = int(match[1])
        if not 1 <= label <= len(citations):
            continue
        parts.append(_with_quotes(line[end : match.start()], citations))
        parts.append(_chip(number, match[1], citations[label - 1]))
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


def _chip(number: int, label: str, source: Citation | Hit) -> str:
    document = source.title if isinstance(source, Citation) else source.document
    name = escape(f"Source {label}: {document}, {place(source)}")
    key = card_key(number, label)
    return f'{_WORD_JOINER}<a class="chip" href="#{key}" data-open="{key}" aria-label="{name}">{label}</a>'
