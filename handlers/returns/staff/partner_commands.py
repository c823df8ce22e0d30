"""/partners: the partners, one partner with its figures, its invite, pause, page and removal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flows.actor import Actor
from flows.money import Money
from flows.phrase import Lines, Ours, Text, join_first, phrase, tap
from flows.promotions.charge import name_period
from flows.promotions.invoice import Invoice
from flows.promotions.promotion import PromotionStatus
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.actions.action import Origin, Preview
from handlers.conversation import Undoing
from handlers.engine.page_login import make_login_link
from handlers.engine.turn import Turn
from handlers.returns.sponsor_admin import SUBJECT, invite_sponsor, pause_sponsor, remove_sponsor, resume_sponsor
from handlers.returns.staff import invoice_payment
from handlers.returns.staff.partner_adding import ADD
from handlers.returns.staff.partner_arguments import (
    COMMAND,
    MOST_BUTTONS,
    get_ref,
    list_partner_buttons,
    make_partner_argument,
)
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, Reply, make_reply
from storage.promotions.charge_ledger import ChargeLedger
from storage.promotions.invoices import Invoices
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors

TOPIC = "partners"
UNDOES = Undoing.of_rows(
    "partners",
    {},
    {
        **dict.fromkeys(("partner.added", "partner.paused", "partner.active", "partner.removed"), "deed_partner"),
        **dict.fromkeys(("offer.approved", "offer.rejected"), "deed_offer"),
        "invoice.paid": "deed_invoice",
    },
)
"""No deed about partners and offers is taken back by /undo: the partner may have read of it."""


@dataclass(frozen=True, slots=True)
class OfPartner:
    """Request about one partner; about all of them if ``sponsor`` is None."""

    sponsor: UUID | None


@dataclass(frozen=True, slots=True)
class PartnerFigures:
    """A partner with the numbers of its live and waiting offers, its unpaid invoices, and the owed amount."""

    sponsor: Sponsor
    live: int
    waiting: int
    unpaid: Sequence[Invoice]
    owed: Money


async def load_partner(turn: Turn, which: UUID | None) -> PartnerFigures:
    """Return a partner with its figures. Unpaid invoices are owed, and the charges of this month."""
    sponsor = await turn.unit.of(Sponsors).get(which) if which is not None else None
    assert sponsor is not None, "the argument found it"
    offers = await turn.unit.of(Promotions).of(sponsor.id)
    unpaid = [one for one in await turn.unit.of(Invoices).list_owed() if one.sponsor == sponsor.id]
    sums = await turn.unit.of(ChargeLedger).sum_period(sponsor.id, name_period(turn.today))
    return PartnerFigures(
        sponsor, sum(one.status is PromotionStatus.LIVE for one in offers),
        sum(one.proposed is not None and one.status is not PromotionStatus.DRAFT for one in offers), unpaid,
        Money(sum(one.micros for one in unpaid) + sum(one.micros for one in sums), sponsor.fees.currency),
    )  # fmt: skip


async def show_partners(turn: Turn, _origin: Origin, asked: OfPartner) -> Reply:
    """Show one partner with what can be done, or the list with a button for each."""
    if asked.sponsor is not None:
        return await _show_one(turn, asked.sponsor)
    every = await turn.unit.of(Sponsors).all()
    owing = {one.sponsor for one in await turn.unit.of(Invoices).list_owed()} - {one.id for one in every}
    figures = [await load_partner(turn, which) for which in [*(one.id for one in every[:MOST_BUTTONS]), *owing]]
    rows = [
        phrase("partner_row", name=one.sponsor.name, state=_name_state(one.sponsor), live=one.live, owed=one.owed)
        for one in figures
    ]
    more = [phrase("and_more", many=len(every) - MOST_BUTTONS)] if len(every) > MOST_BUTTONS else []
    text = Lines((phrase("partners_head", many=len(every) + len(owing)), *rows, *more), longest=LONGEST)
    add = ("/partners_add", phrase("partner_button_add"))
    return Reply(text, (*list_partner_buttons(every), add, ("/offers", phrase("partner_button_offers"))))


async def _show_one(turn: Turn, which: UUID | None) -> Reply:
    one = await load_partner(turn, which)
    sponsor, fees = one.sponsor, one.sponsor.fees
    click = phrase("partner_price_click", amount=Money(fees.click, fees.currency))
    month, data = (Money(micros, fees.currency) if micros else None for micros in (fees.month, fees.data))
    brands = tuple((await turn.unit.of(Sponsors).brands(sponsor.id)).values())
    lines = (
        phrase("partner_card", name=sponsor.name, state=_name_state(sponsor), brands=join_first(brands)),
        phrase("partner_card_fees", price=phrase("partner_pilot") if fees.pilot else click, month=month, data=data),
        phrase("partner_card_offers", live=one.live, waiting=one.waiting, owed=one.owed, email=sponsor.email),
    )
    verbs = ("invite", "resume" if sponsor.status is SponsorStatus.PAUSED else "pause", "page", "remove")
    buttons = tuple((tap(COMMAND, verb, get_ref(sponsor)), phrase(f"partner_button_{verb}")) for verb in verbs)
    owes = [(tap(COMMAND, "paid", bill.number), phrase("partner_button_paid")) for bill in one.unpaid[:1]]
    return Reply(Lines(lines, longest=LONGEST), (*buttons, *owes))


def _name_state(sponsor: Sponsor) -> Text:
    if sponsor.status is SponsorStatus.PAUSED:
        return phrase("partner_status_paused")
    invited = sponsor.status is SponsorStatus.ACTIVE and sponsor.contact is None
    return phrase(f"partner_state_{'invited' if invited else sponsor.status.value}")


async def _invite(turn: Turn, _origin: Origin, asked: OfPartner) -> Text:
    sponsor = (await load_partner(turn, asked.sponsor)).sponsor
    text = phrase("partner_invite", name=sponsor.name, again=sponsor.contact is not None)
    return Lines((text, Ours(await invite_sponsor(turn, sponsor))))


async def _open_page(turn: Turn, _origin: Origin, asked: OfPartner) -> Text:
    sponsor = (await load_partner(turn, asked.sponsor)).sponsor
    link = await make_login_link(turn, SUBJECT, sponsor.id)
    return phrase("partner_page", name=sponsor.name, link=Ours(link))


def _move(
    change: Callable[[Turn, Sponsor, Actor], Awaitable[object]],
) -> Callable[[Turn, Origin, OfPartner], Awaitable[Reply]]:
    async def move(turn: Turn, origin: Origin, asked: OfPartner) -> Reply:
        await change(turn, (await load_partner(turn, asked.sponsor)).sponsor, origin.by)
        return await _show_one(turn, asked.sponsor)

    return move


async def _remove(turn: Turn, origin: Origin, asked: OfPartner) -> Text:
    one = await load_partner(turn, asked.sponsor)
    await remove_sponsor(turn, one.sponsor, origin.by)
    return phrase("partner_removed", name=one.sponsor.name, owed=one.owed)


async def _preview_removal(turn: Turn, asked: OfPartner) -> Preview:
    """Preview the removal of a partner: the live offers that end, and the amount that stays owed."""
    one = await load_partner(turn, asked.sponsor)
    text = phrase("partner_would_go", name=one.sponsor.name, live=one.live, owed=one.owed)
    return Preview(text, phrase("partner_button_remove"))


def _make(name: str, **what: Any) -> Command:
    """Make a subcommand about one partner."""
    return Command(
        name=name, arguments=(make_partner_argument(name),), takes=OfPartner, says=make_reply, roles=OWNERS, **what
    )


PARTNERS = Command(
    name=COMMAND,
    aliases=("partner",),
    arguments=(make_partner_argument(""),),
    takes=OfPartner,
    does=show_partners,
    says=make_reply,
    within=(
        ADD,
        _make("invite", does=_invite, acts=True),
        _make("pause", does=_move(pause_sponsor), acts=True),
        _make("resume", does=_move(resume_sponsor), acts=True),
        _make("page", does=_open_page, acts=True),
        invoice_payment.MARK,
        _make("remove", does=_remove, preview=_preview_removal),
    ),
    roles=OWNERS,
    topic=TOPIC,
)
