"""The pages of a sponsor behind a sign-in: figures, invoices and settings. bot/returns/sponsor_offer_pages.py has its
offers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from aiohttp import web

from bot.returns.sponsor_words import WORDS, SponsorWords
from bot.web.form_fields import PageForm
from bot.web.page_visit import PageKind, PageReader, PageVisit
from bot.web.session_pages import SessionPages
from flows.actor import Actor
from flows.engine import Subject
from flows.mail_address import read_mail
from flows.money import Money
from flows.promotions.invoice import FINAL, Invoice
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.engine.turn import Turn
from handlers.returns.postback_signature import derive_secret
from handlers.returns.sponsor_admin import SUBJECT
from storage.promotions.charge_ledger import ChargeLedger
from storage.promotions.invoices import Invoices
from storage.promotions.sponsors import Sponsors
from templates import formats

FIGURES, INVOICES, SETTINGS = "figures", "invoices", "settings"


async def find_sponsor(turn: Turn, subject: UUID) -> PageReader | None:
    """Return the reader of a sponsor's pages; None for a removed sponsor."""
    sponsor = await turn.unit.of(Sponsors).get(subject)
    if sponsor is None or sponsor.status is SponsorStatus.REMOVED:
        return None
    return PageReader(sponsor.name, sponsor.language or turn.business.locale)


KIND = PageKind(SUBJECT, "/page/partner", WORDS, find_sponsor, (FIGURES, INVOICES, SETTINGS))
"""The pages of sponsors; their links come by chat."""


async def load_sponsor(turn: Turn, visit: PageVisit) -> Sponsor:
    """Return the sponsor that reads the page."""
    sponsor = await turn.unit.of(Sponsors).get(visit.subject)
    assert sponsor is not None, "the visit has found it"
    return sponsor


@dataclass(frozen=True, slots=True)
class SponsorPages:
    """``/page/partner``: the tabs beside the offers."""

    pages: SessionPages

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        self.pages.add_to(app)
        self.pages.add_page(app, f"/{FIGURES}", self.show_figures)
        self.pages.add_page(app, f"/{INVOICES}", self.list_invoices)
        self.pages.add_page(app, f"/{INVOICES}/{{id}}.pdf", self.show_paper)
        self.pages.add_page(app, f"/{SETTINGS}", self.show_settings)
        self.pages.add_form(app, f"/{SETTINGS}", self.save_settings)
        self.pages.add_form(app, f"/{SETTINGS}/secret", self.show_secret)

    async def show_figures(self, visit: PageVisit) -> web.Response:
        """Return the figures of the sponsor's offers, which are about ten people or more."""
        from bot.charts.page_chart import draw_page_chart  # charts and figures load with the first look
        from handlers.returns.offer_charts import DAYS, make_charts
        from handlers.returns.offer_report import load_report

        async def look(turn: Turn) -> web.Response:
            sponsor, words = await load_sponsor(turn, visit), SponsorWords.load(turn, visit.locale)
            report = await load_report(turn, None, None, sponsor)
            until = turn.today + timedelta(days=1)
            costs = await turn.unit.of(ChargeLedger).sum_sponsor_days(sponsor.id, until - timedelta(days=DAYS), until)
            charts = [draw_page_chart(one) for one in make_charts(words.speech, report, costs, turn.today)]
            return visit.render("partner/figures.html", tab=FIGURES, report=report, charts=charts, words=words)

        return await visit.look(look)

    async def list_invoices(self, visit: PageVisit) -> web.Response:
        """Return the sponsor's invoices."""

        async def look(turn: Turn) -> web.Response:
            words, rows = SponsorWords.load(turn, visit.locale), await turn.unit.of(Invoices).of(visit.subject)
            return visit.render("partner/invoices.html", tab=INVOICES, rows=rows, words=words, final=FINAL, Money=Money)

        return await visit.look(look)

    async def show_paper(self, visit: PageVisit) -> web.Response:
        """Return an invoice as PDF; 404 for another sponsor's."""
        from bot.returns.invoice_pdf import render_invoice

        invoice = await visit.look(lambda turn: _find_invoice(turn, visit))
        body = await asyncio.to_thread(render_invoice, invoice)
        headers = {"Content-Disposition": f'inline; filename="{invoice.number}.pdf"', "Cache-Control": "no-store"}
        return web.Response(body=body, content_type="application/pdf", headers=headers)

    async def show_settings(self, visit: PageVisit) -> web.Response:
        """Return the form of the settings."""

        async def look(turn: Turn) -> web.Response:
            sponsor = await load_sponsor(turn, visit)
            return _render_settings(visit, sponsor.email or "", done="saved" in visit.http.query)

        return await visit.look(look)

    async def save_settings(self, visit: PageVisit, form: PageForm) -> web.Response:
        """Store the language and the e-mail address for invoices."""
        from templates.private_pages import list_locales

        written, language = form.get("email").strip(), form.get("language")
        mail = read_mail(written)
        if (written and mail is None) or language not in list_locales(WORDS):
            return _render_settings(visit, written, wrong=True)

        async def act(turn: Turn) -> None:
            changed = replace(await load_sponsor(turn, visit), email=mail, language=language)
            await turn.unit.of(Sponsors).save(changed)
            await _log(turn, visit, "partner.settings")

        await visit.act(act)
        return visit.redirect(f"{SETTINGS}?saved")

    async def show_secret(self, visit: PageVisit, form: PageForm) -> web.Response:
        """Show the secret of the postbacks, or replace it first; each showing is in the audit."""

        async def act(turn: Turn) -> web.Response:
            renews = form.get("do") == "renew"
            if renews:
                await turn.unit.of(Sponsors).renew_secret(visit.subject)
            sponsor = await load_sponsor(turn, visit)
            await _log(turn, visit, "partner.secret_renewed" if renews else "partner.secret_shown")
            return _render_settings(visit, sponsor.email or "", secret=derive_secret(turn, sponsor))

        return await visit.act(act)


async def _find_invoice(turn: Turn, visit: PageVisit) -> Invoice:
    try:
        found = await turn.unit.of(Invoices).get(UUID(visit.http.match_info["id"]))
    except ValueError:
        found = None
    if found is None or found.sponsor != visit.subject:
        raise web.HTTPNotFound
    return found


async def _log(turn: Turn, visit: PageVisit, action: str) -> None:
    await turn.unit.access.log(Actor.sponsor(visit.subject), action, turn.now, Subject(SUBJECT, visit.subject))


def _render_settings(
    visit: PageVisit, mail: str, *, secret: str = "", wrong: bool = False, done: bool = False
) -> web.Response:
    from templates.private_pages import list_locales

    languages = [(tag, formats.name_language(tag)) for tag in list_locales(WORDS)]
    values = {"mail": mail, "languages": languages, "secret": secret, "wrong": wrong, "done": done}
    return visit.render("partner/settings.html", tab=SETTINGS, status=422 if wrong else 200, **values)
