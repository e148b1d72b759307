"""The note that names the language model behind an answer."""

_MODEL = {
    "en": {
        "unreachable": "The language model could not be reached; the quotes stand alone.",
        "cut": "The language model broke off; what it had written before is proved.",
        "unproved": "Nothing that the language model wrote is proved by the quotes; they stand alone.",
        "removed": "Sentences removed because no quote proves them: {removed}.",
    },
    "es": {
        "unreachable": "No se pudo contactar con el modelo de lenguaje; las citas valen por sí solas.",
        "cut": "El modelo de lenguaje se interrumpió; lo que había escrito antes está probado.",
        "unproved": "Las citas no prueban nada de lo que escribió el modelo de lenguaje; valen por sí solas.",
        "removed": "Frases suprimidas porque ninguna cita las prueba: {removed}.",
    },
    "fr": {
        "unreachable": "Le modèle de langage n'a pas pu être joint ; les citations parlent d'elles-mêmes.",
        "cut": "Le modèle de langage s'est interrompu ; ce qu'il avait écrit avant est prouvé.",
        "unproved": "Les citations ne prouvent rien de ce que le modèle a écrit ; elles parlent d'elles-mêmes.",
        "removed": "Phrases supprimées car aucune citation ne les prouve : {removed}.",
    },
    "de": {
        "unreachable": "Das Sprachmodell war nicht zu erreichen; die Zitate stehen für sich.",
        "cut": "Das Sprachmodell brach ab; was es vorher geschrieben hatte, ist belegt.",
        "unproved": "Nichts, was das Sprachmodell schrieb, ist durch die Zitate belegt; sie stehen für sich.",
        "removed": "Gestrichene Sätze, die kein Zitat belegt: {removed}.",
    },
}


def model_note(language: str, failure: str | None, removed: int) -> str:
    """Return the note on a language model's part in an answer, in a language; empty if all went well."""
    kinds = [failure] if failure else []
    if removed and failure != "unproved":
        kinds.append("removed")
    return " ".join(_MODEL[language][kind].format(removed=removed) for kind in kinds)
