"""Operators' questions to a running service: alive, ready, and its figures."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.clock import Clock
from bot.metrics import FRESH, Metrics
from bot.proxies import is_local
from bot.spool import LIMIT
from bot.vault import Vault
from bot.web.server import LARGEST_BODY
from bot.web.tables import Tables
from storage.database import Database, DatabaseAway

PATIENCE = 3.0  # seconds: whoever asks whether we are ready gives up soon
LABEL = "metrics"


class Spooled(Protocol):
    """The part of the spool that is looked at."""

    @property
    def size(self) -> int:
        """Bytes that wait."""


@dataclass(frozen=True, slots=True)
class NoSpool:
    """That of a process which takes nothing in."""

    size: int = 0


@dataclass(frozen=True, slots=True)
class Health:
    """``GET /healthz``, ``/readyz`` and ``/metrics``. ``token`` opens the metrics from elsewhere.

    What the database is asked for them may be as old as ``fresh``.
    """

    store: Database
    clock: Clock
    metrics: Metrics
    spool: Spooled
    token: str
    tables: Tables
    fresh: timedelta = FRESH

    def add_to(self, app: web.Application) -> None:
        """The routes."""
        app.router.add_get("/healthz", self.alive)
        app.router.add_get("/readyz", self.ready)
        app.router.add_get("/metrics", self.figures)

    async def alive(self, _http: web.Request) -> web.Response:
        """The process answers, so it lives: a database that is away is no reason to start it again."""
        return web.json_response({"status": "ok"})

    async def ready(self, _http: web.Request) -> web.Response:
        """Whether it should be sent requests: inbound is taken while the spool has room, so both are told."""
        reasons = [reason for reason in (await self._database(), self._full()) if reason]
        if reasons:
            return web.json_response({"status": "unavailable", "reasons": reasons}, status=503)
        return web.json_response({"status": "ready"})

    async def figures(self, http: web.Request) -> web.Response:
        """For Prometheus on this machine, or with the token that ``parley doctor --metrics-token`` prints."""
        given = http.headers.get("Authorization", "").encode(errors="surrogateescape")
        if not is_local(http) and not hmac.compare_digest(given, f"Bearer {self.token}".encode()):
            raise web.HTTPUnauthorized(
                text="from elsewhere it needs the token that parley doctor --metrics-token prints"
            )
        now, elapsed = self.clock.now(), self.clock.elapsed()
        body = await self.metrics.scrape(self.store, now, elapsed, self.spool.size, self.fresh)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _database(self) -> str | None:
        try:
            return await asyncio.wait_for(self.tables.trouble(), PATIENCE)
        except DatabaseAway as away:
            return str(away)
        except TimeoutError:
            return "the database did not answer in time"

    def _full(self) -> str | None:
        return "the spool is full" if self.spool.size + LARGEST_BODY > LIMIT else None


def metrics_token(vault: Vault) -> str:
    """The token of /metrics: 64 hexadecimal digits, the same as long as PARLEY_SECRET_KEY is."""
    return vault.keyed(LABEL).hex()
