"""The words around the quotes, in the question's language."""

from collections.abc import Sequence

from corpus.model import Document

_REFUSALS = {
    "en": {
        "off_topic": "The documents held are not about this.",
        "not_stated": "The documents held do not state this.",
        "not_held": "No factsheet is held on {missing}. Held: {held}.",
    },
    "es": {
        "off_topic": "Los documentos disponibles no tratan este tema.",
        "not_stated": "Los documentos disponibles no lo indican.",
        "not_held": "No hay ninguna ficha sobre {missing}. Disponibles: {held}.",
    },
    "fr": {
        "off_topic": "Les documents disponibles ne traitent pas de ce sujet.",
        "not_stated": "Les documents disponibles ne l'indiquent pas.",
        "not_held": "Aucune fiche n'est disponible sur {missing}. Disponibles : {held}.",
    },
    "de": {
        "off_topic": "Die vorhandenen Dokumente behandeln dieses Thema nicht.",
        "not_stated": "Die vorhandenen Dokumente geben das nicht an.",
        "not_held": "Zu {missing} ist kein Länderprofil vorhanden. Vorhanden: {held}.",
    },
}
_SILENT = {
    "en": "Not stated: {names}.",
    "es": "No se indica: {names}.",
    "fr": "Non indiqué : {names}.",
    "de": "Nicht angegeben: {names}.",
}
_QUOTES = {"en": "“{}”", "es": "«{}»", "fr": "« {} »", "de": "„{}“"}
_HELD_NAMES = 12


def refusal(language: str, reason: str, held: Sequence[Document] = (), missing: Sequence[str] = ()) -> str:
    """The sentence that refuses, in a language; `not_held` says what is missing and what is held."""
    return _REFUSALS[language][reason].format(missing=", ".join(missing), held=_names(held))


def not_stated_by(language: str, documents: Sequence[Document]) -> str:
    """The sentence that names the documents which say nothing, in a language."""
    return _SILENT[language].format(names=_names(documents))


def quoted(language: str, text: str) -> str:
    """A text in the quotation marks of a language, on one line."""
    return _QUOTES[language].format(" ".join(text.split()))


def _names(held: Sequence[Document]) -> str:
    """Country and year of the documents, or their titles; the first dozen and how many more."""
    names = list(dict.fromkeys(" ".join(str(part) for part in (d.country or d.title, d.year) if part) for d in held))
    more = len(names) - _HELD_NAMES
    return ", ".join(names[:_HELD_NAMES]) + (f" (+{more})" if more > 0 else "")
