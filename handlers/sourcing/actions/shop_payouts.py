"""Payouts to shops: a preview with the amount owed, then the booking and a message to the shop. No money is sent."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from flows.engine import Subject
from flows.money import Money
from flows.phrase import Ours, phrase, sentences
from flows.policy.departure_facts import Kind
from handlers.actions.action import Origin, Preview, Refused
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_refusals import WhyNot
from storage.businesses.deeds import Deeds
from storage.sourcing.facts.sourcing_facts import read_desk_facts
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.shop_earnings import PAYOUT, Earnings

PAID = "shop.paid"
"""The deed of booking a payout, which stays."""


@dataclass(frozen=True, slots=True)
class PayShop:
    """Request to book a payout to a shop, in micro-units."""

    amount: int
    shop: UUID


@dataclass(frozen=True, slots=True)
class Booked:
    """A booked payout, and the amount owed to the shop now; negative if it was paid more than it earned."""

    shop: Shop
    paid: Money
    owed: Money


async def would_pay(turn: Turn, command: PayShop) -> Preview:
    """Preview the amount owed to the shop, and the balance after the payout."""
    shop, currency = await _load_shop(turn, command), turn.business.currency
    owed = await turn.unit.of(Earnings).sum_owed(shop.id)
    left = owed - command.amount
    rest = "is_left" if left >= 0 else "is_more_than_earned_in_all" if owed < 0 else "is_more_than_earned"
    stands = "shop_is_owed" if owed >= 0 else "shop_got_more"
    texts = sentences(
        phrase(stands, shop=order_words.name_shop(shop), amount=Money(abs(owed), currency)),
        phrase(
            "book_as_paid", amount=Money(command.amount, currency), rest=phrase(rest, amount=Money(abs(left), currency))
        ),
        phrase("we_send_no_money"),
    )
    return Preview(texts, phrase("button_book"))


async def pay(turn: Turn, origin: Origin, command: PayShop) -> Booked:
    """Book a payout once for each command, and send the shop a message."""
    shop = await _load_shop(turn, command)
    key, currency = f"{PAYOUT}:{origin.key}", turn.business.currency
    earnings = turn.unit.of(Earnings)
    booked = await earnings.book(shop.id, None, PAYOUT, key, -command.amount, currency, origin.by, turn.now)
    paid, owed = Money(command.amount, currency), Money(await earnings.sum_owed(shop.id), currency)
    if booked:
        await turn.unit.access.log(
            origin.by, "paid", turn.now, Subject("shop", shop.id), amount=command.amount, currency=currency
        )
        left = Money(max(owed.micros, 0), currency).decimal
        await turn.unit.of(Deeds).note(PAID, shop.id, origin.by, turn.now, amount=command.amount, currency=currency)
        await _tell(turn, shop, key, paid.decimal, left)
    return Booked(shop, paid, owed)


async def _load_shop(turn: Turn, command: PayShop) -> Shop:
    shop = await turn.unit.of(Shops).get(command.shop)
    if shop is None:
        raise Refused(WhyNot.SHOP_GONE, more=Ours("/shops"))
    return shop


async def _tell(turn: Turn, shop: Shop, key: str, paid: Decimal, owed: Decimal) -> None:
    """Write to the shopkeeper within the shop's hours, if the shop can get messages."""
    known = await read_desk_facts(turn.unit, turn.business, shop.id, turn.now)
    if known.way is None:
        return
    values = {"amount": paid} | ({"owed": owed} if owed else {})
    letter = OutboundMessage(
        key=f"shop_paid:{key}", kind=Kind.MESSAGE, template="shop_paid", values=values, due_at=known.wakes_at,
        locale=shop.language,
    )  # fmt: skip
    await post(turn, await turn.unit.people.address_by_id(known.way[0]), letter)
