"""The routes of pages that need a sign-in: the one-time link, and the pages and forms of a kind.

Opening a link only shows a button, since link previews open links too. Its form signs the reader in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from aiohttp import web

from bot.open_turns import OpenTurns
from bot.proxies import Proxies
from bot.web.form_fields import PageForm, read_page_form
from bot.web.page_visit import (
    FORM_TOKEN,
    HEADERS,
    ForeignForm,
    PageKind,
    PageVisit,
    check_origin,
    find_cookie_business,
    is_secure,
    open_visit,
    redirect_to,
    set_cookie,
)
from bot.web.private_form import list_languages
from bot.web.private_page import render_private_page
from handlers.engine import page_login
from handlers.engine.page_login import LoginFlaw, NotSignedIn
from handlers.engine.turn import Turn, UnknownBusiness
from storage.businesses.page_sessions import PageSessions
from storage.database.stores import DatabaseAway

ShowPage: TypeAlias = Callable[[PageVisit], Awaitable[web.Response]]
TakeForm: TypeAlias = Callable[[PageVisit, PageForm], Awaitable[web.Response]]
SIGN_OUT = "/sign-out"
LONGEST = 64 * 1024
"""Bytes of a form's values: an Indian letter takes nine."""


@dataclass(frozen=True, slots=True)
class PageLogin:
    """``/page/login/{token}``: GET shows a button and changes nothing, POST signs in and opens the start page."""

    turns: OpenTurns
    proxies: Proxies
    kinds: Sequence[PageKind]

    def add_to(self, app: web.Application) -> None:
        """Add the routes; GET answers HEAD too."""
        app.router.add_get(page_login.PATH + "{token}", self.show)
        app.router.add_post(page_login.PATH + "{token}", self.take)

    async def show(self, http: web.Request) -> web.Response:
        """Return the page with the button; 404 for an unknown link, 410 for a used or expired one."""

        async def look(turn: Turn) -> web.Response:
            link = await page_login.check_link(turn, http.match_info["token"])
            reader = await self._find_kind(link.kind).find_reader(turn, link.subject)
            if reader is None:
                raise NotSignedIn(LoginFlaw.EXPIRED)
            return _render_login(turn.business.name, reader.locale)

        return await self._answer(http, lambda business: self.turns.look(business, look))

    async def take(self, http: web.Request) -> web.Response:
        """Use the link: set the cookie and redirect; 403 for a form of another site."""

        async def act(turn: Turn) -> web.Response:
            check_origin(turn, http, self.proxies)
            begun = await page_login.sign_in(turn, http.match_info["token"])
            kind = self._find_kind(begun.kind)
            response = redirect_to(kind.home)
            set_cookie(response, kind, begun.token, is_secure(turn))
            return response

        return await self._answer(http, lambda business: self.turns.act(business, act))

    def _find_kind(self, name: str) -> PageKind:
        """Return the kind of this name. Raises NotSignedIn if it has no pages in this version."""
        kind = next((one for one in self.kinds if one.name == name), None)
        if kind is None:
            raise NotSignedIn(LoginFlaw.UNKNOWN)
        return kind

    async def _answer(self, http: web.Request, work: Callable[[str], Awaitable[web.Response]]) -> web.Response:
        business = page_login.read_page_business(http.match_info["token"])
        try:
            if business is None:
                raise NotSignedIn(LoginFlaw.UNKNOWN)
            return await work(business)
        except UnknownBusiness:
            return _render_notice(http, LoginFlaw.UNKNOWN, 404)
        except NotSignedIn as no:
            return _render_notice(http, no.flaw, 404 if no.flaw is LoginFlaw.UNKNOWN else 410)
        except ForeignForm:
            return _render_notice(http, "foreign", 403)
        except DatabaseAway:
            return _render_notice(http, "away", 503)


@dataclass(frozen=True, slots=True)
class SessionPages:
    """The pages and forms of a kind. ``largest_file`` is in bytes; 0 for forms without files."""

    turns: OpenTurns
    proxies: Proxies
    kind: PageKind
    largest_file: int = 0

    def add_page(self, app: web.Application, path: str, show: ShowPage) -> None:
        """Add a page; ``path`` begins with "/", or is "" for the start page. A page changes nothing."""

        async def answer(http: web.Request) -> web.Response:
            return await self._answer(http, self._show(http, show))

        app.router.add_get(self.kind.home + path, answer)

    def add_form(self, app: web.Application, path: str, take: TakeForm) -> None:
        """Add a form, which is taken only with the session's hidden value and from our own origin."""

        async def answer(http: web.Request) -> web.Response:
            return await self._answer(http, self._take(http, take))

        app.router.add_post(self.kind.home + path, answer)

    def add_to(self, app: web.Application) -> None:
        """Add the sign-out."""
        self.add_form(app, SIGN_OUT, self._sign_out)

    async def _show(self, http: web.Request, show: ShowPage) -> web.Response:
        return await show(await self._open(http))

    async def _take(self, http: web.Request, take: TakeForm) -> web.Response:
        visit = await self._open(http)
        form = await read_page_form(http, LONGEST, self.largest_file)
        if not page_login.is_same_form_token(visit.form_token, form.get(FORM_TOKEN)):
            raise ForeignForm
        return await take(visit, form)

    async def _open(self, http: web.Request) -> PageVisit:
        """Return the visit, before a form's body is read, and record it every few minutes. Raises NotSignedIn,
        ForeignForm."""
        business = find_cookie_business(http, self.kind)
        if business is None:
            raise NotSignedIn(LoginFlaw.SIGNED_OUT)

        async def look(turn: Turn) -> tuple[PageVisit, bool]:
            if http.method == "POST":
                check_origin(turn, http, self.proxies)
            visit = await open_visit(turn, http, self.kind, self.turns)
            return visit, page_login.needs_note(turn, visit.session)

        async def note(turn: Turn) -> None:
            await turn.unit.of(PageSessions).note_visit(visit.session.id, turn.elapsed)

        visit, is_due = await self.turns.look(business, look)
        if is_due:
            await self.turns.act(business, note)
        return visit

    async def _sign_out(self, visit: PageVisit, _form: PageForm) -> web.Response:
        async def act(turn: Turn) -> bool:
            await turn.unit.of(PageSessions).end(visit.session.id, turn.elapsed)
            return is_secure(turn)

        secure = await visit.act(act)
        response = _render_notice(visit.http, LoginFlaw.SIGNED_OUT, 200, (visit.locale,))
        set_cookie(response, self.kind, "", secure)
        return response

    async def _answer(self, http: web.Request, work: Awaitable[web.Response]) -> web.Response:
        try:
            return await work
        except UnknownBusiness:
            return self._refuse(http, LoginFlaw.UNKNOWN)
        except NotSignedIn as no:
            return self._refuse(http, no.flaw)
        except ForeignForm:
            return _render_notice(http, "foreign", 403)
        except web.HTTPRequestEntityTooLarge:
            return _render_notice(http, "too_large", 413)
        except DatabaseAway:
            return _render_notice(http, "away", 503)

    def _refuse(self, http: web.Request, flaw: LoginFlaw) -> web.Response:
        """Ask for a new sign-in, and delete the useless cookie. 401 is for an unknown token, which is a guess
        (bot/web/guess_throttle.py), 403 for an ended session or none."""
        response = _render_notice(http, LoginFlaw.SIGNED_OUT, 401 if flaw is LoginFlaw.UNKNOWN else 403)
        for secure in (True, False):
            set_cookie(response, self.kind, "", secure)
        return response


def _render_login(brand: str, locale: str) -> web.Response:
    from templates.console_pages import make_console_policy, render_login  # loaded with the first who looks

    return render_private_page(render_login(brand, locale), 200, make_console_policy(), HEADERS)


def _render_notice(http: web.Request, name: str, status: int, wanted: Iterable[str] = ()) -> web.Response:
    from templates.console_pages import make_console_policy, render_console_notice

    text = render_console_notice(str(name), [*wanted, *list_languages(http)])
    retry = {"Retry-After": "30"} if status == 503 else {}
    return render_private_page(text, status, make_console_policy(), HEADERS | retry)
