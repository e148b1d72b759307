"""The country that a document is about, from its title in its own language."""

from pathlib import Path

import pytest

from corpus.read import read_file

ENGLISH = "The council pays for new boats. It has done so since the harbour was built, and the boats are for all."
GERMAN = "Der Rat bezahlt die neuen Boote. Das tut er seit dem Bau des Hafens, und die Boote sind für alle da."


@pytest.mark.parametrize(
    ("title", "text", "country"),
    [
        ("Brackwater Island Ferry Grants", ENGLISH, None),
        ("Clusterpolitik in Island", GERMAN, "Iceland"),
        ("Cluster policy in Iceland", ENGLISH, "Iceland"),
        ("Clusterpolitik in Mexiko", GERMAN, "Mexico"),
        ("México", ENGLISH, "Mexico"),
    ],
)
def test_a_title_names_a_country_in_the_documents_language(
    title: str, text: str, country: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "document.md"
    file.write_text(f"# {title}\n\n{text}\n\n{text}\n", encoding="utf-8")
    assert read_file(file).document.country == country
