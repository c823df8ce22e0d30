"""A visit to a page that needs a sign-in: who reads it, their turns, and the response in the shared layout."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from aiohttp import web

from bot.loopback import is_loopback
from bot.open_turns import OpenTurns
from bot.proxies import Proxies
from bot.web.private_page import render_private_page
from handlers.engine import page_login
from handlers.engine.page_login import LoginFlaw, NotSignedIn
from handlers.engine.turn import Turn
from storage.businesses.page_sessions import SESSION_LASTS, PageSession

if TYPE_CHECKING:
    from jinja2 import Template

T = TypeVar("T")
FORM_TOKEN = "csrf"  # noqa: S105
"""The hidden field of each form."""
HEADERS = {"Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
"""Other sites get no referrer. Without any, browsers send ``Origin: null`` with a form, even to its own site:
https://fetch.spec.whatwg.org/#append-a-request-origin-header"""
_PORTS = {"http": 80, "https": 443}


class ForeignForm(Exception):
    """Error for a form that does not come from our page."""


@dataclass(frozen=True, slots=True)
class PageReader:
    """The name and locale of a session's subject, for the pages."""

    name: str
    locale: str


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of pages: its ``name`` in sign-ins, and ``home``, the path of its start page below ``/page/``.

    ``words`` is its folder of templates/pages; ``tabs`` are the paths in its navigation, after the start page, with
    their titles in the words' table ``tabs``. ``find_reader`` returns None for a subject that was removed.
    """

    name: str
    home: str
    words: str
    find_reader: Callable[[Turn, UUID], Awaitable[PageReader | None]]
    tabs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageVisit:
    """One request of a signed-in reader. ``form_token`` is the hidden value of the session's forms."""

    http: web.Request
    kind: PageKind
    business: str
    brand: str
    session: PageSession
    reader: PageReader
    form_token: str
    turns: OpenTurns

    @property
    def subject(self) -> UUID:
        """Return the id of the reader: a sponsor, or a member of the staff."""
        return self.session.subject

    @property
    def locale(self) -> str:
        """Return the reader's locale."""
        return self.reader.locale

    async def look(self, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` on a consistent view of the reader's business."""
        return await self.turns.look(self.business, work)

    async def act(self, work: Callable[[Turn], Awaitable[T]]) -> T:
        """Run ``work`` in a transaction that first checks the session again. Raises NotSignedIn."""

        async def act_signed_in(turn: Turn) -> T:
            await page_login.find_session(turn, self.kind.name, read_cookie(self.http, self.kind, is_secure(turn)))
            return await work(turn)

        return await self.turns.act(self.business, act_signed_in)

    def render(self, template: str | Template, *, tab: str = "", status: int = 200, **values: Any) -> web.Response:
        """Return the page of a template that extends templates/pages/console.html; ``tab`` is its place in the
        navigation."""
        from templates.console_pages import ConsoleFrame, make_console_policy, render_console

        kind = self.kind
        frame = ConsoleFrame(
            kind.words, self.locale, self.brand, self.reader.name, kind.home, kind.tabs, tab, self.form_token
        )
        return render_private_page(render_console(template, frame, values), status, make_console_policy(), HEADERS)

    def redirect(self, path: str = "") -> web.Response:
        """Return the redirect to a page of this kind after a form was submitted; ``path`` is below its start page."""
        return redirect_to(f"{self.kind.home}/{path}" if path else self.kind.home)


async def open_visit(turn: Turn, http: web.Request, kind: PageKind, turns: OpenTurns) -> PageVisit:
    """Return the visit of a signed-in reader. Raises NotSignedIn."""
    session = await page_login.find_session(turn, kind.name, read_cookie(http, kind, is_secure(turn)))
    reader = await kind.find_reader(turn, session.subject)
    if reader is None:
        raise NotSignedIn(LoginFlaw.SIGNED_OUT)
    form_token = page_login.make_form_token(turn, session)
    return PageVisit(http, kind, turn.business.id, turn.business.name, session, reader, form_token, turns)


def redirect_to(path: str) -> web.Response:
    """Return a redirect by GET that no cache stores."""
    return web.Response(status=303, headers={"Location": path, "Cache-Control": "no-store", **HEADERS})


def is_secure(turn: Turn) -> bool:
    """Return True if people open the business's pages by https."""
    return (turn.link_base or "").startswith("https:")


def name_cookie(kind: PageKind, secure: bool) -> str:
    """Return the name of a kind's cookie. Over https no other host and no plain http can set it:
    https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes"""
    return f"__Host-parley-{kind.name}" if secure else f"parley-{kind.name}"


def find_cookie_business(http: web.Request, kind: PageKind) -> str | None:
    """Return the business of a request's cookie for a kind; None without one."""
    tokens = (http.cookies.get(name_cookie(kind, secure), "") for secure in (True, False))
    return next((business for token in tokens if (business := page_login.read_page_business(token))), None)


def read_cookie(http: web.Request, kind: PageKind, secure: bool) -> str:
    """Return the token of a request's cookie; "" without one."""
    return http.cookies.get(name_cookie(kind, secure), "")


def set_cookie(response: web.Response, kind: PageKind, token: str, secure: bool) -> None:
    """Store a session's token in the browser; "" deletes it.

    SameSite is Lax, not Strict: a link in a chat to a page then opens with the session. Forms of other sites come
    without the cookie. Its path is the kind's pages; with ``__Host-`` browsers demand "/".
    """
    response.set_cookie(
        name_cookie(kind, secure),
        token,
        max_age=int(SESSION_LASTS.total_seconds()) if token else 0,
        path="/" if secure else kind.home,
        httponly=True,
        secure=secure,
        samesite="Lax",
    )


def check_origin(turn: Turn, http: web.Request, proxies: Proxies) -> None:
    """Check that a form comes from a page of ours; each browser names the origin of a form. Raises ForeignForm.

    A form of this machine to itself is ours too: nobody serves a sandbox under the business's domain.
    """
    here = proxies.base(http)
    own, named = _read_origin(here), _read_origin(http.headers.get("Origin", ""))
    on_this_machine = own is not None and named == own and is_loopback(here)
    if named != _read_origin(turn.link_base or here) and not on_this_machine:
        raise ForeignForm


def _read_origin(url: str) -> tuple[str, str, int] | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or _PORTS[parts.scheme]
