"""A proposer on loopback: chat completions as OpenAI describes them, answering what a test says."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.providers import Server

KEY = "sk-proposer-0001"


@dataclass(slots=True)
class ProposerStand(Server):
    """``says`` is the content that it answers to any text, as JSON unless it is text; ``asked`` are the bodies."""

    says: Any = field(default_factory=lambda: {"choice": "none"})
    asked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The data that it was shown."""
        return [json.loads(one["messages"][-1]["content"]) for one in self.asked]

    @property
    def settings(self) -> dict[str, str]:
        """Its section of a business file."""
        return {"second": "openai-compatible", "url": f"{self.url}/v1", "model": "small", "key": KEY}

    def route(self, router: web.UrlDispatcher) -> None:
        router.add_post("/v1/chat/completions", self._complete)
        router.add_get("/v1/models", self._models)

    def bar(self, request: web.Request) -> web.Response | None:
        known = request.headers.get("Authorization") == f"Bearer {KEY}"
        return None if known else web.json_response({"error": {"message": "Incorrect API key"}}, status=401)

    async def _complete(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        fault = self._next()
        content = json.dumps(self.says) if isinstance(self.says, dict) else self.says
        answer = {"choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}
        told = {"error": {"message": "no"}} if fault.status else answer
        return await self._answer(request, fault, web.json_response(told, status=fault.status or 200))

    async def _models(self, _request: web.Request) -> web.Response:
        return web.Response(text=json.dumps({"object": "list", "data": []}), content_type="application/json")
