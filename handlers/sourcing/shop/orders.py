"""What a shop is to keep ready: all that it promised and that nobody fetched yet."""

from __future__ import annotations

from flows.sourcing.desk.fitting import few
from flows.sourcing.line import PromiseState
from handlers.sourcing.shop.talk import Talk, say
from handlers.turn import Turn
from storage.sourcing.promises import Kept, Promises
from templates import formats

MOST = 40


async def show(turn: Turn, talk: Talk) -> None:
    """List what the shop keeps, the oldest order first, with the day by which it is needed."""
    kept = await turn.unit.of(Promises).kept_by(talk.shop.id, PromiseState.HELD)
    if not kept:
        await say(turn, talk, "shop_orders_none")
        return
    lines = [_line(turn, talk, one) for one in kept]
    await say(turn, talk, "shop_orders", lines=few(lines, MOST), many=len(kept))


def _line(turn: Turn, talk: Talk, kept: Kept) -> str:
    title = f"{kept.line.title} {kept.line.size}".rstrip()
    by = kept.promise.ready_at or kept.promised_at
    day = formats.day(by, turn.zone, talk.shop.language, turn.now) if by else ""
    return f"{kept.number}: {title} × {kept.promise.quantity}{f', {day}' if day else ''}"
