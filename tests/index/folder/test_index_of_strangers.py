"""An index that a stranger made, or that belongs to another user, is refused with the reason."""

import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from index_material import FUNDS, Build

from index.errors import IndexDamagedError, IndexUnreadableError, IndexVersionError
from index.folder.reader import PassageIndex
from index.storage.checksummed_json import packed, unpacked


def _rewritten(folder: Path, change: Callable[[dict], None]) -> None:
    """Change a manifest as a stranger could who knows how its digest is made."""
    content = json.loads((folder / "manifest.json").read_text())["content"]
    change(content)
    digest = sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps({"sha256": digest, "content": content}))


def test_another_format_version_is_refused(build: Build) -> None:
    folder = build({"sylvania.md": FUNDS})
    _rewritten(folder, lambda content: content.update(format_version=99))
    with pytest.raises(IndexVersionError, match="format version 99"):
        PassageIndex.open(folder)


def test_a_manifest_of_another_file_is_damage(build: Build) -> None:
    folder = build({"sylvania.md": FUNDS})
    seal = next((folder / "documents").glob("*/seal.json"))
    (folder / "manifest.json").write_bytes(seal.read_bytes())
    with pytest.raises(IndexDamagedError, match="format version"):
        PassageIndex.open(folder)


def test_a_manifest_cannot_lead_out_of_its_folder(build: Build) -> None:
    folder = build({"sylvania.md": FUNDS})

    def lead_out(content: dict) -> None:
        content["documents"][0]["source"] = "../../../etc/passwd"

    _rewritten(folder, lead_out)
    with pytest.raises(IndexDamagedError):
        PassageIndex.open(folder)


def _forged(folder: Path, part: str, name: str) -> None:
    """Put NaN into an array of every folder of a part, with seals and a manifest that vouch for it."""
    seals: dict[str, str] = {}
    for place in (folder / part).iterdir():
        values = np.load(place / name)
        np.save(place / name, np.full_like(values, np.nan))
        files = unpacked((place / "seal.json").read_bytes())
        files[name]["sha256"] = sha256((place / name).read_bytes()).hexdigest()
        (place / "seal.json").write_bytes(packed(files))
        seals[place.name] = sha256((place / "seal.json").read_bytes()).hexdigest()

    def vouch(content: dict) -> None:
        for entry in (*content["documents"], *content["shelves"]):
            entry["files"]["seal"] = seals.get(entry["files"]["folder"], entry["files"]["seal"])

    _rewritten(folder, vouch)


@pytest.mark.parametrize(
    ("part", "name"), [("shelves", "vectors-0.npy"), ("shelves", "word_vectors.npy"), ("documents", "token_scales.npy")]
)
def test_numbers_that_are_not_finite_are_damage_whoever_vouches_for_them(build: Build, part: str, name: str) -> None:
    folder = build({"sylvania.md": FUNDS})
    _forged(folder, part, name)
    with pytest.raises(IndexDamagedError, match="NaN or infinite values; delete the index"):
        PassageIndex.open(folder).token_vectors(0)


@pytest.mark.skipif(not hasattr(os, "seteuid") or os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("part", ["manifest.json", "documents", "shelves"])
def test_a_file_without_permission_is_not_called_damaged(build: Build, part: str) -> None:
    built = build({"sylvania.md": FUNDS})
    with TemporaryDirectory() as place:
        folder = Path(place) / "index"
        shutil.copytree(built, folder)
        os.chmod(place, 0o755)
        os.chmod(folder / part, 0)
        os.seteuid(65_534)
        try:
            with pytest.raises(IndexUnreadableError, match="Permission denied.*ask its owner for permission"):
                PassageIndex.open(folder).token_vectors(0)
        finally:
            os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_the_files_of_a_private_index_are_private(build: Build) -> None:
    before = os.umask(0o077)
    try:
        folder = build({"sylvania.md": FUNDS})
    finally:
        os.umask(before)
    written = [folder, *folder.rglob("*")]
    assert written
    assert [path.name for path in written if path.stat().st_mode & 0o077] == []
