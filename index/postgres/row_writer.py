"""Write a document to the tables in one transaction, and read documents back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.model import Document
from index.base import Vectors
from index.encoded import EncodedDocument
from index.passage_text import searchable
from index.postgres.database import Connection
from index.postgres.locks import WORDS, together
from index.postgres.rows import (
    PASSAGE_COLUMNS,
    PASSAGE_TYPES,
    document_from,
    document_text,
    labels_text,
    passage_lengths,
    passage_of,
    passage_rows,
    posting_rows,
    recipe_key,
    tokens_of,
    vector_row,
    word_key,
)
from index.recipe import ModelRecord, Recipe
from index.search.late_interaction import join_token_vectors
from index.search.postings import count_terms
from index.search.vocabulary import KnownWords, Vocabulary


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in the tables. `content` identifies its passages and the recipe that made them."""

    number: int
    document: Document
    passages: int
    origin: str
    size: int
    recipe: str
    content: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """The file of a document: its bytes, its suffix and its path."""

    content: bytes
    suffix: str
    origin: str


def read_records(connection: Connection, where: str, values: Sequence[object]) -> list[DocumentRow]:
    """Return the documents that satisfy a condition, in the order of their names."""
    rows = connection.execute(
        "SELECT number, about, passages, origin, size, recipe, content, warnings FROM factsheet_qa.documents"
        f' WHERE {where} ORDER BY name COLLATE "C"',
        values,
    )
    return [
        DocumentRow(number, document_from(about), passages, origin, size, recipe, content, tuple(json.loads(warnings)))
        for number, about, passages, origin, size, recipe, content, warnings in rows
    ]


def write_document(
    connection: Connection,
    record: DocumentRow,
    encoded: EncodedDocument,
    original: Original,
    recipe: Recipe,
    writer: int,
) -> None:
    """Write all rows of a document; none shows before the switch."""
    with connection.transaction(), together(connection, WORDS):
        _write_words(connection, encoded.vocabulary, recipe.embedders[0])
        counts = count_terms(searchable(passage) for passage in encoded.passages)
        words = [int(passage_lengths(part).sum()) for part in counts]
        _write_record(connection, record, encoded, original, words, writer, recipe)
        _copy(connection, "passages", ("document", *PASSAGE_COLUMNS), ("int8", *PASSAGE_TYPES),
              ((record.number, *row) for row in passage_rows(encoded)))  # fmt: skip
        _copy(connection, "vectors", ("document", "place", "embedder", "embedding", "digest"),
              ("int8", "int4", "int4", "vector", "bytea"), _vector_rows(record.number, encoded.vectors))  # fmt: skip
        _copy(connection, "postings", ("document", "term", "places", "counts", "lengths"),
              ("int8", "int8", "int4[]", "int4[]", "int4[]"),
              ((record.number, *row) for row in posting_rows(counts)))  # fmt: skip


def next_number(connection: Connection, sequence: str) -> int:
    """Return a number that no other session gets."""
    row = connection.execute(f"SELECT nextval('factsheet_qa.{sequence}')").fetchone()
    assert row is not None
    return int(row[0])


def read_word_vectors(connection: Connection, model: ModelRecord, words: Iterable[str]) -> dict[str, Vectors]:
    """Return the vectors of those of the words that are indexed."""
    keys = [word_key(model, word) for word in words]
    rows = connection.execute("SELECT word, embedding FROM factsheet_qa.words WHERE key = ANY(%s)", [keys], binary=True)
    return {word: vector.to_numpy() for word, vector in rows}


def read_encoded_rows(connection: Connection, record: DocumentRow, recipe: Recipe) -> EncodedDocument:
    """Read everything written of a document except its words; raises RowError."""
    rows = connection.execute(
        "SELECT line, word_boxes, digest, tokens, token_scales, token_digest FROM factsheet_qa.passages"
        " WHERE document = %s ORDER BY place",
        [record.number],
        binary=True,
    ).fetchall()
    dimensions = recipe.token_encoder.dimensions
    return EncodedDocument(
        tuple(passage_of(line, boxes, digest, record.document.id) for line, boxes, digest, *_ in rows),
        tuple(_vectors(connection, record, number, model) for number, model in enumerate(recipe.embedders)),
        join_token_vectors(
            [tokens_of(tokens, scales, digest, dimensions) for *_, tokens, scales, digest in rows], dimensions
        ),
        Vocabulary(KnownWords(()), (), np.zeros((0, recipe.embedders[0].dimensions), np.float32)),
    )


def _vectors(connection: Connection, record: DocumentRow, embedder: int, model: ModelRecord) -> Vectors:
    rows = connection.execute(
        "SELECT embedding FROM factsheet_qa.vectors WHERE document = %s AND embedder = %s ORDER BY place",
        [record.number, embedder],
        binary=True,
    ).fetchall()
    vectors = [vector.to_numpy() for (vector,) in rows]
    return np.stack(vectors) if vectors else np.zeros((0, model.dimensions), np.float32)


def _vector_rows(document: int, vectors: Sequence[Vectors]) -> Iterable[tuple[object, ...]]:
    for embedder, rows in enumerate(vectors):
        for position, vector in enumerate(rows):
            yield document, position, embedder, *vector_row(vector)


def _write_record(
    connection: Connection,
    record: DocumentRow,
    encoded: EncodedDocument,
    original: Original,
    words: Sequence[int],
    writer: int,
    recipe: Recipe,
) -> None:
    document = record.document
    values: Mapping[str, object] = {
        "number": record.number, "writer": writer, "id": document.id, "name": document.name,
        "country": document.country, "year": document.year, "about": document_text(document),
        "passages": record.passages, "words": list(words), "labels": labels_text(encoded.passages),
        "known": encoded.vocabulary.known.keys.view(np.int64).tolist(),
        "common": [word_key(recipe.embedders[0], word) for word in encoded.vocabulary.common],
        "warnings": json.dumps(record.warnings), "origin": original.origin, "suffix": original.suffix,
        "size": len(original.content), "recipe": recipe_key(recipe), "content": record.content,
    }  # fmt: skip
    connection.execute(
        f"INSERT INTO factsheet_qa.documents ({', '.join(values)})"
        f" VALUES ({', '.join(f'%({name})s' for name in values)})",
        values,
    )
    connection.execute(
        "INSERT INTO factsheet_qa.sources (document, content) VALUES (%s, %b)", [record.number, original.content]
    )


def _write_words(connection: Connection, vocabulary: Vocabulary, model: ModelRecord) -> None:
    # In the order of their keys, so that two writers do not wait for each other.
    rows = sorted(
        (word_key(model, word), word, vector_row(vector)[0])
        for word, vector in zip(vocabulary.common, vocabulary.vectors, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO factsheet_qa.words (key, word, embedding) VALUES (%s, %s, %s) ON CONFLICT (key) DO NOTHING",
            rows,
        )


def _copy(
    connection: Connection, table: str, columns: Sequence[str], types: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    statement = f"COPY factsheet_qa.{table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
