"""The web application, built from all its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from aiohttp import web

from bot.app import Crew, Service
from bot.conversations import CONVERSATIONS, pages
from bot.metrics import Timing
from bot.proxies import Proxies
from bot.web import front_page
from bot.web.guess_throttle import Throttle
from bot.web.health_routes import Health, Tables, derive_metrics_token
from bot.web.short_link_routes import ShortLinks
from bot.web.web_server import Part, build
from bot.web.webhooks import Webhooks
from handlers.api.api_app import ApiServices, add_routes
from handlers.api.api_rate_limits import Admission
from storage.businesses.access import ApiKey, find_key
from storage.database.stores import DatabaseAway

SandboxPages: TypeAlias = Callable[[Service], Iterable[Part]]
"""Returns the parts that a sandbox adds to the web application."""


def build_application(service: Service, beside: SandboxPages | None = None) -> web.Application:
    """Return the application of a service; ``beside`` adds a sandbox's pages."""
    keys = _Keys(service)
    proxies = Proxies(service.settings.trusted_proxies)
    return build(
        Webhooks(service.accounts, service.inbox, service.clock, service.settings.public_url, proxies).add_to,
        ShortLinks(service.turns, service.inbox, service.clock, proxies).add_to,
        *pages(service, proxies),
        _health(service, lambda: service.spool.size + service.spool.beside.size).add_to,
        Timing(service.metrics, service.clock).add_to,
        Throttle(proxies, service.clock, keys.knows).add_to,
        lambda app: add_routes(app, _api(service, keys), CONVERSATIONS),
        *(beside(service) if beside is not None else (front_page.add_to,)),
    )


def build_operator_application(crew: Crew) -> web.Application:
    """Return the application of a worker, with only the health endpoints."""
    return build(_health(crew, lambda: 0).add_to)


def _health(process: Service | Crew, spooled: Callable[[], int]) -> Health:
    store = process.turns.store
    token = derive_metrics_token(process.vault)
    return Health(store, process.clock, process.metrics, spooled, token, Tables(store, process.clock))


def _api(service: Service, keys: _Keys) -> ApiServices:
    admission, elapsed = Admission(), service.clock.get_real_time
    return ApiServices(
        turns=service.turns,
        find_key=keys.find,
        take=service.inbox.take,
        now=service.clock.now,
        public_url=service.settings.public_url,
        admit=lambda key, route: admission.admit(key, route, elapsed()),
        keep_image=service.accounts.photographs.keep,
    )


class _Keys:
    """API keys by their hash, cached and checked against the database's revision."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._known: dict[str, ApiKey] = {}
        self._good: set[str] = set()  # hashes of keys that worked when they were last used
        self._noted: dict[UUID, datetime] = {}
        self._revision = -1

    async def find(self, token: str) -> ApiKey | None:
        """Return the key of a bearer token; known keys are found even while the database is away."""
        revision = await self._service.turns.revision()
        if revision != self._revision:
            self._known.clear()
            self._revision = revision
        hashes = self._service.vault.hashes(token)
        key = self._known.get(hashes[0])
        if key is None:
            key = await self._service.turns.store.read("", lambda unit: find_key(unit, hashes))
            if key is not None:
                self._known[hashes[0]] = key
        works = key is not None and key.works(self._service.clock.now())
        (self._good.add if works else self._good.discard)(hashes[0])
        if key is not None and works:
            await self._note(key)
        return key

    def knows(self, token: str) -> bool:
        """Return True if this token was valid before; a revocation since then is noticed by ``find``."""
        return self._service.vault.hashes(token)[0] in self._good

    async def _note(self, key: ApiKey) -> None:
        """Record once a day that the key is used; skip the day if the database is away."""
        now = self._service.clock.now()
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        noted = self._noted.get(key.id) or key.used_at
        if noted is not None and noted >= day:
            return
        self._noted[key.id] = day
        with suppress(DatabaseAway):
            await self._service.turns.store.write(key.business, lambda unit: unit.access.note_use(key.id, day, now))
