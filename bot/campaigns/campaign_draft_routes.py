"""The page of a draft over HTTP: a form behind a signed link, or a web app of Telegram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from aiohttp import web

from bot.channels.channel import OpensApps
from bot.clock import Clock
from bot.open_turns import OpenTurns
from bot.vendor_accounts import VendorAccounts
from bot.web.private_form import Deeds, PrivateForm, list_languages
from bot.web.private_page import render_private_page
from flows.channels import ChannelName
from flows.delivery import Outgoing
from handlers.campaigns.drafts.draft_page_link import PATH, USER
from handlers.engine.sealed_links import read_business

if TYPE_CHECKING:
    from templates.campaign_page import CampaignPage

    Shown: TypeAlias = CampaignPage | Outgoing

_LONGEST = 60 * 1024  # bytes of a form with a wording for each language and channel


class CampaignPages(PrivateForm["Shown"]):
    """The routes of a draft's page: ``GET /campaign/{token}`` shows the form, ``POST`` submits it; ``?app`` is the web
    app that Telegram opens."""

    def __init__(self, turns: OpenTurns, accounts: VendorAccounts, clock: Clock) -> None:
        super().__init__(turns, "campaign", PATH + "{token}", _LONGEST)
        self._accounts, self._clock = accounts, clock

    async def show(self, http: web.Request) -> web.Response:
        """Return the form, or one of its mails; for a web app first a page that posts Telegram's signed data."""
        if "mail" in http.query:
            return await self._show_mail(http)
        if "app" not in http.query:
            return await super().show(http)
        from templates.campaign_page import make_policy, render_opening

        return render_private_page(render_opening(list_languages(http)), 200, make_policy(framed=True))

    async def _show_mail(self, http: web.Request) -> web.Response:
        """Return the HTML of a mail, for a frame in the form."""
        from handlers.campaigns.drafts.draft_page import load_mail

        token, place = http.match_info["token"], http.query["mail"]
        business = read_business(token) if place.isascii() and place.isdecimal() and len(place) == 1 else None
        look = None if business is None else self._turns.look(business, lambda turn: load_mail(turn, token, int(place)))
        return await self._answer(http, look)

    async def check_form(self, business: str, typed: Mapping[str, str]) -> Mapping[str, str]:
        """Add to the form the Telegram user who opened it as a web app; "" if that is not proven."""
        given = typed.get("app", "")
        told = {name: value for name, value in typed.items() if name != USER}
        if not given:
            return told
        account = await self._accounts.channel(business, ChannelName.TELEGRAM.value)
        user = account.app_user(given, self._clock.get_steady_date()) if isinstance(account, OpensApps) else None
        return told | {USER: user or ""}

    def load(self) -> Deeds[Shown]:
        """Import the functions of the form."""
        from handlers.campaigns.drafts.draft_page import load_page, take

        return load_page, take

    def page(self, http: web.Request, page: Shown) -> web.Response:
        """Return the response with a form or a mail. Telegram may frame the form if its data are proven."""
        from templates.campaign_page import MAIL_POLICY, make_policy, render_form

        if isinstance(page, Outgoing):
            from bot.channels.email.mail_layout import write_html  # few look at a mail before it leaves

            shown = write_html(page.subject or "", page.locale, page.text, page.keys, page.footer, page.end)
            return render_private_page(shown, 200, MAIL_POLICY)
        return render_private_page(render_form(page), 422 if page.wrong else 200, make_policy(framed=bool(page.app)))
