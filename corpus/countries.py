"""Names of countries in the languages that factsheets are written in (Unicode CLDR, through babel)."""

import re
from functools import cache

from babel import Locale

from corpus.text_analysis.normalize import fold

LANGUAGES = ("en", "es", "fr", "de", "it", "pt")
SHORT_NAMES = {
    "US": "United States",
    "GB": "United Kingdom",
    "BA": "Bosnia and Herzegovina",
    "MK": "North Macedonia",
    "TR": "Türkiye",
    "CI": "Côte d'Ivoire",
    "HK": "Hong Kong",
    "MO": "Macao",
    "PS": "Palestine",
    "MM": "Myanmar",
    "CD": "Democratic Republic of the Congo",
}
"""Names that factsheets use instead of the CLDR name."""
OTHER_NAMES = {
    "turkey": "TR",
    "usa": "US",
    "united states of america": "US",
    "uk": "GB",
    "czech republic": "CZ",
    "south korea": "KR",
    "republic of korea": "KR",
    "korea": "KR",
    "moldova": "MD",
    "republic of moldova": "MD",
    "russia": "RU",
    "viet nam": "VN",
    "ivory coast": "CI",
    "macedonia": "MK",
    "netherlands": "NL",
    "the netherlands": "NL",
    "slovak republic": "SK",
    "kyrgyz republic": "KG",
    "great britain": "GB",
    "bosnia-herzegovina": "BA",
    "bosnien-herzegowina": "BA",
    "cabo verde": "CV",
    "people's republic of china": "CN",
    "russian federation": "RU",
    "uae": "AE",
}


def known_country(name: str) -> str | None:
    """Return the English name of the country that a text names, None if it is not a country's name."""
    return _names(*LANGUAGES).get(_lookup_key(name))


def country_in(text: str, language: str = "") -> str | None:
    """Return the English name of the country that a text consists of or else names last, None if it names none.

    Within a longer text, only names in its `language`, if known, and in English count: "Island" in an English title is
    not the German name of Iceland.
    """
    whole = known_country(text)
    if whole:
        return whole
    words = re.findall(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*", text.replace("&", "and"))
    for end in range(len(words), 0, -1):
        for start in range(max(end - 5, 0), end):
            found = _names(*_languages(language)).get(_lookup_key(" ".join(words[start:end])))
            if found and words[start][0].isupper():
                return found
    return None


def _lookup_key(name: str) -> str:
    """Return a name without case, accents, variants of apostrophes and surrounding punctuation."""
    return " ".join(fold(name).replace("’", "'").replace("&", "and").strip(" *†.,:").split())


def english_names() -> dict[str, str]:
    """Return the English name that factsheets use for each country, by ISO 3166-1 alpha-2 code."""
    english = {code: str(name) for code, name in Locale("en").territories.items() if re.fullmatch("[A-Z]{2}", code)}
    return english | SHORT_NAMES


def _languages(language: str) -> tuple[str, ...]:
    """Return English and a language; all languages if its names are not known."""
    return tuple(dict.fromkeys(("en", language))) if language in LANGUAGES else LANGUAGES


@cache
def _names(*languages: str) -> dict[str, str]:
    """Map normalised names in some languages to English names."""
    english = english_names()
    skipped = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    names = {
        _lookup_key(str(name)): english[code]
        for language in languages
        for code, name in Locale(language).territories.items()
        if code in english and code not in skipped
    }
    return (
        names
        | {name: english[code] for name, code in OTHER_NAMES.items()}
        | {_lookup_key(name): name for name in SHORT_NAMES.values()}
    )
