"""One generation of an index in PostgreSQL, opened for search."""

import json
import weakref
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Self, TypeAlias, overload

import numpy as np
import psycopg
from pydantic import TypeAdapter, ValidationError

from corpus.model import Document, Passage
from corpus.outline.series import named_series
from index.base import Candidate, PassageFilter, Ranked, Vectors
from index.errors import IndexDamagedError, IndexFolderError, IndexMissingError
from index.labels import Labels
from index.postgres import search
from index.postgres.cleanup import tidy_rows
from index.postgres.database import Connection, Connections, Database, with_vectors
from index.postgres.health import CURE
from index.postgres.locks import READERS, acquire, release
from index.postgres.rows import RowError, document_from, labels_from, passage_of, tokens_of
from index.postgres.schema import check_format, has_tables
from index.recipe import Recipe, check_recipe
from index.search.late_interaction import TokenVectors, max_sim
from index.search.vocabulary import KnownWords, Vocabulary

_MAX_KEPT = 1_000
"""Maximum passages kept in memory, with their token vectors: about 50 MB."""
_MAX_KEPT_LABELS = 4_096
"""Maximum documents whose labels are kept in memory."""

_Row: TypeAlias = tuple[Any, ...]
_Recipe = TypeAdapter(Recipe)


class PostgresIndex:
    """One generation of an index, as `index.contract.OpenIndex` says. Safe for threads.

    A connection of its own locks the generation: its rows are kept until `close`, or until the connection ends, however
    it ends.
    """

    def __init__(self, database: Database, lease: Connection, generation: int, recipe: Recipe) -> None:
        self._database = database
        self._lease = lease
        self._connections = Connections(database)
        self._files: TemporaryDirectory[str] = TemporaryDirectory(prefix="factsheet-qa-", ignore_cleanup_errors=True)
        self._end = weakref.finalize(self, _end, lease, generation, self._connections, self._files)
        self._lock = Lock()
        self._kept: OrderedDict[int, tuple[Passage, TokenVectors]] = OrderedDict()
        self._labels: OrderedDict[int, Labels] = OrderedDict()
        self.generation = generation
        self.embedder_names: tuple[str, ...] = tuple(model.name for model in recipe.embedders)
        self._recipe = recipe
        self._read_documents()
        self.vocabulary = self._vocabulary()

    @classmethod
    def open(
        cls, database: Database, embedders: Sequence[str] | None = None, reading_version: int | None = None
    ) -> Self:
        """Open the newest generation; raises as `PassageIndex.open`, and IndexUnreachableError."""
        with ExitStack() as until_open:
            lease = database.connect()
            until_open.callback(lease.close)
            with database.translated_errors():
                generation, recipe = _leased(lease, database)
                check_recipe(database, recipe, embedders, reading_version)
                with_vectors(lease, database)
                index = cls(database, lease, generation, recipe)
            until_open.pop_all()
        tidy_rows(lease)
        return index

    def _read_documents(self) -> None:
        with self._connections.borrowed() as connection:
            rows = connection.execute(
                "SELECT number, about, passages, words, suffix, warnings FROM factsheet_qa.documents d"
                ' WHERE since <= %s AND (until IS NULL OR until > %s) ORDER BY name COLLATE "C"',
                [self.generation, self.generation],
            ).fetchall()
            counted = connection.execute("SELECT document, count(*) FROM factsheet_qa.passages GROUP BY document")
            counts: dict[int, int] = dict(counted.fetchall())
        for number, about, passages, *_ in rows:
            if counts.get(number, 0) != passages:
                raise self._damaged(f"{document_from(about).name} lacks passages")
        self.documents: tuple[Document, ...] = named_series([document_from(about) for _, about, *_ in rows])
        self._numbers = [number for number, *_ in rows]
        self._positions = {number: position for position, number in enumerate(self._numbers)}
        self._by_id = {document.id: position for position, document in enumerate(self.documents)}
        self._suffixes = [row[4] for row in rows]
        self._warnings = [tuple(json.loads(row[5])) for row in rows]
        self._firsts = np.cumsum([0, *(passages for _, _, passages, *_ in rows)])
        total = int(self._firsts[-1])
        words = [sum(counts) / max(total, 1) for counts in zip(*(row[3] for row in rows), strict=True)]
        self._corpus = search.Corpus(self.generation, total, tuple(words))

    def _vocabulary(self) -> Vocabulary:
        seen = "FROM factsheet_qa.documents WHERE since <= %s AND (until IS NULL OR until > %s)"
        values = [self.generation, self.generation]
        with self._connections.borrowed() as connection:
            known = connection.execute(f"SELECT DISTINCT unnest(known) {seen}", values, binary=True).fetchall()
            rows = connection.execute(
                "SELECT w.word, w.embedding FROM factsheet_qa.words w"
                f" JOIN (SELECT DISTINCT unnest(common) AS key {seen}) c USING (key)"
                ' ORDER BY w.word COLLATE "C"',
                values,
                binary=True,
            ).fetchall()
        keys = np.array(known, dtype=np.int64).reshape(-1).view(np.uint64)
        vectors = [row[1].to_numpy() for row in rows]
        matrix = np.stack(vectors) if vectors else np.zeros((0, self._recipe.embedders[0].dimensions), np.float32)
        return Vocabulary(KnownWords([np.sort(keys)]), tuple(row[0] for row in rows), matrix)

    @property
    def passages(self) -> Sequence[Passage]:
        """Return all passages by number; each is fetched on access."""
        return _Passages(self, int(self._firsts[-1]))

    def is_current(self) -> bool:
        """Return True if no writer has switched since; False as well if the lock was lost with its connection."""
        try:
            with self._database.translated_errors():
                row = self._lease.execute("SELECT generation FROM factsheet_qa.state").fetchone()
        except IndexFolderError:
            return False
        return row is not None and row[0] == self.generation

    def close(self) -> None:
        """Release what only this generation uses; it cannot be searched afterwards."""
        self._end()

    def document_passages(self, document_id: str) -> Sequence[Passage]:
        """Return the passages of one document, in reading order; raises KeyError."""
        position = self._by_id[document_id]
        with self._connections.borrowed() as connection:
            rows = connection.execute(
                "SELECT line, word_boxes, digest FROM factsheet_qa.passages WHERE document = %s ORDER BY place",
                [self._numbers[position]],
                binary=True,
            ).fetchall()
        return tuple(self._passage(position, *row) for row in rows)

    def warnings(self, document_id: str) -> tuple[str, ...]:
        """Return the warnings of reading a document; raises KeyError."""
        return self._warnings[self._by_id[document_id]]

    def row_labels(self, document_id: str) -> Collection[str]:
        """Return the row labels of a document's tables, in the order of their first cell."""
        return self._labels_of(document_id).rows.keys()

    def column_labels(self, document_id: str, table: str | None) -> Sequence[str]:
        """Return the column labels of a document's table, in the order of their first cell."""
        return self._labels_of(document_id).columns.get(table, ())

    def source(self, document_id: str) -> Path:
        """Return a file with the bytes of a document's original; raises KeyError, IndexDamagedError."""
        position = self._by_id[document_id]
        path: Path = Path(self._files.name) / (document_id + self._suffixes[position])
        if path.exists():
            return path
        with self._connections.borrowed() as connection:
            row = connection.execute(
                "SELECT content FROM factsheet_qa.sources WHERE document = %s", [self._numbers[position]], binary=True
            ).fetchone()
        if row is None or sha256(row[0]).hexdigest() != document_id:
            raise self._damaged(f"the original of {self.documents[position].name} is missing or altered")
        with self._lock:
            passing = path.with_suffix(".new")
            passing.write_bytes(row[0])
            passing.replace(path)
        return path

    def candidates(
        self, words: str, embedder: str, vector: Vectors, k: int, within: PassageFilter | None
    ) -> list[Candidate]:
        """Return the k best by words and the k best by vectors, by one statement, in the order of their numbers."""
        values = {**search.word_values(words, self._corpus), **search.vector_values(vector)}
        rows = self._searched(search.both(self._dense_of(embedder), within), k, within, values)
        found = []
        for document, position, lexical, dense, repeated, line, boxes, digest, *tokens in rows:
            number = self._number(document, position)
            self._keep(number, self._passage(self._positions[document], line, boxes, digest), self._tokens(*tokens))
            found.append(Candidate(number, float(lexical), float(dense), repeated))
        self._fetch_labels({document for document, *_ in rows})
        return sorted(found, key=lambda each: each.number)

    def lexical(self, question: str, k: int, within: PassageFilter | None) -> list[Ranked]:
        """Return the k best passages by BM25, best first, without those that share no word."""
        rows = self._searched(search.lexical(within), k, within, search.word_values(question, self._corpus))
        return [Ranked(self._number(document, position), float(score)) for document, position, score in rows]

    def dense(self, embedder: str, vector: Vectors, k: int, within: PassageFilter | None) -> list[Ranked]:
        """Return the k passages whose vectors are nearest to the question's, best first."""
        statement = search.dense(self._dense_of(embedder), within)
        rows = self._searched(statement, k, within, search.vector_values(vector))
        return [Ranked(self._number(document, position), float(score)) for document, position, score in rows]

    def late(self, question_tokens: Vectors, numbers: Sequence[int]) -> Vectors:
        """Score each of these passages by late interaction with the question, shape (len(numbers),)."""
        fetched = self._fetched(numbers)
        return max_sim(question_tokens, [fetched[number][1] for number in numbers])

    def token_vectors(self, number: int) -> Vectors:
        """Return the vectors of a passage's tokens, shape (tokens, dimensions)."""
        return self._fetched([number])[number][1].passage(0)

    def passage(self, number: int) -> Passage:
        """Return the passage of a number."""
        return self._fetched([number])[number][0]

    def _searched(
        self, statement: str, k: int, within: PassageFilter | None, values: Mapping[str, Any]
    ) -> list[tuple[Any, ...]]:
        documents, allowed = None, self._corpus.passages
        if within is not None:
            positions = [self._by_id[each] for each in within.documents if each in self._by_id]
            documents = [self._numbers[position] for position in positions]
            allowed = int(np.diff(self._firsts)[positions].sum())
        given = {**search.common_values(k, self._corpus, documents, allowed, within), **values}
        with self._connections.borrowed() as connection:
            return connection.execute(statement, given, binary=True).fetchall()

    def _dense_of(self, embedder: str) -> search.Dense:
        number = self.embedder_names.index(embedder)
        return search.Dense(number, self._recipe.embedders[number].dimensions)

    def _fetched(self, numbers: Sequence[int]) -> dict[int, tuple[Passage, TokenVectors]]:
        """Return the passages of these numbers, with their token vectors."""
        with self._lock:
            fetched = {number: self._kept[number] for number in numbers if number in self._kept}
        missing = [number for number in dict.fromkeys(numbers) if number not in fetched]
        if missing:
            fetched |= self._fetch(missing)
        return fetched

    def _fetch(self, numbers: Sequence[int]) -> dict[int, tuple[Passage, TokenVectors]]:
        documents, positions = zip(*map(self._position, numbers), strict=True)
        with self._connections.borrowed() as connection:
            rows = connection.execute(
                "SELECT p.document, p.place, line, word_boxes, digest, tokens, token_scales, token_digest"
                " FROM unnest(%s::bigint[], %s::int[]) AS w(document, place)"
                " JOIN factsheet_qa.passages p ON p.document = w.document AND p.place = w.place",
                [list(documents), list(positions)],
                binary=True,
            ).fetchall()
        if len(rows) < len(numbers):
            raise self._damaged("passages are missing")
        fetched = {}
        for document, position, line, boxes, digest, *tokens in rows:
            number = self._number(document, position)
            fetched[number] = self._passage(self._positions[document], line, boxes, digest), self._tokens(*tokens)
            self._keep(number, *fetched[number])
        return fetched

    def _keep(self, number: int, passage: Passage, tokens: TokenVectors) -> None:
        with self._lock:
            self._kept[number] = passage, tokens
            self._kept.move_to_end(number)
            if len(self._kept) > _MAX_KEPT:
                self._kept.popitem(last=False)

    def _labels_of(self, document_id: str) -> Labels:
        number = self._numbers[self._by_id[document_id]]
        return self._fetch_labels([number])[number]

    def _fetch_labels(self, documents: Iterable[int]) -> dict[int, Labels]:
        """Fetch the labels of these documents."""
        wanted = set(documents)
        with self._lock:
            fetched = {number: self._labels[number] for number in wanted & self._labels.keys()}
        if missing := wanted - fetched.keys():
            with self._connections.borrowed() as connection:
                rows = connection.execute(
                    "SELECT number, labels FROM factsheet_qa.documents WHERE number = ANY(%s)", [list(missing)]
                ).fetchall()
            fetched |= {number: labels_from(text) for number, text in rows}
            with self._lock:
                self._labels.update(fetched)
                while len(self._labels) > _MAX_KEPT_LABELS:
                    self._labels.popitem(last=False)
        return fetched

    def _passage(self, position: int, line: str, boxes: bytes, digest: bytes) -> Passage:
        try:
            return passage_of(line, boxes, digest, self.documents[position].id)
        except RowError as error:
            raise self._damaged(
                f"a passage of {self.documents[position].name} is not what was written, {error}"
            ) from error

    def _tokens(self, tokens: bytes, scales: bytes, digest: bytes) -> TokenVectors:
        try:
            return tokens_of(tokens, scales, digest, self._recipe.token_encoder.dimensions)
        except RowError as error:
            raise self._damaged(f"a passage is not what was written, {error}") from error

    def _number(self, document: int, position: int) -> int:
        """Return the number of a passage."""
        return int(self._firsts[self._positions[document]]) + int(position)

    def _position(self, number: int) -> tuple[int, int]:
        """Return the database number of a passage's document, and the passage's position in it."""
        document = int(np.searchsorted(self._firsts, number, side="right")) - 1
        return self._numbers[document], number - int(self._firsts[document])

    def _damaged(self, reason: str) -> IndexDamagedError:
        return IndexDamagedError(f"the index at {self._database} is damaged: {reason}; {CURE}")


class _Passages(Sequence[Passage]):
    """All passages of a generation by number."""

    def __init__(self, index: PostgresIndex, count: int) -> None:
        self._index = index
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Passage]:
        for document in self._index.documents:
            yield from self._index.document_passages(document.id)

    @overload
    def __getitem__(self, number: int) -> Passage: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, number: int | slice) -> Passage | tuple[Passage, ...]:
        """Return a passage, or a slice; raises IndexDamagedError."""
        if isinstance(number, slice):
            return tuple(self[position] for position in range(*number.indices(len(self))))
        return self._index.passage(range(len(self))[number])


def read_state(connection: Connection, database: Database) -> tuple[int, Recipe]:
    """Return the current generation and its recipe; raises IndexMissingError, IndexVersionError, IndexDamagedError."""
    row = None
    if has_tables(connection):
        row = connection.execute("SELECT format_version, generation, recipe FROM factsheet_qa.state").fetchone()
    if row is None:
        raise IndexMissingError(f"no index at {database}; build it with `factsheet-qa index PATH...`")
    check_format(row[0], database)
    try:
        return row[1], _Recipe.validate_json(row[2])
    except ValidationError as error:
        raise IndexDamagedError(f"the index at {database} is damaged: its recipe is not what was written") from error


def _leased(lease: Connection, database: Database) -> tuple[int, Recipe]:
    """Lock the current generation and return it with its recipe."""
    while True:
        generation, recipe = read_state(lease, database)
        acquire(lease, READERS, generation)
        # A generation that is still current now was so when the lock began: no writer can have missed the lock.
        if read_state(lease, database)[0] == generation:
            return generation, recipe
        release(lease, READERS, generation)


def _end(lease: Connection, generation: int, connections: Connections, files: "TemporaryDirectory[str]") -> None:
    """Release a generation, and delete its rows if no other reader uses them."""
    connections.close()
    files.cleanup()
    with suppress(psycopg.Error):
        release(lease, READERS, generation)
    tidy_rows(lease)
    lease.close()
