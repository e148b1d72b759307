"""Check an index in PostgreSQL thoroughly for `doctor`: the server reads every row and compares its digest."""

from index.contract import Health
from index.postgres.database import Connection
from index.postgres.generations import CURRENT
from index.recipe import Recipe

CURE = "take the document out with `factsheet-qa remove NAME`, then index its file again"

_FAULTS = {
    "passages are missing": """
        SELECT d.name FROM factsheet_qa.documents d
        LEFT JOIN factsheet_qa.passages p ON p.document = d.number
        WHERE {current} GROUP BY d.number, d.name, d.passages HAVING count(p.place) <> d.passages""",
    "vectors are missing": """
        SELECT d.name FROM factsheet_qa.documents d
        LEFT JOIN factsheet_qa.vectors v ON v.document = d.number
        WHERE {current} GROUP BY d.number, d.name, d.passages HAVING count(v.place) <> d.passages * {embedders}""",
    "passages are not what was written": """
        SELECT DISTINCT d.name FROM factsheet_qa.documents d JOIN factsheet_qa.passages p ON p.document = d.number
        WHERE {current} AND (p.digest <> sha256(convert_to(p.line, 'UTF8') || p.word_boxes)
                             OR p.token_digest <> sha256(p.tokens || p.token_scales))""",
    "vectors are not what was written": """
        SELECT DISTINCT d.name FROM factsheet_qa.documents d JOIN factsheet_qa.vectors v ON v.document = d.number
        WHERE {current} AND v.digest <> sha256(vector_send(v.embedding))""",
    "its original is missing or not what was written": """
        SELECT d.name FROM factsheet_qa.documents d LEFT JOIN factsheet_qa.sources s ON s.document = d.number
        WHERE {current} AND d.id IS DISTINCT FROM encode(sha256(s.content), 'hex')""",
    "words have no vectors": """
        SELECT DISTINCT d.name FROM (SELECT name, unnest(common) AS key FROM factsheet_qa.documents WHERE {current}) d
        LEFT JOIN factsheet_qa.words w USING (key) WHERE w.key IS NULL""",
}
"""The faults that a document can have, each with the statement that lists the documents with it."""


def check_rows(connection: Connection, recipe: Recipe) -> Health:
    """Have the server read every row, and report what it finds."""
    faults = []
    for fault, statement in _FAULTS.items():
        rows = connection.execute(statement.format(current=CURRENT, embedders=len(recipe.embedders)))
        faults += [f"{name}: {fault}; {CURE}" for (name,) in rows]
    documents, other = connection.execute(
        f"SELECT count(*) FILTER (WHERE {CURRENT}), count(*) FILTER (WHERE NOT ({CURRENT})) FROM factsheet_qa.documents"
    ).fetchone() or (0, 0)
    left_over = f"{other} documents that the current generation does not use" if other else ""
    return Health(tuple(model.name for model in recipe.embedders), documents, tuple(faults), left_over)
