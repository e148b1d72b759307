"""Messages around the quotes, in the question's language."""

from collections.abc import Sequence

from corpus.model import Document

_REFUSALS = {
    "en": {
        "off_topic": "The documents are not about this.",
        "not_stated": "The documents do not state this.",
        "not_held": "There is no factsheet on {missing}. Available: {available}.",
    },
    "es": {
        "off_topic": "Los documentos disponibles no tratan este tema.",
        "not_stated": "Los documentos disponibles no lo indican.",
        "not_held": "No hay ninguna ficha sobre {missing}. Disponibles: {available}.",
    },
    "fr": {
        "off_topic": "Les documents disponibles ne traitent pas de ce sujet.",
        "not_stated": "Les documents disponibles ne l'indiquent pas.",
        "not_held": "Aucune fiche n'est disponible sur {missing}. Disponibles : {available}.",
    },
    "de": {
        "off_topic": "Die vorhandenen Dokumente behandeln dieses Thema nicht.",
        "not_stated": "Die vorhandenen Dokumente geben das nicht an.",
        "not_held": "Zu {missing} ist kein Länderprofil vorhanden. Vorhanden: {available}.",
    },
}
_NOT_FOUND = {
    "en": {
        "name": "there is no mention of {what}", "year": "nothing is said of {what}", "amount": "no amount is given",
        "number": "no such number is given", "date": "no date is given", "share": "no share or rate is given",
        "page": "no page is given", "person": "no person is named", "organisation": "no body is named",
        "reason": "no reason is given",
    },
    "es": {
        "name": "no hay mención de {what}", "year": "no se dice nada de {what}", "amount": "no se da ningún importe",
        "number": "no se da esa cifra", "date": "no se da ninguna fecha", "share": "no se da ningún porcentaje",
        "page": "no se da ninguna página", "person": "no se nombra a ninguna persona",
        "organisation": "no se nombra ningún organismo", "reason": "no se da ningún motivo",
    },
    "fr": {
        "name": "il n'y a pas de mention de {what}", "year": "rien n'est dit de {what}",
        "amount": "aucun montant n'est indiqué", "number": "ce nombre n'est pas indiqué",
        "date": "aucune date n'est indiquée", "share": "aucun pourcentage n'est indiqué",
        "page": "aucune page n'est indiquée", "person": "aucune personne n'est nommée",
        "organisation": "aucun organisme n'est nommé", "reason": "aucune raison n'est donnée",
    },
    "de": {
        "name": "von {what} ist keine Rede", "year": "zu {what} ist nichts gesagt", "amount": "kein Betrag ist genannt",
        "number": "diese Zahl ist nicht genannt", "date": "kein Datum ist genannt", "share": "kein Anteil ist genannt",
        "page": "keine Seite ist genannt", "person": "keine Person ist genannt",
        "organisation": "keine Stelle ist genannt", "reason": "kein Grund ist genannt",
    },
}  # fmt: skip
"""Ways to say what a question asks for and the documents do not give."""
_SILENT = {
    "en": "Not stated: {names}.",
    "es": "No se indica: {names}.",
    "fr": "Non indiqué : {names}.",
    "de": "Nicht angegeben: {names}.",
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
    return _REFUSALS[language][reason].format(missing=", ".join(missing), available=_names(available))


def not_stated(language: str, kind: str, what: Sequence[str] = ()) -> str:
    """Return the refusal that says what is not stated: names, years, or a kind of thing such as an amount."""
    found = _NOT_FOUND[language][kind].format(what=", ".join(what))
    return f"{refusal(language, 'not_stated').removesuffix('.')}: {found}."


def not_stated_by(language: str, documents: Sequence[Document]) -> str:
    """Return the sentence that names the documents which say nothing, in a language."""
    return _SILENT[language].format(names=_names(documents))


def quoted(language: str, text: str) -> str:
    """Return a text in the quotation marks of a language, on one line."""
    return _QUOTES[language].format(" ".join(text.split()))


def _names(documents: Sequence[Document]) -> str:
    """Return country and year of the documents, or their titles; the first dozen and how many more."""
    labels = (" ".join(str(part) for part in (d.country or d.title, d.year) if part) for d in documents)
    names = list(dict.fromkeys(labels))
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" (+{more})" if more > 0 else "")
