"""Simulate an open tab without a browser: speak the page's protocol and read what the page would show."""

import json
import re
import secrets
from collections.abc import Sequence
from html import unescape
from types import TracebackType
from typing import Any, Self

import httpx

_QUESTION = re.compile(r'<h2 class="question"[^>]*>(.*?)</h2>', re.DOTALL)
_EVIDENCE = re.compile(r'<section class="evidence" data-turn="(\d+)".*?</section>', re.DOTALL)
_CARD = re.compile(r'<p class="card-file">(.*?)</p>.*?<blockquote class="quote"[^>]*>(.*?)</blockquote>', re.DOTALL)
_TOKEN = re.compile(r'data-visit="([^"]+)"')


class Trouble(Exception):
    """The page could not be opened, or a question was not answered."""


class Tab:
    """One session of the page. A context manager that closes the tab at the end, as a browser does."""

    def __init__(self, address: str, seconds: float, local_address: str | None = None) -> None:
        """Open the page, from another address of this machine if one is given; `seconds` limits every request."""
        transport = httpx.HTTPTransport(local_address=local_address)
        self._http = httpx.Client(base_url=address, timeout=seconds, transport=transport)
        self._session = secrets.token_hex(8)
        config = self._get("/config").json()
        self._ids = {part["props"].get("elem_id"): part["id"] for part in config["components"]}
        self._events = config["dependencies"]
        opened = self._call("load", None, [""])
        token = next((found for text in opened if (found := _TOKEN.search(str(text)))), None)
        if token is None:
            raise Trouble("the page opened without a visit")
        self._token = token[1]

    def __enter__(self) -> Self:
        """Use the tab."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the tab."""
        self._http.post(f"/visits/{self._token}/end", content=b"")
        self._http.close()

    def ask(self, question: str) -> tuple[list[str], list[tuple[str, str]]]:
        """Ask; return all questions of the conversation and each citation's file line and quote, none if refused."""
        talk, panel, *_ = self._call("submit", "question", [question, [], [], []])
        turns = _QUESTION.findall(talk)
        groups = [found[0] for found in _EVIDENCE.finditer(panel) if found[1] == str(len(turns))]
        cards = _CARD.findall(groups[0]) if groups else []
        return [unescape(turn) for turn in turns], [(unescape(file), unescape(text)) for file, text in cards]

    def new_conversation(self) -> None:
        """Start a new conversation."""
        self._call("click", "new-conversation", [])

    @property
    def uploads(self) -> str:
        """The path that takes uploads."""
        return f"/visits/{self._token}/uploads"

    def upload(self, name: str, content: bytes) -> str:
        """Upload a file and return its state; it is not waited for."""
        answer = self._http.post(self.uploads, content=content, headers={"X-Name": name})
        return str(answer.json().get("state", answer.status_code))

    def _call(self, event: str, part: str | None, data: Sequence[Any]) -> list[Any]:
        """Call an event of the page by Gradio's protocol: join the queue, then read the stream."""
        target = self._ids[part] if part else None
        number = next(
            each["id"]
            for each in self._events
            if any(name == event and target in (None, component) for component, name in each["targets"])
        )
        joined = {
            "data": data,
            "fn_index": number,
            "session_hash": self._session,
            "trigger_id": target,
            "event_data": None,
        }
        answer = self._http.post("/gradio_api/queue/join", json=joined)
        if answer.status_code != 200:
            raise Trouble(f"{answer.status_code}: {answer.text[:200]}")
        with self._http.stream("GET", "/gradio_api/queue/data", params={"session_hash": self._session}) as stream:
            for line in stream.iter_lines():
                message = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if message.get("msg") == "process_completed":
                    if not message["success"]:
                        raise Trouble(str(message["output"])[:200])
                    return list(message["output"]["data"])
        raise Trouble("the stream ended without an answer")

    def _get(self, path: str) -> httpx.Response:
        answer = self._http.get(path)
        answer.raise_for_status()
        return answer
