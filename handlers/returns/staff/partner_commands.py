"""/partners: the partners, one partner with its figures, its invite, pause, page and removal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
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
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, Reply
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
class ShowPartners:
    """Request to show one partner, or all if ``sponsor`` is None."""

    sponsor: UUID | None


@dataclass(frozen=True, slots=True)
class OfPartner:
    """Request about one partner."""

    sponsor: UUID


@dataclass(frozen=True, slots=True)
class PartnerFigures:
    """A partner with its brands, the numbers of live and waiting offers, its unpaid invoices, and the owed amount."""

    sponsor: Sponsor
    brands: tuple[str, ...]
    live: int
    waiting: int
    unpaid: Sequence[Invoice]
    owed: Money


async def show_partners(turn: Turn, _origin: Origin, asked: ShowPartners) -> list[PartnerFigures] | PartnerFigures:
    """Return one partner, or all of them by name."""
    if asked.sponsor is not None:
        return await load_partner(turn, asked.sponsor)
    return [await load_partner(turn, one.id) for one in await turn.unit.of(Sponsors).all()]


async def load_partner(turn: Turn, which: UUID) -> PartnerFigures:
    """Return a partner with its figures. Unpaid invoices are owed, and the charges of this month."""
    sponsor = await turn.unit.of(Sponsors).get(which)
    assert sponsor is not None, "the argument found it"
    offers = await turn.unit.of(Promotions).of(which)
    brands = await turn.unit.of(Sponsors).brands(which)
    unpaid = [one for one in await turn.unit.of(Invoices).list_owed() if one.sponsor == which]
    sums = await turn.unit.of(ChargeLedger).sum_period(which, name_period(turn.today))
    return PartnerFigures(
        sponsor, tuple(brands.values()), sum(one.status is PromotionStatus.LIVE for one in offers),
        sum(one.proposed is not None and one.status is not PromotionStatus.DRAFT for one in offers), unpaid,
        Money(sum(one.micros for one in unpaid) + sum(one.micros for one in sums), sponsor.fees.currency),
    )  # fmt: skip


def describe_partners(shown: list[PartnerFigures] | PartnerFigures) -> Reply:
    """Format the list with a button for each partner, or one partner with what can be done."""
    return _describe_one(shown) if isinstance(shown, PartnerFigures) else _describe_all(shown)


def _describe_all(every: list[PartnerFigures]) -> Reply:
    rows = [
        phrase("partner_row", name=one.sponsor.name, state=_name_state(one.sponsor), live=one.live, owed=one.owed)
        for one in every[:MOST_BUTTONS]
    ]
    more = [phrase("and_more", many=len(every) - MOST_BUTTONS)] if len(every) > MOST_BUTTONS else []
    text = Lines((phrase("partners_head", many=len(every)), *rows, *more), longest=LONGEST)
    add = ("/partners_add", phrase("partner_button_add"))
    offers = ("/offers", phrase("partner_button_all_offers"))
    return Reply(text, (*list_partner_buttons([one.sponsor for one in every]), add, offers))


def _describe_one(one: PartnerFigures) -> Reply:
    sponsor, fees = one.sponsor, one.sponsor.fees
    currency = fees.currency
    price = (
        phrase("partner_pilot") if fees.pilot
        else phrase("partner_price_click", amount=Money(fees.click, currency))
    )  # fmt: skip
    monthly = {name: Money(micros, currency) for name, micros in (("month", fees.month), ("data", fees.data)) if micros}
    text = Lines(
        (
            phrase("partner_card", name=sponsor.name, state=_name_state(sponsor), brands=join_first(one.brands)),
            phrase("partner_card_fees", price=price, **{"month": None, "data": None} | monthly),
            phrase("partner_card_offers", live=one.live, waiting=one.waiting, owed=one.owed),
        ),
        longest=LONGEST,
    )
    paused = sponsor.status is SponsorStatus.PAUSED
    goes_on = ("resume", "resume") if paused else ("pause", "pause")
    verbs = (("invite", "invite"), goes_on, ("page", "of_page"), ("remove", "remove"))
    buttons = [(tap(COMMAND, verb, get_ref(sponsor)), phrase(f"partner_button_{label}")) for verb, label in verbs]
    owes = [(tap(COMMAND, "paid", bill.number), phrase("partner_button_paid")) for bill in one.unpaid[:1]]
    return Reply(text, (*buttons, *owes))


def _name_state(sponsor: Sponsor) -> Text:
    if sponsor.status is SponsorStatus.ACTIVE and sponsor.contact is None:
        return phrase("partner_state_invited")
    return phrase(f"partner_state_{sponsor.status.value}")


async def _load(turn: Turn, which: UUID) -> Sponsor:
    return (await load_partner(turn, which)).sponsor


async def _invite(turn: Turn, _origin: Origin, asked: OfPartner) -> tuple[Sponsor, str]:
    sponsor = await _load(turn, asked.sponsor)
    return sponsor, await invite_sponsor(turn, sponsor)


def _describe_invite(made: tuple[Sponsor, str]) -> Text:
    sponsor, link = made
    again = [phrase("partner_invite_again")] if sponsor.contact is not None else []
    return Lines((phrase("partner_invite", name=sponsor.name), *again, Ours(link)))


async def _open_page(turn: Turn, _origin: Origin, asked: OfPartner) -> tuple[Sponsor, str]:
    sponsor = await _load(turn, asked.sponsor)
    return sponsor, await make_login_link(turn, SUBJECT, sponsor.id)


def _describe_page(made: tuple[Sponsor, str]) -> Text:
    return Lines((phrase("partner_page_of", name=made[0].name), Ours(made[1])))


def _move(
    change: Callable[[Turn, Sponsor, Actor], Awaitable[object]],
) -> Callable[[Turn, Origin, OfPartner], Awaitable[PartnerFigures]]:
    async def move(turn: Turn, origin: Origin, asked: OfPartner) -> PartnerFigures:
        await change(turn, await _load(turn, asked.sponsor), origin.by)
        return await load_partner(turn, asked.sponsor)

    return move


async def preview_removal(turn: Turn, asked: OfPartner) -> Preview:
    """Preview the removal of a partner: the live offers that end, and the amount that stays owed."""
    one = await load_partner(turn, asked.sponsor)
    text = phrase("partner_would_go", name=one.sponsor.name, live=one.live, owed=one.owed)
    return Preview(text, phrase("partner_button_remove"))


def _describe_removed(one: PartnerFigures) -> Text:
    return phrase("partner_removed", name=one.sponsor.name, owed=one.owed)


def _make(name: str, **what: object) -> Command:
    argument = make_partner_argument(name)
    return Command(name=name, arguments=(argument,), takes=OfPartner, roles=OWNERS, **what)  # type: ignore[arg-type]


PARTNERS = Command(
    name=COMMAND,
    aliases=("partner",),
    arguments=(make_partner_argument(""),),
    takes=ShowPartners,
    does=show_partners,
    says=describe_partners,
    within=(
        ADD,
        _make("invite", does=_invite, says=_describe_invite, acts=True),
        _make("pause", does=_move(pause_sponsor), says=describe_partners, acts=True),
        _make("resume", does=_move(resume_sponsor), says=describe_partners, acts=True),
        _make("page", does=_open_page, says=_describe_page, acts=True),
        invoice_payment.MARK,
        _make("remove", does=_move(remove_sponsor), says=_describe_removed, preview=preview_removal),
    ),
    roles=OWNERS,
    topic=TOPIC,
)
