"""SQuAD's format (Rajpurkar et al. 2016, 2018), in which XQuAD comes too."""

import re
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from qa.errors import QuestionSetError
from qa.evaluate.questions import Evidence, Question, describe, read_text

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
LANGUAGE_IN_NAME = re.compile(r"\.([a-z]{2})\.json$")


class _GoldAnswer(BaseModel):
    text: str = Field(min_length=1)
    answer_start: int = Field(ge=0)


class _Entry(BaseModel):
    id: str
    question: str
    answers: list[_GoldAnswer]


class _Paragraph(BaseModel):
    context: str
    qas: list[_Entry]


class _Article(BaseModel):
    paragraphs: list[_Paragraph]


class _File(BaseModel):
    data: list[_Article]


def load_squad(path: Path) -> list[Question]:
    """Read a set in SQuAD's format; the evidence of a question is the sentence that its answer stands in.

    The language is read from a name such as `xquad.es.json`, and is English otherwise. A question without answers
    (SQuAD 2.0) is unanswerable.

    Raises:
        QuestionSetError: The file cannot be read or is not in this format.
    """
    named = LANGUAGE_IN_NAME.search(path.name)
    language = named[1] if named else "en"
    try:
        content = _File.model_validate_json(read_text(path))
    except ValidationError as error:
        raise QuestionSetError(f"{path}: is not in SQuAD's format: {describe(error)}") from error
    return [
        _question(entry, paragraph.context, language)
        for article in content.data
        for paragraph in article.paragraphs
        for entry in paragraph.qas
    ]


def _question(entry: _Entry, context: str, language: str) -> Question:
    variants = tuple(dict.fromkeys(answer.text for answer in entry.answers))
    sentences = dict.fromkeys(_sentence_around(context, answer.answer_start) for answer in entry.answers)
    return Question(
        id=entry.id,
        question=entry.question.strip(),
        language=language,
        kind="factoid" if variants else "unanswerable",
        answer=variants[0] if variants else None,
        answers=variants,
        evidence=tuple(Evidence(quote=sentence) for sentence in sentences),
    )


def _sentence_around(context: str, place: int) -> str:
    """The sentence of `context` that the character `place` is in."""
    ends = [match.end() for match in SENTENCE_END.finditer(context)]
    start = max((end for end in ends if end <= place), default=0)
    stop = min((end for end in ends if end > place), default=len(context))
    return context[start:stop].strip()
