"""A shop goes on holiday, and comes back: in between it is asked for nothing."""

from __future__ import annotations

import re
from datetime import date, datetime

from flows.sourcing.desk.events import HolidayTold
from handlers.sourcing import desks
from handlers.sourcing.replies.shop_intents import ShopIntent, ShopReading, read_shop
from handlers.sourcing.shop import passing, undoing
from handlers.sourcing.shop.talk import Talk
from storage.messages import Message
from storage.sourcing.shops import Shops

_BREAK = re.compile(r"[,;.!\n–—-]+|\s+(?=(?:holiday|chutti|chhutti|छुट्टी|we|dukan|shop|band|closed)\b)", re.IGNORECASE)


async def leave(talk: Talk, reading: ShopReading) -> None:
    """Ask the shop for nothing until the hour it named, else until it opens on the day, and from a later day on if it
    named one; it is told which. A person hears of one that nobody can tell the end of, or that stands apart from the
    holiday on which they are."""
    until = reading.until or (_moment(talk, reading.day, talk.shop.opens) if reading.day else None)
    since = _moment(talk, reading.begins) if reading.begins else None
    if until is None:
        await passing.pass_on(talk)
        return
    away = talk.shop.away_until if talk.shop.is_away(talk.turn.now) else None
    if since is not None and away is not None:
        if away < since:
            await passing.pass_on(talk)
            return
        since, until = None, max(until, away)
    await talk.turn.unit.of(Shops).close_until(talk.shop.id, until, since)
    await undoing.remember_holiday(talk, until)
    if since is None:
        await desks.closed(talk.turn, HolidayTold(talk.shop.id, until))
    await talk.say("shop_holiday", until=until, since=since)


async def undo(talk: Talk, left: Message) -> None:
    """Take back the holiday that the shop told in that message: it is again as before it, where nothing came since."""
    known = await undoing.take_holiday_back(talk, left)
    if known is None:
        await talk.say("stock_nothing_to_undo")
    elif known.until is not None and known.until > talk.turn.now:
        await talk.turn.unit.of(Shops).close_until(talk.shop.id, known.until, known.since)
        await talk.say("shop_holiday", until=known.until, since=known.since)
    else:
        await come_back(talk)


def beside(talk: Talk) -> tuple[str, ShopReading] | None:
    """A holiday behind something else, with what stands before it: "nahi hai, kal tak chutti"."""
    for found in _BREAK.finditer(talk.event.text):
        head, rest = talk.event.text[: found.start()].strip(), talk.event.text[found.end() :]
        reading = read_shop(rest, talk.turn.now, talk.turn.zone)
        if head and reading.intent is ShopIntent.HOLIDAY and (reading.day or reading.until):
            return head, reading
    return None


async def come_back(talk: Talk) -> None:
    """The shop may be asked again, from now on."""
    await talk.turn.unit.of(Shops).close_until(talk.shop.id, None)
    await talk.say("shop_back")


def _moment(talk: Talk, day: date, minutes: int = 0) -> datetime:
    """So many minutes after midnight of that day, by the clock of the business."""
    local = datetime(day.year, day.month, day.day, *divmod(minutes, 60), tzinfo=talk.turn.zone)
    return local.astimezone(talk.turn.now.tzinfo)
