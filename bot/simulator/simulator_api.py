"""``/sim/api``: the sandbox's clock, messages of people, and threads. Loopback only, and only in a sandbox."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.inbox import Inbox
from bot.loopback import is_loopback
from bot.open_turns import OpenTurns
from bot.proxies import is_local
from bot.simulator.simulated_mails import load_subjects
from bot.simulator.simulated_phone import WrongWords, make_playable, read_spoken
from bot.workers import Sandbox
from flows.channels import CHANNELS
from handlers.api.message_view import message_view
from handlers.business_file.file_values import LONGEST_DURATION, duration
from handlers.engine import sealed_links
from handlers.engine.checked_fields import utc
from handlers.engine.turn import Turn
from storage.businesses.service_operations import Tally


@dataclass(frozen=True, slots=True)
class SimulatorApi:
    """The API for scripts and the page to control a sandbox."""

    turns: OpenTurns
    clock: Clock
    sandbox: Sandbox
    inbox: Inbox

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/sim/api/clock", self.show_clock)
        app.router.add_post("/sim/api/clock", self.move_clock)
        app.router.add_post("/sim/api/settle", self.settle)
        app.router.add_post("/sim/api/say", self.say)
        app.router.add_get("/sim/api/threads", self.threads)

    async def show_clock(self, http: web.Request) -> web.Response:
        """Return the clock's time at once, even while it is being moved."""
        return web.json_response({"now": utc(self.clock.now())})

    async def move_clock(self, http: web.Request) -> web.Response:
        """Play everything that falls due until the given time."""
        asked = await read_body(http)
        try:
            to = await self._target(asked)
            standing = await self.sandbox.push(to)
        except (ValueError, OverflowError) as error:
            raise refuse_field("to", str(error)) from None
        return web.json_response(describe_after_move(self.clock, standing))

    async def settle(self, http: web.Request) -> web.Response:
        """Wait until nothing is due or in flight."""
        return web.json_response(describe_after_move(self.clock, await self.sandbox.settle()))

    async def say(self, http: web.Request) -> web.Response:
        """Send a message as a person on a simulated channel."""
        asked = await read_body(http)
        business = str(asked.get("business") or "")
        tenant = await self.turns.tenant(business)
        try:
            event = await self.turns.look(business, lambda turn: read_spoken(turn, asked))
        except WrongWords as wrong:
            raise refuse_field(wrong.field, str(wrong)) from None
        try:
            make_playable(tenant.business, event.event.channel)
        except ValueError as closed:
            raise refuse_field("from", str(closed)) from None
        taken = await self.inbox.take(business, event.incoming)
        return web.json_response({"event": str(taken.id), "duplicate": taken.duplicate}, status=202)

    async def threads(self, http: web.Request) -> web.Response:
        """Return the messages to and from one address, oldest first."""
        business = http.query.get("business", "")
        channel, _, value = http.query.get("address", "").replace(" ", "+").partition(":")
        if channel not in CHANNELS or not value:
            raise refuse_field("address", "give an address such as sms:+13145550142 (a + is written %2B in a query)")
        return web.json_response(await self.turns.look(business, lambda turn: _thread(turn, channel, value)))

    async def _target(self, asked: dict[str, Any]) -> datetime:
        if isinstance(asked.get("to"), str):
            moment = datetime.fromisoformat(asked["to"])
            if moment.tzinfo is None:
                raise ValueError("a time needs its zone: 2026-03-02T15:04:05Z")
            if moment - self.clock.now() > LONGEST_DURATION:
                raise ValueError(f"the clock is pushed at most {LONGEST_DURATION.days} days at a time")
            return moment.astimezone(UTC)
        if asked.get("advance") is None:
            raise ValueError('say {"to": "2026-03-02T15:04:05Z"} or {"advance": "30m"}')
        step: timedelta = duration(asked["advance"])
        return self.clock.now() + step


def describe_after_move(clock: Clock, tally: Tally) -> dict[str, Any]:
    """Return the clock's time after a move, and the move's results."""
    return {"now": utc(clock.now()), "sent": tally.sent, "waiting": tally.waiting, "refused": tally.refused}


async def _thread(turn: Turn, channel: str, value: str) -> dict[str, Any]:
    address = await turn.unit.people.address(channel, value)
    if address is None:
        return {"items": [], "next": None}
    messages = await turn.unit.messages.thread(address.id)
    verdicts = await turn.unit.verdicts.judgements([message.id for message in messages])
    name, subjects = turn.business.id, await load_subjects(turn, messages)
    items = [
        message_view(name, one, str(address), verdicts[one.id], sealed_links.make_file_link(turn, one))
        | {"subject": subjects.get(one.id)}
        for one in messages
    ]
    return {"items": items, "next": None}


async def read_body(http: web.Request) -> dict[str, Any]:
    """Return the JSON object of a request; 400 for anything else."""
    try:
        found = json.loads(await http.read() or b"{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise web.HTTPBadRequest(text="the body is not a JSON object")
    return found


def require_local(http: web.Request) -> None:
    """Refuse requests from outside this machine: a foreign web page must not control a sandbox through the browser.

    Requests through a proxy count as foreign, even from a proxy on this machine.
    """
    origin = http.headers.get("Origin")
    urls = [f"http://{http.host}", *([origin] if origin else [])]
    if not is_local(http) or not all(_is_here(url) for url in urls):
        raise web.HTTPForbidden(text="the simulator answers to this machine only")


def _is_here(url: str) -> bool:
    """Return True if a URL points at this machine; False also for an invalid URL (``http://[::1``)."""
    try:
        return is_loopback(url)
    except ValueError:
        return False


def refuse_field(field: str, message: str) -> web.HTTPUnprocessableEntity:
    """Return a 422 that names the wrong field."""
    error = {"error": {"code": "unusable", "message": message, "field": field}}
    return web.HTTPUnprocessableEntity(text=json.dumps(error), content_type="application/json")
