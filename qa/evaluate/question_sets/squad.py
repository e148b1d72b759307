"""SQuAD's format (Rajpurkar et al. 2016, 2018), in which XQuAD comes too."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from qa.errors import QuestionSetError
from qa.evaluate.question import Evidence, Question
from qa.evaluate.question_sets.files import Fault, at_line, describe_errors, line_of, read_set_text

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
LANGUAGE_IN_NAME = re.compile(r"\.([a-z]{2})\.json$")


class _GoldAnswer(BaseModel):
    text: str = Field(min_length=1)
    answer_start: int = Field(ge=0)


class _Entry(BaseModel):
    id: str = Field(min_length=1)
    question: str = Field(pattern=r"\S")
    answers: list[_GoldAnswer]


class _Paragraph(BaseModel):
    context: str
    qas: list[_Entry]


class _Article(BaseModel):
    title: str = ""
    paragraphs: list[_Paragraph]


class _File(BaseModel):
    data: list[_Article]


def load_squad(path: Path, *, name_texts: bool = False) -> Iterator[tuple[Fault, Question]]:
    """Read a set in SQuAD's format; the evidence of a question is the sentence around its answer.

    The language is read from a name such as `xquad.es.json`, and is English otherwise. A question without answers
    (SQuAD 2.0) is unanswerable. With `name_texts` the evidence names its article, as `squad_texts` does.

    Raises:
        QuestionSetError: The file cannot be read, is not in this format, or an answer is not at its offset.
    """
    text = read_set_text(path)
    named = LANGUAGE_IN_NAME.search(path.name)
    language = named[1] if named else "en"
    for number, (name, article) in enumerate(_articles(path, text)):
        document = name if name_texts else None
        for place, paragraph in enumerate(article.paragraphs):
            for order, entry in enumerate(paragraph.qas):
                fault = partial(_at_value, path, text, ("data", number, "paragraphs", place, "qas", order))
                yield fault, _question(fault, entry, paragraph.context, language, document)


def squad_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the articles of a set as file names and texts; raises as `load_squad`."""
    for name, article in _articles(path, read_set_text(path)):
        yield name, "\n\n".join(" ".join(paragraph.context.split()) for paragraph in article.paragraphs) + "\n"


def _articles(path: Path, text: str) -> Iterator[tuple[str, _Article]]:
    """Yield the articles, each with a file name made of its number and title."""
    try:
        content = _File.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        raise at_line(path, error.lineno, f"is not JSON: {error.msg} at column {error.colno}") from error
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]["loc"]
        raise _at_value(path, text, wrong, f"is not in SQuAD's format: {describe_errors(error)}") from error
    for number, article in enumerate(content.data, start=1):
        title = re.sub(r"\W+", "_", article.title).strip("_")[:60]
        yield f"{path.stem}_{number:04d}_{title}.txt", article


def _at_value(path: Path, text: str, place: Sequence[str | int], problem: str) -> QuestionSetError:
    """Make the error that names the line on which a value of the file begins."""
    return at_line(path, line_of(text, place), problem)


def _question(fault: Fault, entry: _Entry, context: str, language: str, document: str | None) -> Question:
    for answer in entry.answers:
        if context[answer.answer_start : answer.answer_start + len(answer.text)] != answer.text:
            raise fault(
                f"the answer {answer.text!r} of question {entry.id!r} is not at character"
                f" {answer.answer_start} of its paragraph"
            )
    variants = tuple(dict.fromkeys(answer.text for answer in entry.answers))
    sentences = dict.fromkeys(_sentence_around(context, answer.answer_start) for answer in entry.answers)
    return Question(
        id=entry.id,
        question=entry.question.strip(),
        language=language,
        kind="factoid" if variants else "unanswerable",
        answer=variants[0] if variants else None,
        answers=variants,
        evidence=tuple(Evidence(quote=sentence, document=document) for sentence in sentences),
    )


def _sentence_around(context: str, place: int) -> str:
    """Return the sentence of `context` around the character at `place`."""
    ends = [match.end() for match in SENTENCE_END.finditer(context)]
    start = max((end for end in ends if end <= place), default=0)
    stop = min((end for end in ends if end > place), default=len(context))
    return context[start:stop].strip()
