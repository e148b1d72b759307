"""Names of countries in the languages that factsheets are written in (Unicode CLDR, through babel)."""

import re
from functools import cache

from babel import Locale

LANGUAGES = ("en", "es", "fr", "de", "it", "pt")
SHORT_NAMES = {
    "US": "United States",
    "GB": "United Kingdom",
    "BA": "Bosnia and Herzegovina",
    "MK": "North Macedonia",
    "TR": "Türkiye",
}
"""Where the CLDR name is not the one that factsheets use."""
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
    "palestine": "PS",
    "hong kong": "HK",
    "macedonia": "MK",
}


def known_country(name: str) -> str | None:
    """The English name of the country that a text is the name of; None where it is none."""
    return _names().get(" ".join(name.casefold().split()))


def country_in(text: str) -> str | None:
    """The English name of the country that stands alone in a text or is named last in it; None where none is named."""
    whole = known_country(text)
    if whole:
        return whole
    words = re.findall(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*", text)
    for end in range(len(words), 0, -1):
        for start in range(max(end - 5, 0), end):
            found = known_country(" ".join(words[start:end]))
            if found and words[start][0].isupper():
                return found
    return None


@cache
def _names() -> dict[str, str]:
    """Names in several languages, in lower case, to English names."""
    english = {code: name for code, name in Locale("en").territories.items() if re.fullmatch("[A-Z]{2}", code)}
    english |= SHORT_NAMES
    skipped = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    names = {
        str(name).casefold(): english[code]
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if code in english and code not in skipped
    }
    return (
        names
        | {name: english[code] for name, code in OTHER_NAMES.items()}
        | {v.casefold(): v for k, v in SHORT_NAMES.items()}
    )
