"""Figures for Prometheus. What happens in this process is counted as it happens; what stands is asked when scraped.

Every process of a service shows the same standing figures, so dashboards take their maximum, and its own counters, of
which they take the sum. No figure names a business or a person.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.clock import Clock
from bot.sender import Account, Accounts
from flows.delivery import Answer, Found, Outgoing
from handlers.calling import Request
from storage import operations
from storage.outbox import Priority
from storage.store import Away, Store
from storage.transaction import Transaction

COUNTED = timedelta(days=1)  # messages are counted from so long ago on

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_PAGE = "/sim"  # its streams stay open for hours, and nobody measures a demo

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a scrape found in the database at one moment."""

    now: datetime
    depths: list[operations.Depth]
    messages: list[operations.Count]
    events: dict[str, int]
    parked: operations.Parked
    in_doubt: dict[str, int]


class Metrics:
    """The figures of one process, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._http = self._histogram("parley_http_seconds", "Answering a request", "route", "status")
        self._sends = self._histogram("parley_send_seconds", "One call to a provider", "channel")
        self._handed_over = self._counter("parley_handed_over", "Calls by outcome", "channel", "outcome", "code")
        self._up = self._gauge("parley_database_up", "1 while the database answers")
        self._spool = self._gauge("parley_spool_bytes", "What waits on this disk for the database")
        self._messages = self._gauge(
            "parley_messages", "Messages made in the last 24 hours", "direction", "channel", "status", "code"
        )
        self._events = self._gauge("parley_events", "Events not acted upon", "status")
        self._depth = self._gauge("parley_outbox_messages", "What still must leave", "priority")
        self._due = self._gauge("parley_outbox_due", "What could leave now", "priority")
        self._oldest = self._gauge("parley_outbox_oldest_seconds", "How late the oldest is", "priority")
        self._parked = self._gauge("parley_parked", "What failed five times", "queue")
        self._in_doubt = self._gauge("parley_unknown_outcomes", "Messages that may have been sent", "channel")

    def answered(self, route: str, status: int, took: timedelta) -> None:
        """A request was answered; ``route`` is the pattern, never the path."""
        self._http.labels(route, str(status)).observe(took.total_seconds())

    def called(self, channel: str, answer: Answer, took: timedelta) -> None:
        """A provider answered, or did not."""
        self._sends.labels(channel).observe(took.total_seconds())
        outcome = answer.failure.value if answer.failure else "taken"
        self._handed_over.labels(channel, outcome, answer.code or "").inc()

    async def scrape(self, store: Store, now: datetime, spool: int) -> bytes:
        """All figures in Prometheus's text form; ``spool`` is in bytes. A database that is away is a figure as well."""
        try:
            found = await store.read("", lambda tx: _standing(tx, now))
        except Away:
            found = None
        self._spool.set(spool)
        self._up.set(found is not None)
        self._fill(found or Standing(now, [], [], {}, operations.Parked(0, 0, 0), {}))
        return generate_latest(self._registry)

    def _fill(self, found: Standing) -> None:
        for gauge in (self._messages, self._events, self._depth, self._due, self._oldest, self._parked, self._in_doubt):
            gauge.clear()
        for count in found.messages:
            self._messages.labels(count.direction, count.channel, count.status, count.code or "").set(count.many)
        for status, many in found.events.items():
            self._events.labels(status).set(many)
        for channel, many in found.in_doubt.items():
            self._in_doubt.labels(channel).set(many)
        for queue in ("events", "waits", "outbox"):
            self._parked.labels(queue).set(getattr(found.parked, queue))
        self._fill_outbox(found)

    def _fill_outbox(self, found: Standing) -> None:
        depths = {depth.priority: depth for depth in found.depths}
        for priority in Priority:
            depth = depths.get(priority, operations.Depth(priority, 0, 0, None))
            late = found.now - depth.since if depth.since else timedelta(0)
            name = priority.name.lower()
            self._depth.labels(name).set(depth.waiting)
            self._due.labels(name).set(depth.due)
            self._oldest.labels(name).set(late.total_seconds())

    def _histogram(self, name: str, about: str, *labels: str) -> Histogram:
        return Histogram(name, about, labels, registry=self._registry, buckets=_SECONDS)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(name, about, labels, registry=self._registry)

    def _gauge(self, name: str, about: str, *labels: str) -> Gauge:
        return Gauge(name, about, labels, registry=self._registry)


async def _standing(tx: Transaction, now: datetime) -> Standing:
    return Standing(
        now,
        await operations.depths(tx, now),
        await operations.counts(tx, now - COUNTED),
        await operations.events_by_status(tx),
        await operations.parked(tx),
        await operations.in_doubt(tx),
    )


@dataclass(frozen=True, slots=True)
class Timing:
    """Measures every request, webhooks above all: a provider that waits too long sends again."""

    metrics: Metrics
    clock: Clock

    def add_to(self, app: web.Application) -> None:
        """Around everything else, so that it sees the status that the caller gets."""
        app.middlewares.insert(0, self.measure)

    @web.middleware
    async def measure(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Pass the request on and note how long that took."""
        route = route_of(request)
        if route.startswith(_PAGE):
            return await handler(request)
        began, status = self.clock.elapsed(), 500
        try:
            answer = await handler(request)
            status = answer.status
            return answer
        except web.HTTPException as error:
            status = error.status
            raise
        finally:
            self.metrics.answered(route, status, self.clock.elapsed() - began)


def route_of(request: web.Request) -> str:
    """The pattern that a path fits, or ``?``: paths themselves hold codes, and strangers' guesses never end."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "?"


@dataclass(frozen=True, slots=True)
class MeasuredAccounts:
    """Accounts whose calls are timed: what the sender is given in place of the bare ones."""

    accounts: Accounts
    metrics: Metrics
    clock: Clock

    async def channel(self, business: str, channel: str) -> Account | None:
        """The channel's account."""
        account = await self.accounts.channel(business, channel)
        return None if account is None else _MeasuredAccount(account, channel, self)

    async def caller(self, business: str, provider: str) -> Callable[[Request], Awaitable[Answer]] | None:
        """What performs calls to that store."""
        call = await self.accounts.caller(business, provider)
        return None if call is None else lambda request: self.time(provider, call(request))

    def callback(self, business: str, channel: str, message: UUID) -> str | None:
        """Where a provider sends its receipts for that message."""
        return self.accounts.callback(business, channel, message)

    async def time(self, channel: str, call: Awaitable[Answer]) -> Answer:
        """The answer of a call, with how long it took counted."""
        began = self.clock.elapsed()
        answer = await call
        self.metrics.called(channel, answer, self.clock.elapsed() - began)
        return answer


@dataclass(frozen=True, slots=True)
class _MeasuredAccount:
    account: Account
    name: str
    measured: MeasuredAccounts

    async def perform(self, outgoing: Outgoing) -> Answer:
        return await self.measured.time(self.name, self.account.perform(outgoing))

    async def find(self, outgoing: Outgoing, since: object) -> Found:
        return await self.account.find(outgoing, since)
