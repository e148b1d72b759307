"""Match a question to a column of a table."""

from qa.retrieval.column_match import column_fit
from qa.text.analyzed_text import analyzed


def test_a_column_fits_by_its_own_words_and_by_its_level() -> None:
    national, regional = "National cluster policy (Lantern Programme)", "Regional cluster policy (Karst Coast)"
    assert column_fit(analyzed("What does the Lantern Programme cost?"), national, [regional]) > 0
    assert column_fit(analyzed("What does the regional policy cost?"), national, [regional]) < 0
    assert column_fit(analyzed("What does it cost?"), national, [regional]) == 0


def test_columns_of_a_header_of_two_levels_are_distinguished_by_both_levels() -> None:
    labels = ["2022 (Paid)", "2022 (Planned)", "2023 (Paid)", "2023 (Planned)"]
    fits = {
        label: column_fit(
            analyzed("How much was paid in Northmark in 2022?"), label, [other for other in labels if other != label]
        )
        for label in labels
    }
    assert fits == {"2022 (Paid)": 1, "2022 (Planned)": -1, "2023 (Paid)": -1, "2023 (Planned)": -1}


def test_columns_that_a_question_names_in_part_are_tied() -> None:
    labels = ["2022 (Paid)", "2022 (Planned)", "2023 (Paid)", "2023 (Planned)"]
    question = analyzed("How much was paid in Northmark?")
    assert column_fit(question, labels[0], labels[1:]) == column_fit(question, labels[2], labels[:2] + labels[3:]) == 0
    assert column_fit(question, labels[1], [labels[0], *labels[2:]]) < 0
