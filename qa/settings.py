"""Settings, from the environment: `FACTSHEET_QA_INDEX`, `FACTSHEET_QA_EMBEDDERS` and so on."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ENVIRONMENT_PREFIX = "FACTSHEET_QA_"


class Settings(BaseSettings):
    """What can be set from outside. Each field is read from the variable of its name with the prefix in front."""

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX)

    index: Path = Field(default_factory=lambda: user_data_path("factsheet-qa") / "index")
    """The index folder."""
    embedder: str = "multilingual-e5-small"
    """The name of a packaged model, or any sentence-transformers hub id or local folder."""
    threads: int = Field(default=2, ge=1)
    """Threads that models and FAISS may use."""
