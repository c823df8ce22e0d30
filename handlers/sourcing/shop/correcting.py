"""A shop corrects what it said of an order that is over for it: what was fetched is a person's to hear of."""

from __future__ import annotations

from collections.abc import Sequence

from flows.sourcing.line import PromiseState
from handlers.sourcing.shop import counter, passing
from handlers.sourcing.shop.talk import Talk, say
from handlers.turn import Turn
from storage.sourcing.promises import Kept, Promises


async def told_over(turn: Turn, talk: Talk, numbers: Sequence[str], *, corrects: bool) -> None:
    """Say that nothing is asked of the shop for these orders any more. Where it ``corrects`` what we fetched there, it
    reads that this cannot be changed by a word, and the staff hears of it."""
    handed = await _handed(turn, talk, numbers) if corrects else []
    if not handed:
        await counter.tell_over(turn, talk, numbers)
        return
    items = tuple(f"{_title(one)} ({one.number})" for one in handed)
    await say(turn, talk, "stock_nothing_to_undo", handed=items)
    await passing.pass_on(turn, talk)


async def _handed(turn: Turn, talk: Talk, numbers: Sequence[str]) -> list[Kept]:
    fetched = await turn.unit.of(Promises).kept_by(talk.shop.id, PromiseState.PICKED)
    return [one for one in fetched if one.number in numbers]


def _title(one: Kept) -> str:
    return f"{one.line.title} {one.line.size}".rstrip()
