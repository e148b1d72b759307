"""The recipe of an index: the models and versions that its vectors were made with."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Annotated, TypeAlias

from pydantic import Field

from index.base import Embedder, TokenEncoder
from index.errors import REBUILD, IndexVersionError
from index.models.registry import model_digest
from index.search.terms import TERMS_VERSION

Dimensions: TypeAlias = Annotated[int, Field(ge=1, le=1 << 16)]


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """A model that computed vectors of the index. `digest` is None for models that do not come with a package."""

    name: str
    digest: str | None
    dimensions: Dimensions


@dataclass(frozen=True, slots=True)
class Recipe:
    """The versions and models behind passages, terms and vectors: those of reading and of terms, and the models."""

    reading_version: int
    terms_version: int
    embedders: Annotated[tuple[ModelRecord, ...], Field(min_length=1, max_length=8)]
    token_encoder: ModelRecord


def recipe_of(embedders: Sequence[Embedder], token_encoder: TokenEncoder, reading_version: int) -> Recipe:
    """Return the recipe of these models and this reading version."""
    return Recipe(reading_version, TERMS_VERSION, tuple(_record(model) for model in embedders), _record(token_encoder))


def _record(model: Embedder | TokenEncoder) -> ModelRecord:
    return ModelRecord(model.name, model_digest(model.name), model.dimensions)


def project_version() -> str:
    """Return the version of this project; "unknown" when it runs from its folder without being installed."""
    try:
        return metadata.version("factsheet-qa")
    except metadata.PackageNotFoundError:
        return "unknown"


def check_recipe(place: object, recipe: Recipe, embedders: Sequence[str] | None, reading_version: int | None) -> None:
    """Check that an index can be used with these models and this program; raises IndexVersionError."""
    indexed = tuple(model.name for model in recipe.embedders)
    if embedders is not None and indexed != tuple(embedders):
        raise IndexVersionError(
            f"the index at {place} was built with {', '.join(indexed)}, the settings name {', '.join(embedders)};"
            f" {REBUILD}, or set FACTSHEET_QA_EMBEDDER"
        )
    for model in (*recipe.embedders, recipe.token_encoder):
        if model.digest != model_digest(model.name):
            raise IndexVersionError(f"the index at {place} was built with other weights of {model.name}; {REBUILD}")
    _check_version(place, "reader", recipe.reading_version, reading_version)
    _check_version(place, "lexical terms", recipe.terms_version, TERMS_VERSION)


def _check_version(place: object, part: str, found: int, expected: int | None) -> None:
    if expected is not None and found != expected:
        raise IndexVersionError(
            f"the index at {place} was built with version {found} of the {part}, this is version {expected}; {REBUILD}"
        )
