"""Switch from one generation to the next, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.errors import IndexVersionError
from index.postgres.database import Connection
from index.postgres.locks import SWITCH, exclusively
from index.postgres.notes import note_change
from index.postgres.rows import recipe_key, recipe_text
from index.postgres.schema import FORMAT_VERSION
from index.recipe import Recipe, project_version

CURRENT = "since IS NOT NULL AND until IS NULL"


@dataclass(frozen=True, slots=True)
class GenerationChange:
    """The changes of the next generation, as numbers of documents; `moved` has new origins."""

    recipe: Recipe
    added: Sequence[int] = ()
    removed: Sequence[int] = ()
    moved: Mapping[int, str] = field(default_factory=dict)


def switch(connection: Connection, change: GenerationChange) -> None:
    """Make the next generation the current one, unless nothing changes.

    Changes that other writers have committed meanwhile stay, except for documents with the name or the bytes of an
    added one: the last writer wins.

    Raises:
        IndexVersionError: documents of another recipe remain; nothing is switched then.
    """
    with connection.transaction(), exclusively(connection, SWITCH):
        state = connection.execute("SELECT generation, recipe FROM factsheet_qa.state").fetchone()
        generation, recipe = state or (0, "")
        added, removed = list(change.added), _removed(connection, change)
        for number, origin in change.moved.items():
            connection.execute("UPDATE factsheet_qa.documents SET origin = %s WHERE number = %s", [origin, number])
        if state and not added and not removed and recipe == recipe_text(change.recipe):
            return
        _count(connection, removed, -1)
        connection.execute(
            "UPDATE factsheet_qa.documents SET until = %s WHERE number = ANY(%s)", [generation + 1, removed]
        )
        connection.execute(
            "UPDATE factsheet_qa.documents SET since = %s, writer = NULL WHERE number = ANY(%s)",
            [generation + 1, added],
        )
        _count(connection, added, 1)
        _check_recipes(connection, change.recipe)
        _put_state(connection, generation + 1, change.recipe)
        note_change(connection)


def _removed(connection: Connection, change: GenerationChange) -> list[int]:
    """Return the current documents that are to be removed, or that added ones replace."""
    rows = connection.execute(
        f"SELECT number FROM factsheet_qa.documents WHERE {CURRENT} AND (number = ANY(%(removed)s)"
        " OR id IN (SELECT id FROM factsheet_qa.documents WHERE number = ANY(%(added)s))"
        " OR name IN (SELECT name FROM factsheet_qa.documents WHERE number = ANY(%(added)s)))",
        {"removed": list(change.removed), "added": list(change.added)},
    )
    return [number for (number,) in rows]


def _count(connection: Connection, documents: Sequence[int], sign: int) -> None:
    """Add the passages of documents to the document frequencies of their terms, or subtract them."""
    if not documents:
        return
    connection.execute(
        "INSERT INTO factsheet_qa.holders AS h (term, passages)"
        " SELECT term, %(sign)s * sum(cardinality(places)) FROM factsheet_qa.postings"
        " WHERE document = ANY(%(documents)s) GROUP BY term"
        " ON CONFLICT (term) DO UPDATE SET passages = h.passages + excluded.passages",
        {"sign": sign, "documents": list(documents)},
    )
    if sign < 0:
        connection.execute("DELETE FROM factsheet_qa.holders WHERE passages <= 0")


def _check_recipes(connection: Connection, recipe: Recipe) -> None:
    rows = connection.execute(
        f"SELECT name FROM factsheet_qa.documents WHERE {CURRENT} AND recipe <> %s ORDER BY name", [recipe_key(recipe)]
    ).fetchall()
    if rows:
        raise outdated_error([name for (name,) in rows])


def outdated_error(names: Sequence[str]) -> IndexVersionError:
    """Return the error for documents that cannot stay as they are."""
    return IndexVersionError(
        f"{', '.join(names)}: damaged, or indexed with other models or by another version; give these files too, or"
        " remove them"
    )


def _put_state(connection: Connection, generation: int, recipe: Recipe) -> None:
    connection.execute(
        "INSERT INTO factsheet_qa.state (format_version, project_version, generation, recipe) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (single) DO UPDATE SET project_version = excluded.project_version,"
        " generation = excluded.generation, recipe = excluded.recipe",
        [FORMAT_VERSION, project_version(), generation, recipe_text(recipe)],
    )
