"""Messages around the quotes, in the question's language."""

from collections.abc import Sequence

from corpus.model import Document

_REFUSALS = {
    "en": {
        "off_topic": "I found nothing about this in the documents.",
        "not_stated": "I did not find this in the documents.",
        "not_held": "There is no factsheet on {missing}. Available: {available}.",
    },
    "es": {
        "off_topic": "No he encontrado nada sobre esto en los documentos.",
        "not_stated": "No lo he encontrado en los documentos.",
        "not_held": "No hay ninguna ficha sobre {missing}. Disponibles: {available}.",
    },
    "fr": {
        "off_topic": "Je n'ai rien trouvé à ce sujet dans les documents.",
        "not_stated": "Je ne l'ai pas trouvé dans les documents.",
        "not_held": "Aucune fiche n'est disponible sur {missing}. Disponibles : {available}.",
    },
    "de": {
        "off_topic": "Dazu habe ich in den Dokumenten nichts gefunden.",
        "not_stated": "Das habe ich in den Dokumenten nicht gefunden.",
        "not_held": "Zu {missing} ist kein Länderprofil vorhanden. Vorhanden: {available}.",
    },
}
_NOT_FOUND = {
    "en": {
        "name": "they do not mention {what}", "year": "nothing found on {what}", "amount": "no amount found",
        "number": "no such number found", "date": "no date found", "share": "no share or rate found",
        "page": "no page found", "person": "no person found", "organisation": "no organisation found",
        "reason": "no reason found",
    },
    "es": {
        "name": "no mencionan {what}", "year": "nada encontrado sobre {what}", "amount": "ningún importe encontrado",
        "number": "cifra no encontrada", "date": "ninguna fecha encontrada", "share": "ningún porcentaje encontrado",
        "page": "ninguna página encontrada", "person": "ninguna persona encontrada",
        "organisation": "ningún organismo encontrado", "reason": "ningún motivo encontrado",
    },
    "fr": {
        "name": "ils ne mentionnent pas {what}", "year": "rien trouvé sur {what}",
        "amount": "aucun montant trouvé", "number": "ce nombre n'a pas été trouvé",
        "date": "aucune date trouvée", "share": "aucun pourcentage trouvé",
        "page": "aucune page trouvée", "person": "aucune personne trouvée",
        "organisation": "aucun organisme trouvé", "reason": "aucune raison trouvée",
    },
    "de": {
        "name": "{what} kommt darin nicht vor", "year": "nichts zu {what} gefunden", "amount": "kein Betrag gefunden",
        "number": "diese Zahl wurde nicht gefunden", "date": "kein Datum gefunden", "share": "kein Anteil gefunden",
        "page": "keine Seite gefunden", "person": "keine Person gefunden",
        "organisation": "keine Stelle gefunden", "reason": "kein Grund gefunden",
    },
}  # fmt: skip
"""Ways to say what was not found; only names are looked up in every word of the index, so only they are denied."""
_SILENT = {
    "en": "Not stated: {names}.",
    "es": "No se indica: {names}.",
    "fr": "Non indiqué : {names}.",
    "de": "Nicht angegeben: {names}.",
}
_FILTERED = {
    "en": "Only these were searched: {filters}. Remove the filter to search all documents.",
    "es": "Solo se ha buscado en: {filters}. Quite el filtro para buscar en todos los documentos.",
    "fr": "Seuls ces documents ont été consultés : {filters}. Retirez le filtre pour chercher partout.",
    "de": "Nur darin wurde gesucht: {filters}. Ohne den Filter werden alle Dokumente durchsucht.",
}
_QUOTES = {"en": "“{}”", "es": "«{}»", "fr": "« {} »", "de": "„{}“"}
_VERDICTS = {
    "en": {"yes": "Yes.", "no": "No."},
    "es": {"yes": "Sí.", "no": "No."},
    "fr": {"yes": "Oui.", "no": "Non."},
    "de": {"yes": "Ja.", "no": "Nein."},
}
_MOST_NAMES = 12
"""Maximum number of documents named in a message."""


def verdict_word(language: str, verdict: str) -> str:
    """Return yes or no in a language, for the line before a quote that says so."""
    return _VERDICTS[language][verdict]


def refusal(language: str, reason: str, available: Sequence[Document] = (), missing: Sequence[str] = ()) -> str:
    """Return the sentence that refuses, in a language; `not_held` names what is missing and what there is."""
    return _REFUSALS[language][reason].format(missing=", ".join(missing), available=document_names(available))


def not_stated(language: str, kind: str, what: Sequence[str] = ()) -> str:
    """Return the refusal that says what is not stated: names, years, or a kind of thing such as an amount."""
    found = _NOT_FOUND[language][kind].format(what=", ".join(what))
    return f"{refusal(language, 'not_stated').removesuffix('.')}: {found}."


def not_stated_by(language: str, documents: Sequence[Document]) -> str:
    """Return the sentence that names the documents which say nothing, in a language."""
    return _SILENT[language].format(names=document_names(documents))


def filter_note(language: str, filters: Sequence[str]) -> str:
    """Return the sentence that names the filters of a search and offers to search everything."""
    return _FILTERED[language].format(filters=", ".join(filters))


def quoted(language: str, text: str) -> str:
    """Return a text in the quotation marks of a language, on one line."""
    return _QUOTES[language].format(" ".join(text.split()))


def document_names(documents: Sequence[Document]) -> str:
    """Return country or title of the documents with their year; the first dozen and how many more."""
    names = list(dict.fromkeys(map(_with_year, documents)))
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" (+{more})" if more > 0 else "")


def _with_year(document: Document) -> str:
    """Return the country or title of a document, followed by its year unless the title has it."""
    name = document.country or document.title
    return f"{name} {document.year}" if document.year and str(document.year) not in name else name
