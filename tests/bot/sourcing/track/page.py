"""The page of an order as a reader gets it: its words, its links and its steps."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

from tests.sourced import Souvenirs

Client = TestClient[web.Request, web.Application]


class Page(HTMLParser):
    """What stands on a page: its words, line by line, its links, its steps by class, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.links: dict[str, str] = {}
        self.steps: list[tuple[str, str]] = []
        self.loaded: list[str] = []
        self.lang = ""
        self.form: dict[str, list[str]] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.lang = known.get("lang", self.lang)
        if "name" in known and tag in {"input", "button"}:
            self.form.setdefault(known["name"], []).append(known["value"])
        self._open.append((tag, known))
        if tag in {"script", "img", "iframe"} or ("src" in known) or any(name.startswith("on") for name in known):
            self.loaded.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        said = " ".join(data.split())
        if not said or not self._open or self._open[-1][0] == "style":
            return
        self.lines.append(said)
        tag, known = self._open[-1]
        if tag == "a":
            self.links[said] = known["href"]
        if known.get("class") == "what":
            self.steps.append((next(one["class"] for name, one in reversed(self._open) if name == "li"), said))

    def says(self, *parts: str) -> bool:
        return all(any(part in line for line in self.lines) for part in parts)


async def look(client: Client, token: str, **headers: str) -> tuple[int, Page]:
    async with client.get(f"/track/{token}", headers=headers) as answer:
        return answer.status, Page(await answer.text())


async def shown(client: Client, house: Souvenirs, order: Any) -> Page:
    status, page = await look(client, await house.token(order))
    assert status == 200
    return page
