"""Settings, from the environment: `FACTSHEET_QA_INDEX`, `FACTSHEET_QA_EMBEDDERS` and so on."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.limits import Limits

ENVIRONMENT_PREFIX = "FACTSHEET_QA_"
_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How to reach a language model; maximum seconds until the next bytes of a reply, and for a whole reply."""

    url: str
    model: str
    key: SecretStr
    seconds: float
    total_seconds: float


class Settings(BaseSettings):
    """The user's settings. Each field is read from the environment variable of its name with the prefix."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX, hide_input_in_errors=True, use_attribute_docstrings=True
    )

    index: str = Field(default_factory=lambda: str(user_data_path("factsheet-qa") / "index"), repr=False)
    """The index folder, or the address of a database (`postgresql://…`), which may contain a password."""
    embedder: str = "multilingual-e5-small"
    """The name of a packaged model, or any sentence-transformers hub id or local folder."""
    reader: str = ""
    """The hub id or local folder of a cross-encoder or entailment model to read with; empty: the packaged reader."""
    calibration: str = ""
    """A file that `factsheet-qa calibrate` wrote for that reader or for your own questions; empty: as fitted."""
    threads: int = Field(default=2, ge=1)
    """Maximum number of threads of models and FAISS."""
    read_seconds: float = Field(default=_LIMITS.seconds, gt=0)
    """Maximum processor time to read one file, in seconds, and for OCR of each page."""
    read_memory_bytes: int = Field(default=_LIMITS.memory_bytes, gt=0)
    """Maximum memory to read one file."""
    read_file_bytes: int = Field(default=_LIMITS.file_bytes, gt=0)
    """Maximum size of a PDF or Word file."""
    read_text_bytes: int = Field(default=_LIMITS.text_bytes, gt=0)
    """Maximum size of a text file."""
    read_pages: int = Field(default=_LIMITS.pages, gt=0)
    """Maximum number of pages of a PDF."""
    read_inflated_bytes: int = Field(default=_LIMITS.inflated_bytes, gt=0)
    """Maximum size after decompression of one page's drawing instructions, or of a Word file's text."""
    ocr: bool = _LIMITS.ocr
    """True if an installed tesseract may read pages that are images."""
    llm_url: str = ""
    """The base URL of a language model with OpenAI's protocol; without one, no model is used."""
    llm_model: str = Field(default="", validate_default=True)
    """The model's name."""
    llm_key: SecretStr = SecretStr("")
    """The key for the model's server, if it needs one."""
    llm_seconds: float = Field(default=30.0, gt=0)
    """Maximum time between two parts of the model's reply, in seconds."""
    llm_total_seconds: float = Field(default=90.0, gt=0)
    """Maximum time for a whole reply of the model, in seconds."""

    @field_validator("llm_url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("must begin with http:// or https:// and name a server, such as http://127.0.0.1:11434/v1")
        if parts.username or parts.password:
            raise ValueError("must not contain a password: set FACTSHEET_QA_LLM_KEY instead")
        return url

    @field_validator("llm_model")
    @classmethod
    def _is_named(cls, model: str, info: ValidationInfo) -> str:
        if info.data.get("llm_url") and not model:
            raise ValueError("FACTSHEET_QA_LLM_URL is set, but no model is named: set FACTSHEET_QA_LLM_MODEL")
        return model

    @property
    def language_model(self) -> ModelSettings | None:
        """Return how to reach the language model; None if none is set."""
        if not self.llm_url:
            return None
        return ModelSettings(self.llm_url, self.llm_model, self.llm_key, self.llm_seconds, self.llm_total_seconds)

    def without_model(self) -> "Settings":
        """Return the same settings without a language model."""
        return self.model_copy(update={"llm_url": ""})

    @property
    def limits(self) -> Limits:
        """Return the limits on reading one file."""
        return Limits(
            seconds=self.read_seconds,
            memory_bytes=self.read_memory_bytes,
            file_bytes=self.read_file_bytes,
            text_bytes=self.read_text_bytes,
            pages=self.read_pages,
            inflated_bytes=self.read_inflated_bytes,
            ocr=self.ocr,
        )
