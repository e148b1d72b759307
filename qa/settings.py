"""Settings, from the environment: `FACTSHEET_QA_INDEX`, `FACTSHEET_QA_EMBEDDERS` and so on."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.limits import Limits

ENVIRONMENT_PREFIX = "FACTSHEET_QA_"
_LIMITS = Limits()


class Settings(BaseSettings):
    """What can be set from outside. Each field is read from the variable of its name with the prefix in front."""

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX)

    index: Path = Field(default_factory=lambda: user_data_path("factsheet-qa") / "index")
    """The index folder."""
    embedder: str = "multilingual-e5-small"
    """The name of a packaged model, or any sentence-transformers hub id or local folder."""
    threads: int = Field(default=2, ge=1)
    """Threads that models and FAISS may use."""
    read_seconds: float = Field(default=_LIMITS.seconds, gt=0)
    """Time that reading one file may take, in seconds."""
    read_memory_bytes: int = Field(default=_LIMITS.memory_bytes, gt=0)
    """Memory that reading one file may take."""
    read_file_bytes: int = Field(default=_LIMITS.file_bytes, gt=0)
    """Size of a PDF or Word file."""
    read_text_bytes: int = Field(default=_LIMITS.text_bytes, gt=0)
    """Size of a text file."""
    read_pages: int = Field(default=_LIMITS.pages, gt=0)
    """Pages of a PDF."""
    read_inflated_bytes: int = Field(default=_LIMITS.inflated_bytes, gt=0)
    """Size after decompression of one page's drawing instructions, or of a Word file's text."""
    ocr: bool = _LIMITS.ocr
    """Whether an installed tesseract may read pages that are images."""

    @property
    def limits(self) -> Limits:
        """What reading one file may use."""
        return Limits(
            seconds=self.read_seconds,
            memory_bytes=self.read_memory_bytes,
            file_bytes=self.read_file_bytes,
            text_bytes=self.read_text_bytes,
            pages=self.read_pages,
            inflated_bytes=self.read_inflated_bytes,
            ocr=self.ocr,
        )
