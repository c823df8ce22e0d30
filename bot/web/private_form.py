"""A form behind a signed link: no login, no cookie.

Opening the page changes nothing, as link previews open it too. Only somebody with the link can post its form.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Generic, TypeAlias, TypeVar

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.web.form_fields import read_fields
from bot.web.private_page import render_private_page
from handlers.engine.sealed_links import LinkExpired, Notice, read_business
from handlers.engine.turn import Turn, UnknownBusiness
from storage.database.stores import DatabaseAway

P = TypeVar("P")
Opens: TypeAlias = Callable[[Turn, str], Coroutine[Any, Any, P | Notice]]
Submits: TypeAlias = Callable[[Turn, str, Mapping[str, str]], Coroutine[Any, Any, P | Notice]]
Deeds: TypeAlias = tuple[Opens[P], Submits[P]]
"""What opens the page of a token, and what submits its form. Both raise LinkExpired."""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
_MOST_TAGS = 8
_STATUS = {"saved": 200, "used": 410, "over": 410, "expired": 410, "unknown": 404, "away": 503}


class PrivateForm(ABC, Generic[P]):
    """A form: ``GET`` shows it for a token, ``POST`` submits it."""

    def __init__(self, turns: OpenTurns, name: str, path: str, longest: int = 16 * 1024) -> None:
        """``name`` is the folder of the words; ``path`` has {token}; ``longest`` is in bytes, 9 for a Hindi letter."""
        self._turns, self._name, self._path, self._longest = turns, name, path, longest

    @abstractmethod
    def load(self) -> Deeds[P]:
        """Import the functions of the form, at its first use."""

    @abstractmethod
    def page(self, http: web.Request, page: P) -> web.Response:
        """Return the response with a page."""

    async def check_form(self, business: str, typed: Mapping[str, str]) -> Mapping[str, str]:
        """Return the checked form. Checks that need a vendor's account belong here, before the transaction."""
        return typed

    async def read(self, http: web.Request) -> Mapping[str, str]:
        """Return the fields of a submitted form. 413 for one that is too long."""
        return dict(await read_fields(http, self._longest))

    def add_to(self, app: web.Application) -> None:
        """Add the routes; they answer HEAD too."""
        app.router.add_get(self._path, self.show)
        app.router.add_post(self._path, self.take)

    async def show(self, http: web.Request) -> web.Response:
        """Return the form, or a page that explains why it is unavailable."""
        token = http.match_info["token"]
        business = read_business(token)
        look = None if business is None else self._turns.look(business, lambda turn: self.load()[0](turn, token))
        return await self._answer(http, look)

    async def take(self, http: web.Request) -> web.Response:
        """Submit the form, or return it with its errors. 400 for an invalid form, 413 for one that is too long."""
        token = http.match_info["token"]
        typed = await self.read(http)
        business = read_business(token)
        if business is not None:
            typed = await self.check_form(business, typed)
        act = None if business is None else self._turns.act(business, lambda turn: self.load()[1](turn, token, typed))
        return await self._answer(http, act)

    def notice(self, http: web.Request, name: str, locale: str = "") -> web.Response:
        """Return a short notice page, in ``locale`` or else in a language that the browser accepts."""
        from templates.private_pages import make_page_policy, render_notice  # loaded with the first who looks

        wanted = [locale] if locale else list_languages(http)
        text, status = render_notice(self._name, name, wanted), _STATUS[name]
        return render_private_page(text, status, make_page_policy(), {"Retry-After": "30"} if status == 503 else {})

    async def _answer(self, http: web.Request, work: Awaitable[P | Notice] | None) -> web.Response:
        try:
            found = Notice("unknown") if work is None else await work
            return self.notice(http, found.name, found.locale) if isinstance(found, Notice) else self.page(http, found)
        except UnknownBusiness:
            return self.notice(http, "unknown")
        except LinkExpired:
            return self.notice(http, "expired")
        except DatabaseAway:
            return self.notice(http, "away")


def list_languages(http: web.Request) -> list[str]:
    """Return the languages that a browser accepts."""
    return _TAG.findall(http.headers.get("Accept-Language", "")[:200])[:_MOST_TAGS]
