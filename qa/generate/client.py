"""Client of a language model that speaks OpenAI's protocol, built on the official package."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qa.errors import UsageError
from qa.generate.cut_off import CutOff
from qa.generate.errors import ModelTrouble
from qa.settings import ModelSettings

if TYPE_CHECKING:
    import httpx2
    from openai import OpenAI
    from openai.types.chat import ChatCompletionMessageParam

MAX_CHARACTERS = 8_000
"""Maximum characters of a reply; a longer one is cut off."""
_MAX_BYTES = 200 * MAX_CHARACTERS
"""Maximum bytes of a reply: an event with a single character takes about two hundred."""
_MAX_TOKENS = 1_000
_PAUSE_SECONDS = 0.5
_TRIES = 2


class ModelClient:
    """A client of one model. Safe for threads.

    The server's own error texts are never repeated, because they may contain the key.
    """

    def __init__(self, settings: ModelSettings) -> None:
        """Create the client.

        Raises:
            UsageError: The package `openai` is not installed.
        """
        self.model = settings.model
        self.total_seconds = settings.total_seconds
        self._settings = settings
        self._cut_off = CutOff()
        self._client = _client(settings, self._cut_off)

    def write(self, messages: "Sequence[ChatCompletionMessageParam]") -> Iterator[str]:
        """Yield the model's reply in pieces as they arrive.

        A failure before the first piece is retried once. All attempts together take no longer than the settings allow
        for a whole reply.

        Raises:
            ModelTrouble: The model cannot be reached, refuses, is too slow, does not end or breaks off.
        """
        deadline = time.monotonic() + self._settings.total_seconds
        for left in reversed(range(_TRIES)):
            begun = False
            try:
                for piece in self._reply(messages, deadline):
                    begun = True
                    yield piece
                return
            except ModelTrouble as trouble:
                if begun or not left or not trouble.passing or time.monotonic() + _PAUSE_SECONDS > deadline:
                    raise
            time.sleep(_PAUSE_SECONDS)

    def _reply(self, messages: "Sequence[ChatCompletionMessageParam]", deadline: float) -> Iterator[str]:
        """Make one attempt. The reply is read as bytes, so that a line that never ends counts against the limits."""
        left = deadline - time.monotonic()
        self._cut_off.end_at(deadline)
        create = self._client.chat.completions.with_streaming_response.create
        with (
            _plain_errors(),
            create(
                model=self.model,
                messages=list(messages),
                stream=True,
                temperature=0,
                max_tokens=_MAX_TOKENS,
                timeout=max(0.1, min(self._settings.seconds, left)),
            ) as response,
        ):
            yield from _content(_within(response.iter_bytes(), deadline))


def _client(settings: ModelSettings, cut_off: CutOff) -> "OpenAI":
    """Return a client that connects newly for each request, so that each has a connection that can be cut off."""
    try:
        import httpx2
        from openai import DefaultHttpxClient, OpenAI
    except ImportError as error:
        raise UsageError(
            'FACTSHEET_QA_LLM_URL needs the package openai: pip install "factsheet-qa[llm]", or unset the variable'
        ) from error
    return OpenAI(
        base_url=settings.url,
        api_key=settings.key.get_secret_value() or "none",  # local servers want no key, but the client does
        max_retries=0,
        default_headers={"Accept-Encoding": "identity"},
        http_client=DefaultHttpxClient(
            follow_redirects=False,
            limits=httpx2.Limits(max_keepalive_connections=0),
            event_hooks={"request": [cut_off], "response": [_check_response]},
        ),
    )


def _check_response(response: "httpx2.Response") -> None:
    """Refuse a response before its body is read: limits on bytes mean nothing for a compressed one.

    Redirects are not followed, because the key and the quotes are only for the server that the settings name.
    """
    status = response.status_code
    if status >= 300:
        raise ModelTrouble(f"the server answered with status {status}", passing=status == 429 or status >= 500)
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ModelTrouble("the reply is compressed, which was not asked for")


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn every failure of the client into ModelTrouble, without the server's own text."""
    import httpx2
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        status = error.status_code
        raise ModelTrouble(
            f"the server answered with status {status}", passing=status == 429 or status >= 500
        ) from None
    except (openai.APITimeoutError, httpx2.TimeoutException):
        raise ModelTrouble("the server did not answer in time", passing=True) from None
    except (openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError) as error:
        if isinstance(error.__cause__, ModelTrouble):
            raise error.__cause__ from None
        raise ModelTrouble("the connection could not be made or broke off", passing=True) from None


def _within(chunks: Iterator[bytes], deadline: float) -> Iterator[bytes]:
    """Yield the bytes of a reply while it stays within its limits of time and size."""
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if time.monotonic() > deadline:
            raise ModelTrouble("the reply took too long")
        if size > _MAX_BYTES:
            raise ModelTrouble("the reply does not end")
        yield chunk


def _content(chunks: Iterator[bytes]) -> Iterator[str]:
    """Yield the text in the events of a stream (`data: {json}`), up to `[DONE]`."""
    length, ended = 0, False
    for line in _lines(chunks):
        if not line.startswith(b"data:"):
            continue
        data = line.removeprefix(b"data:").strip()
        if data == b"[DONE]":
            return
        piece, ends = _piece(data)
        ended = ended or ends
        length += len(piece)
        if length > MAX_CHARACTERS:
            raise ModelTrouble("the reply does not end")
        if piece:
            yield piece
    if not ended:
        raise ModelTrouble("the reply broke off", passing=True)


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    waiting = b""
    for chunk in chunks:
        *whole, waiting = (waiting + chunk).split(b"\n")
        yield from whole
    yield waiting


def _piece(data: bytes) -> tuple[str, bool]:
    """Return the text of one event, empty if it has none, and whether it ends the reply."""
    try:
        choices: list[dict[str, Any]] = json.loads(data)["choices"]
        choice = choices[0] if choices else {}
        content = (choice.get("delta") or {}).get("content")
        ends = bool(choice.get("finish_reason"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelTrouble("the reply is not what OpenAI's protocol says", passing=True) from error
    # Half a surrogate pair is no character, and could not be written anywhere.
    return content.encode("utf-8", "replace").decode() if isinstance(content, str) else "", ends
