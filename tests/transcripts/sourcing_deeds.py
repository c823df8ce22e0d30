"""What happens around a sourced order in a transcript: it is reserved, paid, and looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bot.payments import simulated_payments as payments
from flows.money import Money
from handlers.people.inbound_event import InboundEvent
from handlers.sourcing.order_history import load_histories
from storage.sourcing.partner_shops import Shops
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservations
from tests.transcripts import payment_deeds
from tests.transcripts.script import Misprint
from tests.transcripts.shop_deeds import Deed, customer_data, read_options, tell

if TYPE_CHECKING:
    from tests.transcripts.runner import Story

_ITEM = re.compile(r"(?:(\d+) x )?([A-Z][A-Z0-9-]*)(?: (\w+))?")
_LINK = re.compile(r"/sim/pay/(\S+)")


async def reserves(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``noor reserves 1234: 2 x SHORTS L, MUG; express``."""
    items = []
    for text in found["items"].split(", "):
        item = _ITEM.fullmatch(text.strip())
        if item is None:
            raise Misprint(f"{text!r} is no item")
        items.append({"sku": item[2], "size": item[3] or "", "quantity": int(item[1] or 1)})
    said = read_options(found["options"])
    data = {"order_id": found["id"], "items": items, "express": "express" in said}
    await tell(story, "order.reserved", data | {"customer": customer_data(story.person(found["who"]))}, said)


async def pays(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``noor pays``, ``noor pays 500.00``, ``noor pays once more``, ``noor pays by the link before``."""
    stand = payment_deeds.provider(story)
    if stand is not None:
        await payment_deeds.pay(story, stand, found)
        return
    told = _payment(story, found["who"])
    event: Any = told.event
    if found["amount"]:
        amount = Money.parse(found["amount"], event.amount.currency)
        told = replace(told, event=replace(event, amount=amount, payment=f"{event.payment}-{amount}"))
        told = replace(told, external_id=f"{told.external_id}-{amount}")
    elif found["again"]:
        told = replace(told, event=replace(event, payment=f"{event.payment}-2"), external_id=f"{told.external_id}-2")
    await story.world.take(told)


def _payment(story: Story, who: str) -> InboundEvent:
    texts = [f"{one.text} {' '.join(str(key.get('url')) for key in one.buttons)}" for one in story.ear.of(who)]
    links = [found[1] for text in texts if (found := _LINK.search(text))]
    if not links:
        raise Misprint(f"{who} has nothing to pay")
    return payments.make_event(links[-1], story.world.now)


async def stands(story: Story, found: re.Match[str], more: tuple[str, ...]) -> None:
    """``order 1234: sourcing``, with its shops under it: ``2 x SHORTS L: connaught 1, karol 1``."""
    order = await story.world.look(lambda turn: turn.unit.of(Reservations).find_by_number(found["id"]))
    if order is None:
        raise Misprint("no order is called so")
    if order.status != found["status"]:
        raise Misprint(f"it is {order.status}")
    if more:
        lines = await story.world.look(lambda turn: _lines(turn, order.id))
        if lines != sorted(more):
            raise Misprint(f"it is {lines}")


async def _lines(turn: Any, order: UUID) -> list[str]:
    shops = {shop.id: shop.ref for shop in await turn.unit.of(Shops).list_every()}
    kept = (await turn.unit.of(Promises).find_promises([order]))[order]
    said = []
    for line, status in (await turn.unit.of(Reservations).lines([order]))[order]:
        who = [f"{shops.get(one.shop, 'own')} {one.quantity}" for one in kept if one.line == line.id]
        size = f" {line.size}" if line.size else ""
        said.append(f"{line.quantity} x {line.sku}{size}: {', '.join(sorted(who)) or status}")
    return sorted(said)


async def history(story: Story, found: re.Match[str], more: tuple[str, ...]) -> None:
    """``history 1234`` and its states under it: ``available by shop:Karol Bagh Gifts``; ``in full`` all, with why."""
    order = await story.world.look(lambda turn: turn.unit.of(Reservations).find_by_number(found["id"]))
    if order is None:
        raise Misprint("no order is called so")
    steps = (await story.world.look(lambda turn: load_histories(turn, [order.id])))[order.id]
    if found["full"]:
        _same([f"{step.status} by {step.by}{': ' if step.note else ''}{step.note}" for step in steps], more)
        return
    states = [f"{step.status} by {step.by}" for step in steps]
    told = [one for at, one in enumerate(states) if at == 0 or one.split()[0] != states[at - 1].split()[0]]
    _same(told, more)


def _same(told: Sequence[str], more: Sequence[str]) -> None:
    if list(told) != list(more):
        raise Misprint("it went:\n  " + "\n  ".join(told))


SOURCING_DEEDS: tuple[tuple[str, Deed], ...] = (
    (r"(?P<who>\w+) reserves (?P<id>\w+): (?P<items>[^;]+)(?P<options>(?:; .*)?)", reserves),
    (
        r"(?P<who>\w+) pays(?: (?P<amount>\d+\.\d\d))?(?P<again> once more)?(?P<before> by the link before)?",
        pays,
    ),
    (r"order (?P<id>\w+): (?P<status>\w+)", stands),
    (r"history (?P<id>\w+)(?P<full> in full)?", history),
)
