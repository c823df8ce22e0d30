"""``POST /api/v1/conversions`` over HTTP: a sponsor's postback, which proves itself by its signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from bot.clock import Clock
from bot.open_turns import OpenTurns
from bot.web.request_bodies import read_body
from storage.database.stores import DatabaseAway
from storage.promotions.prompts import find_prompt_business

if TYPE_CHECKING:
    from handlers.api.api_refusals import ApiRefused

PATH = "/api/v1/conversions"


@dataclass(frozen=True, slots=True)
class ConversionPosts:
    """The route of postbacks."""

    turns: OpenTurns
    clock: Clock

    def add_to(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_post(PATH, self.take)

    async def take(self, http: web.Request) -> web.Response:
        """Store a conversion: 202 with how it counts. Refusals have the API's form; 503 if the database is away."""
        from handlers.api.api_refusals import ApiRefused, Code
        from handlers.returns.postback import LONGEST  # these load with the first postback

        try:
            return await self._take(http, await read_body(http, LONGEST))
        except DatabaseAway:
            return _refuse(ApiRefused(Code.UNAVAILABLE, "the database does not answer", headers={"Retry-After": "5"}))
        except ApiRefused as refused:
            return _refuse(refused)

    async def _take(self, http: web.Request, body: bytes) -> web.Response:
        from handlers.returns import postback

        told = postback.read_postback(body)
        business = await self.turns.store.read("", lambda unit: find_prompt_business(unit, told.prompt_id))
        if business is None:
            raise postback.refuse_unknown()
        post = (body, http.headers, self.clock.get_real_time(), told)
        stored, repeated = await self.turns.act(business, lambda turn: postback.take_postback(turn, *post))
        return web.json_response({"status": stored.status.value, "duplicate": repeated}, status=202)


def _refuse(refused: ApiRefused) -> web.Response:
    from handlers.api.request_dispatch import render_refusal

    return render_refusal(refused)
