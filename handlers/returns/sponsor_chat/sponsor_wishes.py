"""What a partner asks for with a word or a button of the menu: figures, invoices, its page, help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from flows.money import Money
from flows.phrase import At, Lines, Ours, Shows, Text, phrase
from flows.promotions.offer_figures import FEWEST
from handlers.engine.page_login import make_login_link
from handlers.engine.turn import Turn
from handlers.returns.offer_report import OfferSteps, load_report
from handlers.returns.sponsor_admin import SUBJECT
from handlers.returns.sponsor_chat import offer_list
from handlers.returns.sponsor_chat.sponsor_command import SponsorIntent
from handlers.returns.sponsor_chat.sponsor_message import SponsorTalk, make_menu, say
from handlers.returns.sponsor_chat.sponsor_presence import ask_language
from storage.promotions.invoices import Invoices
from storage.promotions.promotions import Promotions

_MOST_OFFERS, _MOST_INVOICES = 8, 3


async def do_wish(turn: Turn, talk: SponsorTalk, intent: SponsorIntent, amount: str) -> None:
    """Do what a partner asks for; ``amount`` is that of a budget, "" for none. Raises PromotionRefused."""
    if intent is SponsorIntent.BUDGET:
        await offer_list.ask_budget(turn, talk, amount)
    else:
        await _DOES[intent](turn, talk)


async def _show_figures(turn: Turn, talk: SponsorTalk) -> None:
    """Show the figures of each offer up to yesterday, as the partner's page counts them, and what it cost."""
    report = await load_report(turn, None, None, talk.sponsor)
    offers = await turn.unit.of(Promotions).by_ids([one.offer for one in report.by_offer if one.offer])
    spent: dict[UUID | None, int] = {which: one.counts.spent for which, one in offers.items()}
    shown = report.by_offer[:_MOST_OFFERS]
    rows = [_format_figures(one, spent.get(one.offer, 0), report.currency) for one in shown]
    left = len(report.by_offer) - len(rows)
    more = [phrase("and_more", many=left)] if left else []
    head = phrase("partner_stats_head", many=len(rows), fewest=FEWEST)
    await say(turn, talk, "stats", Lines((head, *rows, *more)), make_menu())


def _format_figures(steps: OfferSteps, spent: int, currency: str) -> Text:
    """Format "Autumn sale: shown 120, clicks 20 (17 %), purchases <10, cost $3.00"."""
    rate = None if steps.click_rate is None or not steps.clicked else f"{steps.click_rate:.0%}"
    return phrase(
        "partner_stats_row", title=Ours(steps.name), shown=_hide_few(steps.sent), clicks=_hide_few(steps.clicked),
        rate=rate, bought=_hide_few(steps.converted), cost=Money(spent, currency),
    )  # fmt: skip


def _hide_few(many: int) -> Text:
    return Ours(f"{many:,}") if many else phrase("partner_few", fewest=FEWEST)


async def _show_invoices(turn: Turn, talk: SponsorTalk) -> None:
    """Show the latest invoices with their amount, state and page to pay, and a link to the page with all."""
    every = await turn.unit.of(Invoices).of(talk.sponsor.id)
    rows = [
        phrase(
            "partner_invoice_row", number=one.number, amount=Money(one.micros, one.currency),
            state=phrase(f"partner_invoice_{one.status.value}"), due=At(one.due_at, Shows.DAY), url=Ours(one.url or ""),
        )
        for one in every[:_MOST_INVOICES]
    ]  # fmt: skip
    head = phrase("partner_invoices_head", many=len(every))
    link = [phrase("partner_invoices_page", link=Ours(await _make_link(turn, talk)))] if every else []
    await say(turn, talk, "invoices", Lines((head, *rows, *link)), make_menu())


async def _show_page(turn: Turn, talk: SponsorTalk) -> None:
    await say(turn, talk, "page", phrase("partner_page", link=Ours(await _make_link(turn, talk))), make_menu())


async def _make_link(turn: Turn, talk: SponsorTalk) -> str:
    return await make_login_link(turn, SUBJECT, talk.sponsor.id)


async def _help(turn: Turn, talk: SponsorTalk) -> None:
    await say(turn, talk, "help", Lines((phrase("partner_new_offer"), phrase("partner_help"))), make_menu())


async def _resume(turn: Turn, talk: SponsorTalk) -> None:
    await offer_list.pause_all(turn, talk, resumes=True)


_DOES: Mapping[SponsorIntent, Callable[[Turn, SponsorTalk], Awaitable[None]]] = {
    SponsorIntent.OFFERS: offer_list.list_offers,
    SponsorIntent.STATS: _show_figures,
    SponsorIntent.PAUSE: offer_list.pause_all,
    SponsorIntent.RESUME: _resume,
    SponsorIntent.INVOICE: _show_invoices,
    SponsorIntent.PAGE: _show_page,
    SponsorIntent.HELP: _help,
    SponsorIntent.LANGUAGE: ask_language,
}
