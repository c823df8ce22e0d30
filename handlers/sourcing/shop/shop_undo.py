"""Undo of a shop's last statement: its stock, its holiday or a handover. The earlier values are restored.

The replaced values are stored with the statement's message. Only the last statement can be undone, and only within an
hour: later the shelf may have changed, and the shop has to count again.
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
"""How long a shop can take a handover back: its kept goods are there or not."""
_STATED, _LEFT, _HANDED = "stated", "left", "handed"
_KEPT = ("product", "size", "quantity", "as_of", "price")
_RECENT = 50  # messages among which the last statement is looked for


async def remember(turn: Turn, talk: Talk, taken: Sequence[Stated], before: Mapping[tuple[Any, str], Stated]) -> None:
    """Store the replaced values with the statement's message."""
    rows = [[_write_stated(one), _write_stated(before.get((one.product, one.size)))] for one in taken]
    await _note(turn, talk.message, _STATED, rows)


async def remember_holiday(turn: Turn, talk: Talk) -> None:
    """Mark the message as a holiday, so that it can be undone."""
    await _note(turn, talk.message, _LEFT, True)


async def is_last_word_holiday(turn: Turn, talk: Talk) -> bool:
    """Return True if the shop's last own statement is a holiday."""
    return await _find_last_statement(turn, talk, _LEFT) is not None


async def remember_handed(turn: Turn, talk: Talk, orders: Sequence[UUID]) -> None:
    """Store the orders handed over with the message."""
    await _note(turn, talk.message, _HANDED, [str(one) for one in orders])


async def find_handover(turn: Turn, talk: Talk) -> Message | None:
    """Return the message of a handover if it is the shop's last own statement; None otherwise."""
    return await _find_last_statement(turn, talk, _HANDED)


def list_handed_orders(said: Message) -> frozenset[UUID]:
    """Return the orders handed over by a message."""
    return frozenset(UUID(one) for one in said.data[_HANDED])


async def take_handed_back(turn: Turn, said: Message, orders: frozenset[UUID]) -> None:
    """Remove these orders from the message's handover."""
    left = list_handed_orders(said) - orders
    await _note(turn, said, _HANDED, [one for one in said.data[_HANDED] if UUID(one) in left])


async def count_taken_back(turn: Turn, talk: Talk) -> int:
    """Return how many handovers the shop took back recently; as part of alert keys, it makes a repeat alert again."""
    thread = await turn.unit.messages.thread(talk.message.address, _RECENT)
    return sum(_HANDED in one.data and not one.data[_HANDED] for one in thread)


async def is_meant(turn: Turn, message: Message, desk: Desk) -> bool:
    """Return True if "undo" is about the shop's statement.

    The message quotes the statement or our answer to it, or follows a statement that is later than the last answer to a
    request.
    """
    if message.reply_to is not None:
        quoted = await turn.unit.messages.get(message.reply_to)
        return quoted is not None and (_tells(quoted) or (quoted.direction == "out" and quoted.run is None))
    last = await _find_last(turn, message)
    if last is None or not desk.answered_at or desk.answered_at != last.created_at:
        return last is not None and (not desk.answered_at or desk.answered_at < last.created_at)
    return await _was_answered_before(turn, message, last)


async def _was_answered_before(turn: Turn, message: Message, last: Message) -> bool:
    """Return True if the statement came after an answer of the same time, as when a sandbox's clock is stopped.

    If one message is both, it counts as an answer.
    """
    thread = await turn.unit.messages.thread(message.address, _RECENT)
    theirs = [one for one in thread if one.by_person and one.id < message.id]
    before = [one for one in theirs if one.created_at == last.created_at and one.id < last.id]
    return bool(before) and theirs[-1].id == last.id


async def take_back(turn: Turn, talk: Talk) -> list[tuple[Stated, Stated | None]]:
    """Undo the last statement. Return each undone stock with the restored one; empty if there is no statement."""
    last = await _find_last_statement(turn, talk, _STATED)
    if last is None:
        return []
    shop, pairs = talk.shop.id, last.data[_STATED]
    back = [(_read(shop, said), _read(shop, known) if known is not None else None) for said, known in pairs]
    taken = await turn.unit.of(ShopInventory).take_back(back)
    if taken:
        await _note(turn, last, _STATED, [])
    return taken


async def _note(turn: Turn, message: Message, kind: str, told: object) -> None:
    """Store a statement with its message; an empty value means that there is nothing left to undo."""
    await turn.unit.messages.note(message.id, data=json_codec.dump_values({**message.data, kind: told}))


async def _find_last_statement(turn: Turn, talk: Talk, kind: str) -> Message | None:
    """Return the message of the shop's last statement, if it has the kind ``kind`` and can be meant; None otherwise."""
    last = await _find_last(turn, talk.message)
    return last if last is not None and kind in last.data and await _is_of(turn, talk, last) else None


async def _find_last(turn: Turn, message: Message) -> Message | None:
    """Return the message of the shop's last statement, also if it was undone; None if it is too old to undo."""
    thread = await turn.unit.messages.thread(message.address, _RECENT)
    found = [one for one in thread if one.by_person and _tells(one)]
    return next((one for one in reversed(found) if one.created_at > turn.now - _get_validity(one)), None)


def _tells(message: Message) -> bool:
    """Return True if the message has a statement. A handover that was taken back no longer counts."""
    return _STATED in message.data or _LEFT in message.data or bool(message.data.get(_HANDED))


def _get_validity(message: Message) -> timedelta:
    return HANDED_BACK if message.data.get(_HANDED) else BACK


async def _is_of(turn: Turn, talk: Talk, last: Message) -> bool:
    """Return True if the message quotes nothing, the last statement, or our answer to it."""
    if talk.message.reply_to is None:
        return True
    quoted = await turn.unit.messages.get(talk.message.reply_to)
    return quoted is not None and last.id in {quoted.id, quoted.reply_to}


def _write_stated(stated: Stated | None) -> dict[str, Any] | None:
    if stated is None:
        return None
    return {name: getattr(stated, name) for name in _KEPT} | {"source": stated.source.value}


def _read(shop: UUID, written: Mapping[str, Any]) -> Stated:
    return Stated(shop, **{**written, "source": StockSource(written["source"])})
