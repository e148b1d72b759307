"""In which language a question is asked."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = ("en", "es", "fr", "de")
"""The languages that questions may be asked in; answers are framed in the question's language."""


@cache
def _identifier() -> LanguageIdentifier:
    """The identifier, restricted to our languages: short questions are told apart far better that way."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def language_of(text: str) -> str:
    """The language of a question, as a two-letter code out of `LANGUAGES`; English where nothing tells.

    An inverted question mark tells more than the words, which may be a foreign name for the most part.
    """
    if "¿" in text:
        return "es"
    if not any(character.isalpha() for character in text):
        return "en"
    code, _ = _identifier().classify(text)
    return str(code)
