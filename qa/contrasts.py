"""Words of which a fact has one and no other: an overall budget is no annual one."""

from qa.phrases import any_of, section
from qa.words import fold

_SETS = tuple(tuple(any_of([member]) for member in members) for members in section("contrasts").values())


def contradicts(question: str, text: str) -> bool:
    """Whether a text names another member of a set of contrasts than the one that the question names.

    Both are in the documents' language. A question that names several members asks for either.
    """
    asked, said = fold(question), fold(text)
    for members in _SETS:
        named = [member for member in members if member.search(asked)]
        if len(named) == 1 and not named[0].search(said) and any(member.search(said) for member in members):
            return True
    return False
