"""What a partner asks for with a command or a button of the menu: figures, invoices, its page, help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from flows.money import Money
from flows.phrase import At, Lines, Ours, Shows, Text, phrase
from flows.promotions.offer_figures import FEWEST
from handlers.engine.page_login import make_login_link
from handlers.engine.turn import Turn
from handlers.returns.offer_charts import ask_chart
from handlers.returns.offer_report import OfferSteps, load_report
from handlers.returns.sponsor_admin import SUBJECT
from handlers.returns.sponsor_chat import offer_list
from handlers.returns.sponsor_chat.offer_buttons import OfferVerb
from handlers.returns.sponsor_chat.sponsor_command import SponsorIntent, SponsorWish
from handlers.returns.sponsor_chat.sponsor_message import SponsorTalk, say
from handlers.returns.sponsor_chat.sponsor_presence import ask_language
from storage.promotions.invoices import Invoices
from storage.promotions.promotions import Promotions

_MOST_OFFERS, _MOST_INVOICES = 8, 3


async def do_wish(turn: Turn, talk: SponsorTalk, wish: SponsorWish) -> None:
    """Do what a partner asks for. Raises PromotionRefused."""
    if wish.intent is SponsorIntent.BUDGET:
        await offer_list.ask_budget(turn, talk, wish.what)
    elif wish.intent in {SponsorIntent.PAUSE, SponsorIntent.RESUME}:
        await offer_list.move_offers(turn, talk, OfferVerb(wish.intent), wish.what)
    else:
        await _DOES[wish.intent](turn, talk)


async def _show_figures(turn: Turn, talk: SponsorTalk) -> None:
    """Show the figures of each offer up to yesterday, as the partner's page counts them, and what it cost; a chart of
    them follows.
    """
    sponsor = talk.sponsor
    report = await load_report(turn, None, None, sponsor)
    offers = await turn.unit.of(Promotions).by_ids([one.offer for one in report.by_offer if one.offer])
    rows = [
        _format_figures(one, Money(offers[one.offer].counts.spent, report.currency))
        for one in report.by_offer[:_MOST_OFFERS] if one.offer
    ]  # fmt: skip
    left = len(report.by_offer) - len(rows)
    more = [phrase("and_more", many=left)] if left else []
    await say(turn, talk, Lines((phrase("partner_stats_head", many=len(rows), fewest=FEWEST), *rows, *more)))
    if report.sent:
        await ask_chart(turn, sponsor, talk.message)


def _format_figures(steps: OfferSteps, cost: Money) -> Text:
    """Format "Autumn sale: shown 120, clicks 20 (17 %), purchases <10, cost $3.00"."""
    rate = None if steps.click_rate is None or not steps.clicked else f"{steps.click_rate:.0%}"
    counts = (steps.sent, steps.clicked, steps.converted)
    shown, clicks, bought = (Ours(f"{many:,}" if many else f"<{FEWEST}") for many in counts)
    return phrase(
        "partner_stats_row", title=Ours(steps.name), shown=shown, clicks=clicks, rate=rate, bought=bought, cost=cost
    )


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
    link = [await _describe_page(turn, talk)] if every else []
    await say(turn, talk, Lines((head, *rows, *link)))


async def _show_page(turn: Turn, talk: SponsorTalk) -> None:
    await say(turn, talk, await _describe_page(turn, talk))


async def _describe_page(turn: Turn, talk: SponsorTalk) -> Text:
    link = await make_login_link(turn, SUBJECT, talk.sponsor.id)
    return phrase("partner_page", name=talk.sponsor.name, link=Ours(link))


async def _help(turn: Turn, talk: SponsorTalk) -> None:
    await say(turn, talk, Lines((phrase("partner_new_offer"), phrase("partner_help"))))


_DOES: Mapping[SponsorIntent, Callable[[Turn, SponsorTalk], Awaitable[None]]] = {
    SponsorIntent.OFFERS: offer_list.list_offers,
    SponsorIntent.STATS: _show_figures,
    SponsorIntent.INVOICE: _show_invoices,
    SponsorIntent.PAGE: _show_page,
    SponsorIntent.HELP: _help,
    SponsorIntent.LANGUAGE: ask_language,
}
