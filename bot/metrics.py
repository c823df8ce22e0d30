"""Metrics for Prometheus: counters of this process, and gauges read from the database when scraped.

Every process of a service shows the same gauges, so dashboards take their maximum, and its own counters, so dashboards
take their sum. No metric names a business or a person. Names and units follow
https://prometheus.io/docs/practices/naming/; docs/operations/README.md lists them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.clock import Clock
from bot.spool import LIMIT
from flows.delivery import Answer
from handlers.delivery.message_outcome import CIRCUIT
from storage.database.stores import Database, DatabaseAway
from storage.sending.outbox import Priority
from storage.upkeep import metric_figures
from storage.upkeep.metric_figures import Count, Figures, load_figures

COUNTED = timedelta(days=1)  # messages are counted from so long ago on
FRESH = timedelta(seconds=15)  # maximum age of gauges: frequent scraping often costs the database nothing
MOST_CODES = 100  # different codes of one figure; what comes after is "other", for providers may say anything
OTHER = "other"
_CHILDREN = 1024  # lines of all metrics that are kept at hand

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LATE = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14400.0)
_CODE = re.compile(r"[A-Za-z0-9][\w.:-]{0,39}")
_PAGE = "/sim"  # its streams stay open for hours, and nobody measures a demo
_ASKED = "/readyz"  # answers 503 because it was asked, not because there was too much to do

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Codes:
    """The codes that one metric shows as separate labels: the first MOST_CODES that occurred."""

    known: set[str] = field(default_factory=set)

    def limit(self, code: str | None) -> str:
        """Return the label for a code; one shared label if there are too many, "" if there is no code."""
        if not code:
            return ""
        if code not in self.known:
            if len(self.known) >= MOST_CODES or not _CODE.fullmatch(code):
                return OTHER
            self.known.add(code)
        return code


class Metrics:
    """The metrics of one process, in a registry of its own: other modules add theirs to ``registry``."""

    def __init__(self) -> None:
        self.registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._codes, self._statuses = Codes(), Codes()
        self._of = lru_cache(_CHILDREN)(_child)
        self._reading = asyncio.Lock()
        self._read_at: datetime | None = None
        self._make_counters()
        self._make_gauges()

    def _make_counters(self) -> None:
        self._http = self._histogram("parley_http_seconds", "Answering a request", "route", "status")
        self._shed = self._counter("parley_shed", "Requests answered 503, to be retried", "route")
        self._sends = self._histogram("parley_send_seconds", "One call to a provider", "channel")
        self._late = self._histogram(
            "parley_send_delay_seconds", "From due to handed over", "channel", "priority", buckets=_LATE
        )
        self._handed_over = self._counter("parley_handed_over", "Calls by outcome", "channel", "outcome", "code")
        self._claimed = self._counter("parley_claimed", "Items taken from a queue to work on", "queue")
        self._lost = self._counter("parley_lease_losses", "Items held longer than their lease", "queue")

    def _make_gauges(self) -> None:
        self._up = self._gauge("parley_database_up", "1 while the database answers")
        self._spool = self._gauge("parley_spool_bytes", "Bytes that wait on this disk for the database")
        self._gauge("parley_spool_limit_bytes", "The limit for these bytes; beyond it requests are refused").set(LIMIT)
        self._messages = self._gauge(
            "parley_messages",
            f"Messages made in the last 24 hours, of each business the newest {metric_figures.NEWEST}",
            "direction", "channel", "status", "code",
        )  # fmt: skip
        self._events = self._gauge("parley_events", "Events not acted upon", "status")
        self._oldest_event = self._gauge("parley_events_oldest_seconds", "How long the oldest has waited")
        self._oldest_wait = self._gauge("parley_waits_oldest_seconds", "How late the oldest due conversation is")
        bound = f"; of each sender at most {metric_figures.MOST}"
        self._depth = self._gauge("parley_outbox_messages", f"What still must leave{bound}", "priority")
        self._due = self._gauge("parley_outbox_due", f"What could leave now{bound}", "priority")
        self._oldest = self._gauge("parley_outbox_oldest_seconds", "How late the oldest is", "priority")
        self._parked = self._gauge("parley_parked", "What failed five times", "queue")
        self._in_doubt = self._gauge("parley_unknown_outcomes", "Messages that may have been sent", "channel")
        self._senders = self._gauge(
            "parley_senders", "Senders by state: working, held, circuit, paused", "channel", "state"
        )

    def count_answer(self, route: str, status: int, took: timedelta) -> None:
        """Count an answered request; ``route`` is the pattern, never the path."""
        self._of(self._http, route, str(status)).observe(took.total_seconds())

    def shed(self, route: str) -> None:
        """Count a request refused with 503."""
        self._of(self._shed, route).inc()

    def count_call(self, channel: str, answer: Answer, took: timedelta) -> None:
        """Count a provider's answer, or its absence."""
        self._of(self._sends, channel).observe(took.total_seconds())
        outcome = answer.failure.value if answer.failure else "taken"
        self._of(self._handed_over, channel, outcome, self._codes.limit(answer.code)).inc()

    def count_departure(self, channel: str, priority: int, late: timedelta) -> None:
        """Count a message handed over, and its delay."""
        self._of(self._late, channel, Priority(priority).name.lower()).observe(max(0.0, late.total_seconds()))

    def count_claim(self, queue: str, many: int) -> None:
        """Count entries taken from a queue: ``outbox``, ``events`` or ``waits``."""
        self._of(self._claimed, queue).inc(many)

    def lease_lost(self, queue: str, many: int = 1) -> None:
        """Count entries of a queue held longer than their lease, so that another process may have had them too."""
        self._of(self._lost, queue).inc(many)

    async def scrape(
        self, store: Database, now: datetime, elapsed: datetime, spool: int, fresh: timedelta = FRESH
    ) -> bytes:
        """Return all metrics in Prometheus's text format; ``spool`` is in bytes. That the database is away is a metric
        too.

        Gauges older than ``fresh`` are read from the database, once for all scrapers.
        """
        async with self._reading:
            if self._read_at is None or elapsed - self._read_at >= fresh:
                await self._read(store, now, elapsed)
                self._read_at = elapsed
        self._spool.set(spool)
        return generate_latest(self.registry)

    async def _read(self, store: Database, now: datetime, elapsed: datetime) -> None:
        """Read the gauges; hide all of them while the database is away."""
        self._forget()
        try:
            found = await store.read("", lambda tx: load_figures(tx, now, elapsed, COUNTED, CIRCUIT))
        except DatabaseAway:
            self._up.set(0)
            return
        self._up.set(1)
        self._fill(found)

    def _forget(self) -> None:
        for gauge in (self._messages, self._events, self._depth, self._due, self._oldest, self._parked,
                      self._in_doubt, self._senders):  # fmt: skip
            gauge.clear()

    def _fill(self, found: Figures) -> None:
        self._fill_messages(found.messages)
        for status, many in found.events.items():
            self._events.labels(status).set(many)
        for channel, many in found.in_doubt.items():
            self._in_doubt.labels(channel).set(many)
        for queue in ("events", "waits", "outbox"):
            self._parked.labels(queue).set(getattr(found.parked, queue))
        for one in found.senders:
            self._senders.labels(one.channel, one.state).set(one.many)
        self._oldest_event.set(_age(found.now, found.oldest_event))
        self._oldest_wait.set(_age(found.now, found.oldest_wait))
        for depth in found.depths:
            name = Priority(depth.priority).name.lower()
            self._depth.labels(name).set(depth.waiting)
            self._due.labels(name).set(depth.due)
            self._oldest.labels(name).set(_age(found.now, depth.since))

    def _fill_messages(self, counts: list[Count]) -> None:
        """Fill the gauge of messages; the most frequent codes get separate labels."""
        for count in sorted(counts, key=lambda one: one.many, reverse=True):
            code = self._statuses.limit(count.code)
            self._messages.labels(count.direction, count.channel, count.status, code).inc(count.many)

    def _histogram(self, name: str, about: str, *labels: str, buckets: tuple[float, ...] = _SECONDS) -> Histogram:
        return Histogram(name, about, labels, registry=self.registry, buckets=buckets)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(name, about, labels, registry=self.registry)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(name, about, labels, registry=self.registry)


def _child(metric: Any, *labels: str) -> Any:
    """Return a metric's child for these labels, cached, as the library computes its key under a lock each time."""
    return metric.labels(*labels)


def _age(now: datetime, since: datetime | None) -> float:
    """Return the age in seconds; 0 if ``since`` is None."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Middleware that times every request. A provider whose webhook is answered too late sends it again."""

    metrics: Metrics
    clock: Clock

    def add_to(self, app: web.Application) -> None:
        """Add the middleware as the outermost one, so that it sees the final status."""
        app.middlewares.insert(0, self.measure)

    @web.middleware
    async def measure(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Handle the request and record how long that took."""
        route = route_of(request)
        if route.startswith(_PAGE):
            return await handler(request)
        began, status = self.clock.get_real_time(), 500
        try:
            answer = await handler(request)
            status = answer.status
            return answer
        except web.HTTPException as error:
            status = error.status
            raise
        finally:
            self.metrics.count_answer(route, status, self.clock.get_real_time() - began)
            if status == web.HTTPServiceUnavailable.status_code and route != _ASKED:
                self.metrics.shed(route)


def route_of(request: web.Request) -> str:
    """Return the route pattern of a request, or ``?``. The path itself may hold codes, and invented paths are
    unlimited."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "?"
