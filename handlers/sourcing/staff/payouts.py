"""/paid: a shop was paid what it earned, shown against what it is owed and then booked."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flows.money import Money
from flows.phrase import tap
from handlers.actions.action import Preview
from handlers.admins import said
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.admins.confirming import Deed, propose
from handlers.admins.examples import fill
from handlers.sourcing import shown
from handlers.sourcing.replies.amounts import read_amount
from handlers.sourcing.staff import telling
from handlers.sourcing.staff.giving import by
from handlers.sourcing.staff.meant import MOST_TAPS, best, shop_names, which_shop
from handlers.sourcing.staff.shops import TOPIC
from handlers.turn import Turn
from storage.access import Member
from storage.sourcing.earnings import PAYOUT, Earnings
from storage.sourcing.shops import Shop, Shops

_EXAMPLE = "/paid {shop} {amount}"


async def paid(asked: Asked) -> str | Reply:
    """Which shop, and how much, in any order."""
    shops = await asked.turn.unit.of(Shops).all()
    read = [(place, found) for place, word in enumerate(asked.arguments) if (found := read_amount(word)) is not None]
    if not read:
        example = await fill(asked.turn, _EXAMPLE)
        return Reply(f"How much was paid, and to which shop?\nExample: {example}", understood=False)
    place, micros = max(read, key=lambda one: one[1])  # "sector 17 12300": the larger is the amount
    rest = [word for at, word in enumerate(asked.arguments) if at != place]
    named, _ = best(rest, shops, shop_names)
    if len(named) == 1:
        return await propose(asked, PAID_DEED, {"shop": str(named[0].id), "amount": str(micros)})
    if not shops:
        return which_shop("paid", (), shops)
    amount = f"{Money(micros, '').decimal:f}"
    lines = [f"/paid {shop.ref} {amount} - {shown.shop_name(shop)}" for shop in (named or shops)[:MOST_TAPS]]
    return Reply("\n".join(["Which shop was paid? Write:", *lines]))


async def _plan(turn: Turn, about: Mapping[str, str]) -> Preview | Reply:
    shop = await _shop(turn, about)
    if shop is None:
        return Reply("That shop is gone.\nNext: /shops")
    micros, owed = int(about["amount"]), await turn.unit.of(Earnings).owed(shop.id)
    left = owed - micros
    more = f"That is {said.cost(turn, -left)} more than it earned{' in all' if owed < 0 else ''}."
    rest = f"{said.cost(turn, left)} is left." if left >= 0 else more
    ahead = f"was paid {said.cost(turn, -owed)} more than it earned"
    before = f"{shown.shop_name(shop)} {f'is owed {said.cost(turn, owed)}' if owed >= 0 else ahead}"
    text = f"{before}. Book {said.cost(turn, micros)} as paid: {rest}"
    return Preview(f"{text} We send no money: this books what you paid.", "Book it")


async def _book(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    shop = await _shop(turn, about)
    assert shop is not None, "the plan was made for it"
    micros = int(about["amount"])
    key = f"{PAYOUT}:{message}"
    currency = turn.business.currency
    booked = await turn.unit.of(Earnings).book(shop.id, None, PAYOUT, key, -micros, currency, by(member), turn.now)
    if booked:
        await turn.unit.access.log(str(member.id), "paid", f"shop {shop.id} {micros} {currency}", turn.now)
    owed = await turn.unit.of(Earnings).owed(shop.id)
    if booked:
        paid, left = Money(micros, currency).decimal, Money(max(owed, 0), currency).decimal
        await telling.tell(turn, shop, "shop_paid", key, amount=paid, owed=left or None)
    return (
        f"Booked: {shown.shop_name(shop)} was paid {said.cost(turn, micros)}; {shown.owed(turn, owed)}.\n"
        f"Next: {tap('shop', shop.ref)}"
    )


async def _shop(turn: Turn, about: Mapping[str, str]) -> Shop | None:
    return await turn.unit.of(Shops).get(UUID(about["shop"]))


PAID_DEED = Deed("paid", _plan, _book)

PAID = Command(
    name="paid",
    aliases=("paid out",),
    usage=_EXAMPLE,
    help="book what a shop was paid",
    run=paid,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
