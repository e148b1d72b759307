"""SQL statements of dense and lexical search, separate and combined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.base import PassageFilter, Vectors
from index.postgres.rows import label_text, term_key
from index.search.bm25 import K1, B
from index.search.postings import query_terms

MAX_POSTINGS = 50_000
"""Maximum postings read per question, rarest terms first; this bounds the cost of a query.

The other terms only add to the scores of passages with one of these. BM25 is complete if all terms together need no
more, as with a filter that admits a thousand passages.
"""
_RESCORED = 5
"""Score the frequent terms of this many times k passages, those with the best scores by rarer terms."""

_VISIBLE = "d.since <= %(generation)s AND (d.until IS NULL OR d.until > %(generation)s)"
_BM25 = f"a.weight * e.count / (e.count + {K1} * ({1 - B} + {B} * e.length / a.average))"
_ENTRIES = "unnest(p.places, p.counts, p.lengths) AS e(place, count, length)"

_QUERY_TERMS = """
terms AS MATERIALIZED (
    SELECT q.term, q.average,
           q.weight * ln(1 + (greatest(%(passages)s, h.passages) - h.passages + 0.5) / (h.passages + 0.5)) AS weight,
           sum(least(h.passages, %(allowed)s)) OVER (ORDER BY h.passages, q.term) AS gone_through,
           row_number() OVER (ORDER BY h.passages, q.term) AS rank
    FROM unnest(%(terms)s::bigint[], %(weights)s::float8[], %(averages)s::float8[]) AS q(term, weight, average)
    JOIN factsheet_qa.holders h ON h.term = q.term
)"""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A generation's figures for scoring: its number, its passages, and their mean length in each kind of terms."""

    generation: int
    passages: int
    averages: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Dense:
    """The embedder of a question's vector: its number in the index's recipe and its dimensions."""

    number: int
    dimensions: int


def lexical(within: PassageFilter | None) -> str:
    """Return the statement for the k best by BM25: document, place, score."""
    return f"WITH {_lexical(within)} SELECT document, place, score FROM lexical ORDER BY score DESC, name, place"


def dense(by: Dense, within: PassageFilter | None) -> str:
    """Return the statement for the k nearest: document, place, inner product."""
    return f"WITH {_dense(by, within)} SELECT document, place, score FROM dense ORDER BY score DESC, document, place"


def both(by: Dense, within: PassageFilter | None) -> str:
    """Return the statement for the k best by words and the k nearest, with everything needed to rank them together.

    Its columns are document, place, BM25 score, inner product, whether another document contains the text, and the
    arguments of `rows.passage_of` and `rows.tokens_of`.
    """
    return f"""
WITH {_lexical(within)}, {_dense(by, within)},
found AS MATERIALIZED (SELECT document, place FROM lexical UNION SELECT document, place FROM dense),
texts AS MATERIALIZED (
    SELECT DISTINCT p.text_key FROM found f JOIN factsheet_qa.passages p USING (document, place)
),
owners AS MATERIALIZED (
    SELECT p.text_key, count(DISTINCT p.document) AS documents
    FROM texts t JOIN factsheet_qa.passages p USING (text_key)
    JOIN factsheet_qa.documents d ON d.number = p.document AND {_VISIBLE}
    GROUP BY p.text_key
)
SELECT f.document, f.place, coalesce(l.score, 0), {_similarity(by)}, o.documents > 1,
       p.line, p.word_boxes, p.digest, p.tokens, p.token_scales, p.token_digest
FROM found f
JOIN factsheet_qa.passages p USING (document, place)
JOIN factsheet_qa.vectors v ON v.document = p.document AND v.place = p.place AND v.embedder = {by.number}
LEFT JOIN lexical l ON l.document = f.document AND l.place = f.place
JOIN owners o ON o.text_key = p.text_key"""


def word_values(question: str, corpus: Corpus) -> Mapping[str, Any]:
    """Return the parameters for a question's words; a generation without documents has no lengths."""
    terms = [
        (term_key(kind, term), weight, max(average, 1e-9))
        for kind, (average, query_weights) in enumerate(zip(corpus.averages, query_terms(question), strict=False))
        for term, weight in query_weights.items()
    ]
    keys, weights, averages = zip(*terms, strict=True) if terms else ((), (), ())
    return {"terms": list(keys), "weights": list(weights), "averages": list(averages)}


def common_values(
    k: int, corpus: Corpus, documents: Sequence[int] | None, allowed: int, within: PassageFilter | None
) -> dict[str, Any]:
    """Return the parameters of all statements; the filter's `documents` have `allowed` passages."""
    rows = None if within is None or within.rows is None else [label_text(row) for row in within.rows]
    return {
        "k": k, "followed": _RESCORED * k, "generation": corpus.generation, "passages": corpus.passages,
        "documents": documents, "allowed": allowed, "rows": rows,
    }  # fmt: skip


def vector_values(vector: Vectors) -> Mapping[str, Any]:
    """Return the parameter for a question's vector."""
    return {"vector": vector}


def _lexical(within: PassageFilter | None) -> str:
    """Return the common table expressions of BM25 over the postings.

    Passages are found by their rarer terms; the best of them then also get the scores of their frequent terms.
    """
    rare = f"(a.rank = 1 OR a.gone_through <= {MAX_POSTINGS})"
    return f"""{_QUERY_TERMS},
begun AS MATERIALIZED (
    SELECT p.document, e.place, sum({_BM25}) AS score
    FROM terms a JOIN factsheet_qa.postings p ON p.term = a.term
    JOIN factsheet_qa.documents d ON d.number = p.document AND {_VISIBLE}
    CROSS JOIN LATERAL {_ENTRIES}
    WHERE {rare} {_filter("p", "e", within)}
    GROUP BY p.document, e.place
    ORDER BY score DESC, p.document, e.place LIMIT %(followed)s
),
rest AS MATERIALIZED (
    SELECT p.document, e.place, sum({_BM25}) AS score
    FROM terms a CROSS JOIN begun b
    JOIN factsheet_qa.postings p ON p.document = b.document AND p.term = a.term
    CROSS JOIN LATERAL {_ENTRIES}
    WHERE NOT ({rare}) AND e.place = b.place
    GROUP BY p.document, e.place
),
lexical AS MATERIALIZED (
    SELECT b.document, b.place, d.name, b.score + coalesce(r.score, 0) AS score
    FROM begun b JOIN factsheet_qa.documents d ON d.number = b.document
    LEFT JOIN rest r ON r.document = b.document AND r.place = b.place
    ORDER BY score DESC, d.name COLLATE "C", b.place LIMIT %(k)s
)"""


def _dense(by: Dense, within: PassageFilter | None) -> str:
    """Return the expression of the nearest vectors: exhaustive, or by the graph if the filter admits enough."""
    return f"""
dense AS MATERIALIZED (
    SELECT v.document, v.place, {_similarity(by)} AS score
    FROM factsheet_qa.vectors v JOIN factsheet_qa.documents d ON d.number = v.document AND {_VISIBLE}
    WHERE v.embedder = {by.number} {_filter("v", "v", within)}
    ORDER BY v.embedding::vector({by.dimensions}) <#> %(vector)s::vector({by.dimensions}) LIMIT %(k)s
)"""


def _similarity(by: Dense) -> str:
    return f"-(v.embedding::vector({by.dimensions}) <#> %(vector)s::vector({by.dimensions}))"


def _filter(table: str, positions: str, within: PassageFilter | None) -> str:
    """Return the condition of a filter."""
    if within is None:
        return ""
    documents = f"AND {table}.document = ANY(%(documents)s::bigint[])"
    if within.rows is None:
        return documents
    return f"""{documents} AND EXISTS (
        SELECT FROM factsheet_qa.passages x
        WHERE x.document = {table}.document AND x.place = {positions}.place AND x.row_label = ANY(%(rows)s::text[]))"""
