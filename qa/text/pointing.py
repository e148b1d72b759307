"""Recognise words that point back to what was said before, in the language of a question."""

from qa.text.normalize import fold
from qa.text.patterns import word_pattern

_LANGUAGES = ("en", "es", "fr", "de")
_POINTING = {language: word_pattern(f"pointing_{language}") for language in _LANGUAGES}
_IMPERSONAL = {language: word_pattern(f"impersonal_{language}") for language in _LANGUAGES}


def points_back(text: str, language: str) -> bool:
    """Return True if a text in one of the four languages has a word that stands for something said before."""
    return _POINTING[language].search(_IMPERSONAL[language].sub(" ", fold(text))) is not None


def may_point_back(text: str) -> bool:
    """Return True if a text, too short to tell its language, points back in any of them."""
    return any(points_back(text, language) for language in _LANGUAGES)
