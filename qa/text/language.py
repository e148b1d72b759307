"""Identify the language of a question."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = ("en", "es", "fr", "de")
"""Languages of questions and answers, as two-letter codes."""


@cache
def _identifier() -> LanguageIdentifier:
    """Return the identifier, restricted to `LANGUAGES`: on short questions this is far more accurate."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def language_of(text: str) -> str:
    """Return the language of a question, one of `LANGUAGES`; English if there are no letters.

    An inverted question mark is better evidence than the words, most of which may be a foreign name.
    """
    if "¿" in text:
        return "es"
    if not any(character.isalpha() for character in text):
        return "en"
    code, _ = _identifier().classify(text)
    return str(code)
