"""Where a channel's webhooks come in: proven and read as the service does it, over real HTTP."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from aiohttp import web

from bot.channels.channel import ChannelRequest, Inbound, Unproven
from bot.channels.telegram import Telegram
from bot.channels.twilio import Twilio
from tests.bot.channels import rig
from tests.providers import Server


@dataclass(slots=True)
class Shop(Server):
    """``origin`` is its public address, its own when empty; ``events`` what was proven, ``fresh`` to wait for."""

    origin: str = ""
    channel: Telegram | Twilio | None = None
    events: list[Inbound] = field(default_factory=list)
    fresh: asyncio.Queue[Inbound] = field(default_factory=asyncio.Queue)

    def route(self, router: web.UrlDispatcher) -> None:
        router.add_post("/{path:.*}", self._take)

    async def _take(self, request: web.Request) -> web.Response:
        assert self.channel is not None
        posted = ChannelRequest((self.origin or self.url) + request.path_qs, request.headers, await request.read())
        try:
            self.channel.prove(posted)
        except Unproven:
            return web.Response(status=401)
        for event in self.channel.read(posted, rig.NOW):
            self.events.append(event)
            self.fresh.put_nowait(event)
        return web.Response()
