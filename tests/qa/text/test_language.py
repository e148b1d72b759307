"""The language of a question."""

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from qa.text.language import LANGUAGES, language_of

QUESTIONS = {
    "What is the annual budget of the programme?": "en",
    "¿Quién dirige la política?": "es",
    "Wer leitet das Programm in Bayern?": "de",
    "Quel est le budget annuel du programme ?": "fr",
    "2023": "en",
}


@pytest.mark.parametrize(("question", "language"), QUESTIONS.items())
def test_it_is_that_of_the_words(question: str, language: str) -> None:
    assert language_of(question) == language


def test_the_unpacked_identifier_decides_as_the_packaged_one() -> None:
    packaged = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    packaged.set_languages(list(LANGUAGES))
    texts = [text[:length] for text in QUESTIONS if "¿" not in text and text[0].isalpha() for length in range(1, 40)]
    assert [language_of(text) for text in texts] == [packaged.classify(text)[0] for text in texts]
