"""What kind of answer a question asks for, read from its question words in four languages.

Each pattern is matched against the folded question (lower case, no accents). The first kind whose pattern matches wins,
so the order of `PATTERNS` goes from the specific to the general.
"""

import re
from typing import Literal, TypeAlias

from qa.words import fold

Expected: TypeAlias = Literal[
    "amount",
    "number",
    "page",
    "date",
    "share",
    "person",
    "organisation",
    "place",
    "reason",
    "list",
    "definition",
    "yes_no",
    "any",
]

_MONEY = r"(?:money|budget\w*|fund(?:s|ing)?|cost\w*|spend\w*|spent|paid|pay|earmark\w*|allocat\w*|invest\w*|worth|grant\w*|amount\w*|eur|euros?|usd|dollars?|presupuest\w*|dinero|fond\w*|cuest\w*|gast\w*|inver\w*|import\w*|budget\w*|argent|financ\w*|cout\w*|depens\w*|montant\w*|geld\w*|kost\w*|mittel\w*|ausgab\w*|haushalt\w*|betrag\w*|asign\w*|destin\w*|alloue\w*|bereitgestellt\w*)"

PATTERNS: tuple[tuple[Expected, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("page", r"\b(?:(?:which|what) page|on what page|que pagina|quelle page|welche[rn]? seite)\b"),
        (
            "share",
            r"\b(?:what (?:share|percentage|proportion|rate)|(?:unemployment|growth|employment|inflation) rate|how many per ?cent"
            r"|que (?:porcentaje|proporcion|parte)|(?:tasa|indice) de|quel(?:le)? (?:part|pourcentage|proportion)|taux de"
            r"|welcher (?:anteil|prozentsatz)|wie viel prozent|wie hoch (?:ist|war) (?:der anteil|die \w*quote|die \w*rate))\b",
        ),
        ("amount", rf"\b(?:how much|cuant[oa]|combien|wie ?viel|wie hoch|how (?:large|big|high))\b.*\b{_MONEY}\b"),
        ("amount", r"\b(?:how much (?:money)?|how (?:large|big|high)|wie hoch|a cuanto asciende|quel (?:est le )?montant|welcher betrag|what amount|que (?:importe|cantidad|monto))\b"),
        ("amount", r"\b(?:what|which) (?:is|was|are|were) the (?:\w+ ){0,3}(?:budget|amount|cost|value)\b"),
        ("number", r"\b(?:how many|cuant[oa]s|combien d\w*|combien|wie ?viele|number of|numero de|nombre d\w*|anzahl)\b"),
        (
            "date",
            r"\b(?:when|since when|(?:which|what) (?:\w+ ){0,2}(?:year|month|date|period|day)s?|how long|starting year|ending year"
            r"|cuando|(?:que|cual) (?:\w+ ){0,3}(?:ano|mes|fecha|periodo|dia)s?|desde cuando|hasta cuando|cuanto tiempo"
            r"|quand|quel(?:le)?s? (?:\w+ ){0,3}(?:annee|mois|date|periode|jour)s?|combien de temps|jusqu'a quand"
            r"|wann|seit wann|bis wann|welche[mnrs]? (?:\w+ ){0,2}(?:jahr|monat|datum|zeitraum|tag)\w*|wie lange)\b",
        ),
        ("reason", r"\b(?:why|for what reason|how come|por que|porque|a que se debe|motivo|pourquoi|pour quelle raison|warum|weshalb|wieso|aus welchem grund)\b"),
        (
            "person",
            r"\b(?:(?:who|quien|qui|wer) (?:is|was|es|fue|est|etait|ist|war) (?:the|el|la|le|der|die) (?:current |actual |present )?"
            r"(?:president|minister|secretary|director|head|mayor|governor|chair\w*|ceo|king|queen|ministr\w*|secretari\w*|presidente?|presidenta|director\w*|gobernador\w*|leiter\w*|prasident\w*|gouverneur\w*)"
            r"|name of the (?:\w+ ){0,3}(?:secretary|minister|president|director|head|person|author)"
            r"|(?:como se llama|comment s'appelle|wie heisst) (?:el|la|le|der|die) (?:\w+ ){0,2}(?:president|minist|secretar|director|directeur|prasident|leiter))",
        ),
        (
            "organisation",
            r"\b(?:who|whom|whose|quien|quienes|qui|wer|wem|wen|(?:which|what) (?:\w+ ){0,2}(?:authorit\w+|ministr\w+|bod(?:y|ies)|organi[sz]ation\w*|agenc\w+|institution\w*|compan\w+|consultanc\w+|universit\w+|council)"
            r"|que (?:\w+ )?(?:organismo|ministerio|autoridad|entidad|institucion\w*|universidad\w*|empresa\w*|secretaria)"
            r"|quel(?:le)?s? (?:\w+ )?(?:organisme|ministere|autorite|institution\w*|universite\w*|entreprise\w*)s?"
            r"|welche[srnm]? (?:\w+ )?(?:behorde|ministerium|einrichtung|organisation|institution|universitat|unternehmen)\w*)\b",
        ),
        ("place", r"\b(?:where|donde|ou se|ou est|wo|(?:which|what) (?:country|region|state|city)|en que (?:pais|region|estado|ciudad)|dans quel(?:le)? (?:pays|region|ville|etat)|in welche[mnr] (?:land|region|stadt))\b"),
        ("definition", r"^\W*(?:what (?:is|are) (?:an? |the so-called )?|que (?:es|son)|qu'est-ce que|was (?:ist|sind|bedeutet))\b"),
        (
            "list",
            r"\b(?:which|what are|what \w+s\b|list|name (?:all|the)|cuales|que \w+s\b|enumera\w*|quels|quelles|welche|nenne\w*)\b",
        ),
    )
)  # fmt: skip

_INTERROGATIVE = re.compile(
    r"\b(?:what|which|who|whom|whose|when|where|why|how|que|quien\w*|cual\w*|cuando|cuant\w+|donde|como|por que"
    r"|quoi|qui|quel\w*|comment|combien|quand|pourquoi|ou|was|wer|wem|wen|wann|wo|warum|wie|wieviel\w*|welche\w*|wessen|weshalb|wieso"
    r"|woher|wohin|wofur|wodurch|worauf|worin|wobei|womit|wovon|compare|compara|vergleich\w*|order|list|name|tell|describe|explain)\b"
)
_YES_NO_OPENING = {
    "en": re.compile(
        r"^\W*(?:and )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|must)\b"
    ),
    "fr": re.compile(r"^\W*(?:et )?est-ce qu"),
    "de": re.compile(
        r"^\W*(?:und )?(?:ist|sind|war|waren|hat|haben|gibt|wird|werden|kann|konnen|soll|sollen|gehort|gilt|muss|darf)\b"
    ),
}


def expected_answer(question: str, language: str) -> Expected:
    """The kind of answer that a question in a language asks for; "any" where nothing tells."""
    folded = fold(question)
    opening = _YES_NO_OPENING.get(language)
    if opening and opening.match(folded):
        return "any" if _offers_choice(folded) else "yes_no"
    for kind, pattern in PATTERNS:
        if pattern.search(folded):
            return kind
    if question.strip().endswith("?") and not _INTERROGATIVE.search(folded):
        return "yes_no"
    return "any"


def _offers_choice(folded: str) -> bool:
    """Whether the question offers two answers: "limited or unlimited?"."""
    return re.search(r"\b(?:or|ou|oder)\b", folded) is not None
