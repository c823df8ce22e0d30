"""Health endpoints of a running service: alive, ready, and its metrics."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.clock import Clock
from bot.metrics import FRESH, Metrics
from bot.proxies import is_local
from bot.spool import LIMIT
from bot.vault import Vault
from bot.web.web_server import LARGEST_BODY
from storage.businesses.service_operations import read_schema_revision
from storage.database.schema_version import get_head, list_lacks, refuse_mismatch
from storage.database.stores import Database, DatabaseAway
from storage.sql.transaction import Transaction

PATIENCE = 3.0  # seconds: health probes give up soon
LABEL = "metrics"
LOOKED_AT = timedelta(minutes=1)  # how long what was seen of the tables counts while their version stays


@dataclass(frozen=True, slots=True)
class Health:
    """``GET /healthz``, ``/readyz`` and ``/metrics``. ``token`` opens the metrics from other machines.

    ``spooled`` returns the number of bytes in the spool. Figures from the database may be as old as ``fresh``.
    """

    store: Database
    clock: Clock
    metrics: Metrics
    spooled: Callable[[], int]
    token: str
    tables: Tables
    fresh: timedelta = FRESH

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/healthz", self.answer_alive)
        app.router.add_get("/readyz", self.answer_ready)
        app.router.add_get("/metrics", self.figures)

    async def answer_alive(self, _http: web.Request) -> web.Response:
        """Answer that the process is alive: an absent database is no reason to restart it."""
        return web.json_response({"status": "ok"})

    async def answer_ready(self, _http: web.Request) -> web.Response:
        """Answer 200 if ready for requests, else 503 with the reasons: no database, or a full spool."""
        reasons = [reason for reason in (await self._database(), self._describe_full()) if reason]
        if reasons:
            return web.json_response({"status": "unavailable", "reasons": reasons}, status=503)
        return web.json_response({"status": "ready"})

    async def figures(self, http: web.Request) -> web.Response:
        """Return the metrics for Prometheus to this machine, or with the token of ``parley doctor --metrics-token``."""
        given = http.headers.get("Authorization", "").encode(errors="surrogateescape")
        if not is_local(http) and not hmac.compare_digest(given, f"Bearer {self.token}".encode()):
            raise web.HTTPUnauthorized(text="other machines need the token that parley doctor --metrics-token prints")
        now, elapsed = self.clock.now(), self.clock.get_real_time()
        body = await self.metrics.scrape(self.store, now, elapsed, self.spooled(), self.fresh)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _database(self) -> str | None:
        try:
            return await asyncio.wait_for(self.tables.trouble(), PATIENCE)
        except DatabaseAway as away:
            return str(away)
        except TimeoutError:
            return "the database did not answer in time"

    def _describe_full(self) -> str | None:
        return "the spool is full" if self.spooled() + LARGEST_BODY > LIMIT else None


def derive_metrics_token(vault: Vault) -> str:
    """Return the token of /metrics: 64 hexadecimal digits that change only with PARLEY_SECRET_KEY."""
    return vault.derive_key(LABEL).hex()


@dataclass(slots=True)
class Tables:
    """A check of the database's version and tables. The version is read each time, the tables when it changed and once
    a minute."""

    store: Database
    clock: Clock
    revision: str | None = field(default_factory=get_head)
    _trouble: str | None = None
    _until: datetime | None = None

    async def trouble(self) -> str | None:
        """Return how the database differs from this version; None if it does not. Raises DatabaseAway."""
        return await self.store.read("", self._look)

    async def _look(self, tx: Transaction) -> str | None:
        found = await read_schema_revision(tx)
        if found != self.revision:
            self._until = None
            return f"the database is at {found or 'no version yet'}, this program needs {self.revision}"
        elapsed = self.clock.get_real_time()
        if self._until is None or elapsed >= self._until:
            lacking = await tx.connection.run_sync(list_lacks)
            self._trouble = str(refuse_mismatch(found, lacking)) if lacking else None
            self._until = elapsed + LOOKED_AT
        return self._trouble
