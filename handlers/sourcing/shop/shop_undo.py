"""A shop takes back what it last stated of its stock, its holiday or a handover: what was known before is known again.

What it took the place of stands with the message that stated it. Only the last statement can be taken back, and only
within an hour: later the shelf may have changed, and the shop counts anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.sourcing.desk.desk_requests import Desk
from handlers.engine.turn import Turn
from handlers.sourcing.shop.shop_talk import Talk
from storage.sending.message import Message
from storage.sourcing.shop_inventory import ShopInventory, Stated, StockSource
from storage.sql import json_codec

BACK = timedelta(hours=1)
"""How long a statement can be taken back."""
HANDED_BACK = timedelta(hours=12)
"""How long a shop can take back that it handed over: what it keeps is there or is not."""
_STATED, _LEFT, _HANDED = "stated", "left", "handed"
_KEPT = ("product", "size", "quantity", "as_of", "price")
_RECENT = 50  # messages among which the last statement is looked for


async def remember(turn: Turn, talk: Talk, taken: Sequence[Stated], before: Mapping[tuple[Any, str], Stated]) -> None:
    """Keep with the message what its statement took the place of."""
    rows = [[_written(one), _written(before.get((one.product, one.size)))] for one in taken]
    await _note(turn, talk.message, _STATED, rows)


async def remember_holiday(turn: Turn, talk: Talk) -> None:
    """Keep with the message that it told a holiday."""
    await _note(turn, talk.message, _LEFT, True)


async def told_holiday(turn: Turn, talk: Talk) -> bool:
    """Return True if a holiday is the last thing that the shop said of its own accord."""
    return await _last_of(turn, talk, _LEFT) is not None


async def remember_handed(turn: Turn, talk: Talk, orders: Sequence[UUID]) -> None:
    """Keep with the message the orders that it says were handed over."""
    await _note(turn, talk.message, _HANDED, [str(one) for one in orders])


async def handed(turn: Turn, talk: Talk) -> Message | None:
    """The message that told of a handover, where that is the last thing that the shop said of its own accord."""
    return await _last_of(turn, talk, _HANDED)


def orders_handed(said: Message) -> frozenset[UUID]:
    """The orders that a message says were handed over."""
    return frozenset(UUID(one) for one in said.data[_HANDED])


async def take_handed_back(turn: Turn, said: Message, orders: frozenset[UUID]) -> None:
    """The message does not say of these orders any more that they were handed over."""
    left = orders_handed(said) - orders
    await _note(turn, said, _HANDED, [one for one in said.data[_HANDED] if UUID(one) in left])


async def handed_back(turn: Turn, talk: Talk) -> int:
    """How often the shop took back lately that it handed over: said again, that is news to the staff once more."""
    thread = await turn.unit.messages.thread(talk.message.address, _RECENT)
    return sum(_HANDED in one.data and not one.data[_HANDED] for one in thread)


async def is_meant(turn: Turn, message: Message, desk: Desk) -> bool:
    """Whether "undo" means the shop's statement: a message that quotes the statement or our answer, or one behind a
    statement that is later than the last answer to a request."""
    if message.reply_to is not None:
        quoted = await turn.unit.messages.get(message.reply_to)
        return quoted is not None and (_tells(quoted) or (quoted.direction == "out" and quoted.run is None))
    last = await _last(turn, message)
    if last is None or not desk.answered_at or desk.answered_at != last.created_at:
        return last is not None and (not desk.answered_at or desk.answered_at < last.created_at)
    return await _answered_before(turn, message, last)


async def _answered_before(turn: Turn, message: Message, last: Message) -> bool:
    """Whether of what was said in one moment, as while a sandbox's clock stands, the statement came last, behind an
    answer: one message may be both, and is an answer then."""
    thread = await turn.unit.messages.thread(message.address, _RECENT)
    theirs = [one for one in thread if one.by_person and one.id < message.id]
    before = [one for one in theirs if one.created_at == last.created_at and one.id < last.id]
    return bool(before) and theirs[-1].id == last.id


async def take_back(turn: Turn, talk: Talk) -> list[tuple[Stated, Stated | None]]:
    """Undo the last statement: what was stated, each with what is known instead; nothing where there is none."""
    last = await _last_of(turn, talk, _STATED)
    if last is None:
        return []
    shop, pairs = talk.shop.id, last.data[_STATED]
    back = [(_read(shop, said), _read(shop, known) if known is not None else None) for said, known in pairs]
    taken = await turn.unit.of(ShopInventory).take_back(back)
    if taken:
        await _note(turn, last, _STATED, [])
    return taken


async def _note(turn: Turn, message: Message, kind: str, told: object) -> None:
    """Keep with a message what it states, or that nothing of that is left to take back."""
    await turn.unit.messages.note(message.id, data=json_codec.dump_values({**message.data, kind: told}))


async def _last_of(turn: Turn, talk: Talk, kind: str) -> Message | None:
    """The message with the shop's last statement, where it states something of that kind and is meant."""
    last = await _last(turn, talk.message)
    return last if last is not None and kind in last.data and await _is_of(turn, talk, last) else None


async def _last(turn: Turn, message: Message) -> Message | None:
    """The message with the shop's last statement or holiday, also one that was taken back; None for long ago."""
    thread = await turn.unit.messages.thread(message.address, _RECENT)
    found = [one for one in thread if one.by_person and _tells(one)]
    return next((one for one in reversed(found) if one.created_at > turn.now - _while_of(one)), None)


def _tells(message: Message) -> bool:
    """Whether it states something; of a handover that was taken back nothing is left to take back."""
    return _STATED in message.data or _LEFT in message.data or bool(message.data.get(_HANDED))


def _while_of(message: Message) -> timedelta:
    return HANDED_BACK if message.data.get(_HANDED) else BACK


async def _is_of(turn: Turn, talk: Talk, last: Message) -> bool:
    """Whether a message quotes nothing, the last statement, or our answer to that statement."""
    if talk.message.reply_to is None:
        return True
    quoted = await turn.unit.messages.get(talk.message.reply_to)
    return quoted is not None and last.id in {quoted.id, quoted.reply_to}


def _written(stated: Stated | None) -> dict[str, Any] | None:
    if stated is None:
        return None
    return {name: getattr(stated, name) for name in _KEPT} | {"source": stated.source.value}


def _read(shop: UUID, written: Mapping[str, Any]) -> Stated:
    return Stated(shop, **{**written, "source": StockSource(written["source"])})
