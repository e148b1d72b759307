"""Recognise questions for the sections of a document: "Which chapters does the report consist of?"."""

from qa.text.normalize import content_words, fold
from qa.text.patterns import word_pattern

_SECTIONS = word_pattern("sections")
_STRUCTURED = word_pattern("structured")
_SECTION, _SAYING = word_pattern("section"), word_pattern("says_of_text")
_BESIDE = word_pattern("beside_sections")
_DOCUMENT = word_pattern("document")


def asks_for_outline(question: str) -> bool:
    """Return True if a question, given without names, asks for the sections of documents and for nothing else."""
    folded = fold(question)
    names_sections, names_document = (pattern.search(folded) is not None for pattern in (_SECTIONS, _DOCUMENT))
    if not (names_sections or (names_document and _STRUCTURED.search(folded))):
        return False
    for pattern in (_SECTIONS, _STRUCTURED, _DOCUMENT, _BESIDE):
        folded = pattern.sub(" ", folded)
    return not content_words(folded)


def may_ask_for_section(question: str) -> bool:
    """Return True if a question may ask for what one section says, given a heading that has its words."""
    return names_section(question) or _SAYING.search(fold(question)) is not None


def names_section(question: str) -> bool:
    """Return True if a question has a word for a section."""
    return _SECTION.search(fold(question)) is not None
