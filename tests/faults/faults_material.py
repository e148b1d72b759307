"""Changes to an index of invented documents, and its answers."""

import os
from pathlib import Path

from quick_index import WordEmbedder, WordTokens, reading

from index.errors import IndexMissingError
from index.folder.reader import PassageIndex
from index.folder.writer import IndexWriter, remove_from_folder

RUNS = int(os.environ.get("FACTSHEET_QA_FAULTS", "12"))
"""Number of tries of each fault; `make test-faults` sets it to 200."""
FULL = RUNS >= 200
VERSION = 1


def writer(index: Path) -> IndexWriter:
    return IndexWriter(index, [WordEmbedder()], WordTokens(), VERSION, flat_up_to=16)


def build(index: Path, files: Path) -> None:
    """Bring an index to the state of a folder of files."""
    with writer(index) as opened:
        paths = {path.name: path for path in sorted(files.iterdir())}
        for document in opened.documents:
            if document.name not in paths:
                opened.remove(document.id)
        for path in paths.values():
            opened.add(reading(path), path)
        opened.commit()


def remove_first(index: Path, files: Path) -> None:
    """Remove the first document, if it is still there."""
    first = reading(min(files.iterdir())).document.id
    if any(document.id == first for document in PassageIndex.open(index).documents):
        remove_from_folder(index, [first])


OPERATIONS = {"build": build, "remove": remove_first}


def answers(index: Path) -> str:
    """Return everything that an index answers, as one text; "missing" if there is no index."""
    try:
        opened = PassageIndex.open(index, ["words"], VERSION)
    except IndexMissingError:
        return "missing"
    question = "timber harbour edition1 budget"
    vector, tokens = WordEmbedder().embed_questions([question])[0], WordTokens().encode_question(question)
    found = (
        [(document.id, opened.source(document.id).read_text()) for document in opened.documents],
        [(passage.text, passage.document_id) for passage in opened.passages],
        [(ranked.number, round(ranked.score, 4)) for ranked in opened.lexical(question, 10, None)],
        [(ranked.number, round(ranked.score, 4)) for ranked in opened.dense("words", vector, 10, None)],
        opened.late(tokens, range(len(opened.passages))).round(4).tolist(),
    )
    opened.close()
    return repr(found)
