"""An index folder from a stranger can at worst be refused: every file of it is altered in every way.

Whatever is opened must open and answer, or raise an IndexFolderError; nothing else may happen.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_material import FUNDS, PORTS, for_writers, read_all

from corpus.read import READING_VERSION, Reading
from index.base import Embedder, TokenEncoder
from index.errors import IndexDamagedError, IndexFolderError
from index.folder.health import verify
from index.folder.reader import PassageIndex
from index.folder.writer import IndexWriter

EXAMPLES = 5 * int(os.environ.get("FACTSHEET_QA_FAULTS", "12"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def sound(tmp_path: Path, embedder: Embedder, token_encoder: TokenEncoder, readings: Callable[[Path], Reading]) -> Path:
    """Build a small index with centroids and lists, which otherwise only a large one has."""
    with IndexWriter(tmp_path / "index", [embedder], token_encoder, READING_VERSION, flat_up_to=1) as writer:
        for name, text in {"sylvania.md": FUNDS, "ruritania.md": PORTS}.items():
            path = tmp_path / name
            path.write_text(text)
            writer.add(readings(path), path)
        writer.commit()
    return tmp_path / "index"


@pytest.fixture
def use(embedder: Embedder, token_encoder: TokenEncoder) -> Callable[[Path], bool]:
    """Open an index and call everything on it; return False if it was refused."""
    vector = embedder.embed_questions(["ports"])[0]
    tokens = token_encoder.encode_question("ports")

    def run(folder: Path) -> bool:
        try:
            verify(folder)
            index = PassageIndex.open(folder)
            numbers = [ranked.number for ranked in index.lexical("ports for the harvest", 5, None)]
            for name in index.embedder_names:
                numbers += range(len(index.passages))
                if index.vectors(name, numbers).shape[1] == len(vector):
                    numbers += [ranked.number for ranked in index.dense(name, vector, 5, None)]
            if len(index.passages) and index.token_vectors(0).shape[1] == tokens.shape[1]:
                index.late(tokens, numbers)
            for passage in index.passages:
                assert passage.boxes is not None
                assert isinstance(passage.text, str)
            for document in index.documents:
                assert index.source(document.id).parent.parent == folder
                list(index.document_passages(document.id))
            index.close()
        except IndexFolderError:
            return False
        return True

    return run


def reseal(folder: Path, content: object) -> None:
    """Write a manifest as a stranger could who knows how its digest is made."""
    (folder / "manifest.json").write_text(enveloped(content))


def enveloped(content: object) -> str:
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    return json.dumps({"sha256": digest, "content": content})


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value within a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in inner for place in places(part, (*path, key)))]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from([-1, 0, 1 << 31, 1 << 62, 1 << 70, 1e308, "../../etc/passwd", "/etc/passwd", "0" * 64, "0" * 32]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@many
@given(st.data())
def test_any_value_of_the_manifest_may_be_any_other(
    sound: Path, use: Callable[[Path], bool], data: st.DataObject
) -> None:
    good = (sound / "manifest.json").read_text()
    content = json.loads(good)["content"]
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(places(content)[1:]))
        part = content
        for key in path:
            part = part[key]
        part[last] = data.draw(_json)
    reseal(sound, content)
    try:
        use(sound)
    finally:
        (sound / "manifest.json").write_text(good)


@many
@given(st.binary(max_size=200) | _json.map(lambda value: json.dumps(value).encode()))
def test_a_manifest_may_be_anything(sound: Path, use: Callable[[Path], bool], content: bytes) -> None:
    (sound / "manifest.json").write_bytes(content)
    assert not use(sound)


@pytest.mark.parametrize("content", [b"[" * 200_000, b'{"sha256": ' + b"9" * 5000 + b"}", b"\xff\xfe", b"nul"])
def test_a_manifest_that_is_no_json_is_refused(sound: Path, use: Callable[[Path], bool], content: bytes) -> None:
    (sound / "manifest.json").write_bytes(content)
    assert not use(sound)


def vouch(folder: Path, file: Path, size: int | None = None) -> None:
    """Have the manifest vouch for a file as it is now; given a size, only for that."""
    content = json.loads((folder / "manifest.json").read_text())["content"]
    raw = file.read_bytes() if size is None else b""
    record = {"size": len(raw) if size is None else size, "sha256": hashlib.sha256(raw).hexdigest()}
    sealed = file.parent / "seal.json"
    if file != sealed:
        listed = json.loads(sealed.read_text())["content"]
        sealed.write_text(enveloped(listed | {file.name: record}))
    centroids = [content["centres"]] if content["centres"] else []
    for holder in (*content["shelves"], *content["documents"], *centroids):
        if holder["files"]["folder"] == file.parent.name:
            holder["files"]["seal"] = hashlib.sha256(sealed.read_bytes()).hexdigest()
    reseal(folder, content)


def _altered_bytes(data: st.DataObject, content: bytes) -> bytes:
    altered = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        if altered:
            altered[data.draw(st.integers(0, len(altered) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 20))
    return bytes(altered[: len(altered) - cut]) if cut else bytes(altered)


def _altered_array(data: st.DataObject, content: bytes) -> bytes:
    """Return the same array with other numbers, as a stranger who knows the format could write it."""
    offset = 128
    numbers = np.frombuffer(content[offset:], dtype=data.draw(st.sampled_from([np.int64, np.float32, np.int32]))
                            if (len(content) - offset) % 8 == 0 else np.uint8).copy()  # fmt: skip
    if len(numbers):
        place = data.draw(st.integers(0, len(numbers) - 1))
        with np.errstate(all="ignore"):
            numbers[place] = np.array(
                data.draw(st.sampled_from([-1, 0, 1, 127, float("nan"), float("inf")])), dtype=np.float64
            ).astype(numbers.dtype)
    return content[:offset] + numbers.tobytes()


def _altered_json(data: st.DataObject, content: bytes) -> bytes:
    value = json.loads(content)
    places_ = places(value)
    path = data.draw(st.sampled_from(places_))
    if not path:
        return json.dumps(data.draw(_json)).encode()
    part = value
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = data.draw(_json)
    return json.dumps(value).encode()


def _altered_lines(data: st.DataObject, content: bytes) -> bytes:
    lines = content.splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number] = _altered_json(data, lines[number])
    return b"".join(line + b"\n" for line in lines)


@many
@given(st.data())
def test_any_file_that_the_manifest_vouches_for_may_hold_anything(
    sound: Path, use: Callable[[Path], bool], data: st.DataObject
) -> None:
    files = sorted((*sound.glob("documents/*/*"), *sound.glob("shelves/*/*"), *sound.glob("centres/*/*")))
    file = data.draw(st.sampled_from(files), label="file")
    before = {path: path.read_bytes() for path in (file, file.parent / "seal.json", sound / "manifest.json")}
    good = before[file]
    fitting = {".npy": _altered_array, ".json": _altered_json, ".jsonl": _altered_lines}[file.suffix]
    file.write_bytes(data.draw(st.sampled_from([fitting, fitting, _altered_bytes]))(data, good))
    vouch(sound, file)
    try:
        use(sound)
    finally:
        for path, content in before.items():
            path.write_bytes(content)


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_file_is_refused_without_being_read(
    sound: Path, use: Callable[[Path], bool], tmp_path: Path, kind: str
) -> None:
    for file in [file for file in sound.rglob("*") if file.is_file() and file.name != "lock"]:
        elsewhere = tmp_path / "elsewhere"
        shutil.move(file, elsewhere)
        if kind == "link":
            file.symlink_to(elsewhere)
        elif kind == "pipe":
            os.mkfifo(file)
        else:
            file.mkdir()
        if not for_writers(file) and file.parent.name != "sources":
            with pytest.raises(IndexFolderError):
                read_all(sound)
        else:
            assert verify(sound).faults
        if file.parent.name == "sources":
            with pytest.raises(IndexDamagedError, match="missing"):
                PassageIndex.open(sound).source(file.name[:64])
        (shutil.rmtree if kind == "folder" else Path.unlink)(file)
        shutil.move(elsewhere, file)
    assert use(sound)


def test_a_link_in_place_of_a_folder_is_refused(sound: Path, tmp_path: Path) -> None:
    for part in ("documents", "shelves", "centres"):
        shutil.move(sound / part, tmp_path / part)
        (sound / part).symlink_to(tmp_path / part)
        with pytest.raises(IndexDamagedError):
            read_all(sound)
        (sound / part).unlink()
        shutil.move(tmp_path / part, sound / part)


def test_a_file_that_claims_to_be_huge_is_refused_in_little_memory(sound: Path) -> None:
    names = (
        "documents/*/passages.jsonl", "documents/*/tokens.npy", "shelves/*/vectors-0.npy", "shelves/*/common.json",
        "shelves/*/words.npy", "shelves/*/stems-terms.npy", "shelves/*/pieces-passages.npy", "documents/*/seal.json",
    )  # fmt: skip
    for name in names:
        file = next(sound.glob(name))
        before = {path: path.read_bytes() for path in (file, file.parent / "seal.json", sound / "manifest.json")}
        with file.open("r+b") as opened:
            opened.truncate(1 << 33)
        if file.name != "seal.json":
            vouch(sound, file, size=1 << 33)
        assert _outcome_in_little_memory(sound) == "IndexDamagedError", name
        for path, content in before.items():
            path.write_bytes(content)


def _outcome_in_little_memory(folder: Path) -> str:
    script = """
import resource, sys
from pathlib import Path
from index.folder.reader import PassageIndex
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 1_500_000_000,) * 2)
try:
    index = PassageIndex.open(Path(sys.argv[1]))
    index.lexical("ports fund", 5, None)
    for number, _ in enumerate(index.passages):
        index.token_vectors(number)
    print("opened", "".join(word for word in ("ports", "fund") if word in index.vocabulary.known))
except Exception as error:
    print(type(error).__name__)
"""
    command = [sys.executable, "-c", script, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stdout.strip()


@pytest.mark.parametrize("passages", [1 << 33, (1 << 48) - 1])
def test_passages_that_are_not_there_take_no_memory(sound: Path, passages: int) -> None:
    content = json.loads((sound / "manifest.json").read_text())["content"]
    for document in content["documents"]:
        document["passages"] = passages
    reseal(sound, content)
    assert _outcome_in_little_memory(sound) == "IndexDamagedError"
