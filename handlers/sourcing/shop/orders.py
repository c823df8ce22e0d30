"""What a shop is to keep ready: all that it promised and that nobody fetched yet."""

from __future__ import annotations

from flows.sourcing.line import PromiseState
from handlers.sourcing.shop.talk import Talk
from storage.sourcing.promises import Kept, Promises
from templates import formats

MOST = 40


async def show(talk: Talk) -> None:
    """List what the shop keeps, the oldest order first, with the day by which it is needed."""
    kept = await talk.turn.unit.of(Promises).kept_by(talk.shop.id, PromiseState.HELD)
    if not kept:
        await talk.say("shop_orders_none")
        return
    lines = [_line(talk, one) for one in kept[:MOST]]
    if len(kept) > MOST:
        lines.append(f"+ {len(kept) - MOST}")
    await talk.say("shop_orders", lines=tuple(lines), many=len(kept))


def _line(talk: Talk, kept: Kept) -> str:
    title = f"{kept.line.title} {kept.line.size}".rstrip()
    by = kept.promise.ready_at or kept.promised_at
    day = formats.day(by, talk.turn.zone, talk.shop.language, talk.turn.now) if by else ""
    return f"{kept.number}: {title} × {kept.promise.quantity}{f', {day}' if day else ''}"
