"""Records of files and folders, as a manifest lists them."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import Field

# A manifest may come from a stranger: no name in it may lead out of the index folder.
FolderName: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


FileName: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}\.(npy|jsonl?|bin)$")]


Digest: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


Count: TypeAlias = Annotated[int, Field(ge=0, lt=1 << 48)]


@dataclass(frozen=True, slots=True)
class FileRecord:
    """The expected size and digest of a file of the index."""

    size: Count
    sha256: Digest


@dataclass(frozen=True, slots=True)
class FolderRecord:
    """The expected size of a folder of the index, and the SHA-256 of its seal, which lists its files."""

    folder: FolderName
    seal: Digest
    size: Count
