"""/cantsource, /cancel, /settled and /refunded: what moves a customer's money, shown first and then confirmed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from flows.money import LARGEST, MICROS
from flows.sourcing.news import CalledOff, Given, RefundedByHand, Settled
from flows.sourcing.order import FETCHING, SEARCHING, UNPAID, Line, Order, Promise, Stand, Status
from flows.sourcing.refunding import owed_back, unheard
from handlers.admins import said
from handlers.admins.command import OWNERS, Asked, Command, Reply, tap
from handlers.admins.confirming import Deed, Plan, propose
from handlers.admins.foreseen import Foreseen, foresee, told
from handlers.admins.giving import by, give
from handlers.admins.meant import Meant, about_order, for_our_shelf, lines_of, open_order, order_of, sure_order, unfit
from handlers.admins.orders import TOPIC
from handlers.turn import Turn
from storage.access import Member
from templates.values import one_line, shorten

_AMOUNT = re.compile(r"(?:rs\.?|inr|usd|[₹$€£])?(\d{1,3}(?:,\d{2,3})+|\d+)(\.\d{1,2})?(?:/-)?", re.IGNORECASE)


def read_amount(word: str) -> int | None:
    """Micro-units of an amount of money as it is typed: "12300", "12,300.50", "₹12300", "12300/-"."""
    found = _AMOUNT.fullmatch(word.strip())
    if found is None:
        return None
    micros = int(Decimal(found[1].replace(",", "") + (found[2] or "")) * MICROS)
    return micros if 0 < micros <= LARGEST else None


async def cantsource(asked: Asked) -> str | Reply:
    """It cannot be had: all of the order, or the lines that are named."""
    meant = await about_order(asked, "/cantsource_{tapped}")
    if isinstance(meant, Reply):
        return meant
    lines = lines_of(meant.rest, meant.order.wants)
    if lines is None:
        return _which_line(meant)
    everything = len(lines) == len(meant.order.wants)
    names = "" if everything else ",".join(line.id for line in lines)
    return await propose(asked, CANTSOURCE_DEED, {"order": str(meant.order.id), "lines": names})


def _which_line(meant: Meant) -> Reply:
    order, unread = meant.order, shorten(one_line(" ".join(meant.rest)), 40, "…")
    lines = [f"{tap('cantsource', order.number, line.id)} {said.pieces(line, line.wanted)}" for line in order.wants]
    return Reply("\n".join([f'Order {order.number} has nothing called "{unread}". Which line?', *lines[:5]]))


async def _plan_giving_up(turn: Turn, about: Mapping[str, str]) -> Plan | Reply:
    meant = await open_order(turn, about)
    if isinstance(meant, Reply):
        return meant
    order = meant.order
    if order.left_without:
        return await _plan_leaving_out(turn, meant, _given(order, about, "staff"))
    if order.status not in FETCHING | SEARCHING:
        return unfit(order, "it is not being sourced")
    lines = _named(order, about)
    foreseen = await foresee(turn, meant, _given(order, about, "staff"))
    if foreseen is None or not lines:
        return unfit(order, "none of that is wanted any more")
    what = said.listed([said.pieces(line, line.wanted) for line in lines])
    texts = [f"{order.called}: {what} cannot be had.", *await _costs(turn, meant, foreseen, lines)]
    return Plan(" ".join(texts), "Cannot be had")


async def _plan_leaving_out(turn: Turn, meant: Meant, event: Given) -> Plan | Reply:
    """It left us without something: that alone can be given up."""
    foreseen = await foresee(turn, meant, event)
    assert foreseen is not None, "something is missing, and is not any more"
    texts = [
        f"{meant.order.called}: {said.missing(meant.order)} was left out.",
        *await _costs(turn, meant, foreseen, []),
    ]
    return Plan(" ".join(texts), "Left out")


async def _give_up(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    meant = await sure_order(turn, about)
    event = _given(meant.order, about, by(member))
    await give(turn, member, meant, "cantsource", event, message)
    return f"{meant.order.called}: given up as shown.\nNext: {said.next_tap('order', meant.order)}"


def _given(order: Order, about: Mapping[str, str], who: str) -> Given:
    return Given(order.id, who, tuple(name for name in about.get("lines", "").split(",") if name))


def _named(order: Order, about: Mapping[str, str]) -> list[Line]:
    names = {name for name in about.get("lines", "").split(",") if name}
    return [line for line in order.wants if not names or line.id in names]


async def cancel(asked: Asked) -> str | Reply:
    """It is called off; what was paid goes back."""
    meant = await order_of(asked, "/cancel_{tapped}")
    return meant if isinstance(meant, Reply) else await propose(asked, CANCEL_DEED, {"order": str(meant.order.id)})


async def _plan_cancelling(turn: Turn, about: Mapping[str, str]) -> Plan | Reply:
    meant = await open_order(turn, about)
    if isinstance(meant, Reply):
        return meant
    order = meant.order
    if order.status not in FETCHING | UNPAID:
        return unfit(order, "it is over" if order.for_stock else "it can be called off only before it is shipped")
    foreseen = await foresee(turn, meant, CalledOff(order.id, "staff"))
    if foreseen is None:
        return unfit(order, "there is nothing to call off")
    texts = [f"{order.called} will be called off.", *await _costs(turn, meant, foreseen, list(order.wants))]
    harmless = not order.paid and order.paid_at is None
    return Plan(" ".join(texts), "Call it off", harmless=harmless)


async def _call_off(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    meant = await sure_order(turn, about)
    event = CalledOff(meant.order.id, by(member))
    await give(turn, member, meant, "cancel", event, message)
    return f"{meant.order.called} is called off. {_back(meant.order)}\nNext: {said.next_tap('order', meant.order)}"


def _back(order: Order) -> str:
    """What becomes of the money of an order that is called off."""
    if order.for_stock:
        return "What shops keep for it is free."
    if order.paid:
        return "The money goes back as shown."
    if any(one.currency for one in order.payments):
        return "What came in another currency is yours to send back in your payment account."
    if any(one.payment for one in order.payments):
        return "What came for it goes back by itself."
    return "Nothing had been paid."


async def _costs(turn: Turn, meant: Meant, foreseen: Foreseen, lines: list[Line]) -> list[str]:
    """What it costs whom, in numbers."""
    order = meant.order
    if order.for_stock:
        return _left_out(order, lines)
    money = []
    if foreseen.refunded:
        money.append(f"{said.cost(turn, foreseen.refunded, order.currency)} will go back to the customer by itself.")
    if foreseen.by_hand:
        money.append(f"{said.cost(turn, foreseen.by_hand, order.currency)} will be yours to send back by hand.")
    if not money:
        money.append("Nothing was paid for it, so no money goes back.")
    names = {line.id for line in lines}
    freed = tuple(one for one in order.promises if one.line in names and one.stand is Stand.HELD)
    fetched = tuple(one for one in order.promises if one.line in names and one.stand is Stand.PICKED)
    money += [f"Free again: {said.kept(order, freed)}."] if freed else []
    money += [f"Fetched already, and to be returned: {await _where_to(turn, order, fetched)}."] if fetched else []
    if foreseen.reversed:
        money.append(f"{said.cost(turn, foreseen.reversed, order.currency)} of commissions will be taken back.")
    left = foreseen.order.wants
    going = [f"{len(left)} other {'line goes' if len(left) == 1 else 'lines go'} on."] if left and lines else []
    hears = "The customer will be told."
    if foreseen.by_hand and not foreseen.told:
        hears = f"The customer will be told with {said.next_tap('refunded', order)}, once you sent it."
    return [*money, *going, await told(turn, meant, hears)]


async def _where_to(turn: Turn, order: Order, fetched: tuple[Promise, ...]) -> str:
    """Whose is what of that: "Karol Bagh Gifts: 2 Taj Mug; Hauz Khas Crafts: Taj Mug"."""
    shops = await turn.unit.shops.by_ids({one.shop for one in fetched if one.shop is not None})
    theirs: dict[UUID | None, list[Promise]] = {}
    for one in fetched:
        theirs.setdefault(one.shop, []).append(one)
    names = {shop: said.shop_name(shops.get(shop)) if shop else "own stock" for shop in theirs}
    return "; ".join(f"{names[shop]}: {said.kept(order, tuple(kept))}" for shop, kept in theirs.items())


def _left_out(order: Order, lines: list[Line]) -> list[str]:
    """What is let go of a restock; what was fetched is our own."""
    theirs = [one for one in order.promises if one.line in {line.id for line in lines}]
    freed = tuple(one for one in theirs if one.stand is Stand.HELD)
    here = tuple(one for one in theirs if one.stand is Stand.PICKED)
    return [
        *([f"Free again: {said.kept(order, freed)}."] if freed else []),
        *([f"On our shelf, and stays there: {said.kept(order, here)}."] if here else []),
        "The shops will be told.",
    ]


async def settled(asked: Asked) -> str | Reply:
    """The money came some other way: cash, a transfer."""
    meant = await order_of(asked, "/settled_{tapped}")
    if isinstance(meant, Reply):
        return meant
    if meant.order.for_stock:
        return for_our_shelf(meant.order)
    amounts = [found for word in meant.rest if (found := read_amount(word)) is not None]
    about = {"order": str(meant.order.id), "amount": str(amounts[0] if amounts else meant.order.amount)}
    return await propose(asked, SETTLED_DEED, about)


async def _plan_settling(turn: Turn, about: Mapping[str, str]) -> Plan | Reply:
    meant = await open_order(turn, about)
    if isinstance(meant, Reply):
        return meant
    order, came = meant.order, int(about["amount"])
    if order.paid_at is not None or order.status not in UNPAID:
        return unfit(order, "it is paid already" if order.paid_at else "it is not to be paid")
    off = came - order.amount
    gap = f" That is {said.cost(turn, abs(off), order.currency)} {'less' if off < 0 else 'more'} than it costs."
    link = " Its payment link will be taken back." if order.payment else ""
    then = " It is fetched then." if order.status is Status.AVAILABLE else ""
    found = order.status in {Status.AVAILABLE, Status.RESERVED}
    hears = "The customer will be told that it is paid" + ("." if found else " once all of it is found.")
    hears = await told(turn, meant, hears)
    came_text = said.cost(turn, came, order.currency)
    return Plan(
        f"Order {order.number}: {came_text} will count as received some other way.{gap if off else ''}{link}{then} "
        + hears,
        "It is paid",
    )


async def _settle(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    meant = await sure_order(turn, about)
    came = int(about["amount"])
    await give(turn, member, meant, "settled", Settled(meant.order.id, by(member), came), message)
    cost = said.cost(turn, came, meant.order.currency)
    return f"Order {meant.order.number}: {cost} received.\nNext: {said.next_tap('order', meant.order)}"


async def refunded(asked: Asked) -> str | Reply:
    """The staff sent money back by hand that could not go by itself."""
    meant = await order_of(asked, "/refunded_{tapped}")
    if isinstance(meant, Reply):
        return meant
    if meant.order.for_stock:
        return for_our_shelf(meant.order)
    return await propose(asked, REFUNDED_DEED, {"order": str(meant.order.id)})


async def _plan_refunded(turn: Turn, about: Mapping[str, str]) -> Plan | Reply:
    meant = await open_order(turn, about)
    if isinstance(meant, Reply):
        return meant
    order = meant.order
    due, seen = owed_back(order), unheard(order)
    if await foresee(turn, meant, RefundedByHand(order.id, "staff")) is None:
        return unfit(order, "no money of it waits to be sent back by hand")
    if not due:
        text = f"Order {order.number}: {said.cost(turn, seen, order.currency)} will count as back with the customer."
        return Plan(f"{text} We do not ask for it any more.", "It is back")
    text = f"Order {order.number}: {said.cost(turn, due + seen, order.currency)} will count as sent back by hand."
    hears = await told(turn, meant, "The customer will be told.")
    return Plan(f"{text} We send nothing for it any more. {hears}", "I sent it back")


async def _mark_refunded(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    meant = await sure_order(turn, about)
    await give(turn, member, meant, "refunded", RefundedByHand(meant.order.id, by(member)), message)
    done = "sent back by hand" if owed_back(meant.order) else "back with the customer"
    return f"Order {meant.order.number}: {done}.\nNext: {said.next_tap('order', meant.order)}"


CANTSOURCE_DEED = Deed("cantsource", _plan_giving_up, _give_up)
CANCEL_DEED = Deed("cancel", _plan_cancelling, _call_off)
SETTLED_DEED = Deed("settled", _plan_settling, _settle)
REFUNDED_DEED = Deed("refunded", _plan_refunded, _mark_refunded)

CANTSOURCE = Command(
    name="cantsource",
    aliases=("cannotsource", "cant source", "cannot source"),
    usage="/cantsource {order}",
    help="it cannot be had, all or the lines named",
    run=cantsource,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
CANCEL = Command(
    name="cancel",
    aliases=("call off",),
    usage="/cancel {order}",
    help="call it off; what was paid goes back",
    run=cancel,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
SETTLED = Command(
    name="settled",
    aliases=(),
    usage="/settled {order}",
    help="its money came some other way",
    run=settled,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
REFUNDED = Command(
    name="refunded",
    aliases=(),
    usage="/refunded {order}",
    help="you sent its money back by hand",
    run=refunded,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
)
