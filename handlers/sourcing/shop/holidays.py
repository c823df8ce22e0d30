"""A shop goes on holiday, and comes back: in between it is asked for nothing."""

from __future__ import annotations

from datetime import date, datetime

from flows.sourcing.desk.events import HolidayTold
from handlers.sourcing import desks
from handlers.sourcing.shop import passing, undoing
from handlers.sourcing.shop.talk import Talk, say
from handlers.turn import Turn
from storage.message import Message
from storage.sourcing.shops import Shops


async def leave(turn: Turn, talk: Talk) -> None:
    """Ask the shop for nothing until the hour it named, else until it opens on the day, and from a later day on if it
    named one; it is told which, or that such a day is over or none. A person hears of one that nobody can tell the end
    of, or that stands apart from the holiday on which they are."""
    reading = talk.command
    if reading.is_over:
        await say(turn, talk, "shop_holiday_over")
        return
    until = reading.until or (_moment(turn, reading.day, talk.shop.opens) if reading.day else None)
    since = _moment(turn, reading.begins) if reading.begins else None
    if until is None:
        await passing.pass_on(turn, talk)
        return
    away = talk.shop.away_until if talk.shop.is_away(turn.now) else None
    if since is not None and away is not None:
        if away < since:
            await passing.pass_on(turn, talk)
            return
        since, until = None, max(until, away)
    await turn.unit.of(Shops).close_until(talk.shop.id, until, since)
    await undoing.remember_holiday(turn, talk, until)
    if since is None:
        await desks.closed(turn, HolidayTold(talk.shop.id, until))
    await say(turn, talk, "shop_holiday", until=until, since=since)


async def undo(turn: Turn, talk: Talk, left: Message) -> None:
    """Take back the holiday that the shop told in that message: it is again as before it, where nothing came since."""
    known = await undoing.take_holiday_back(turn, talk, left)
    if known is None:
        await say(turn, talk, "stock_nothing_to_undo")
    elif known.until is not None and known.until > turn.now:
        await turn.unit.of(Shops).close_until(talk.shop.id, known.until, known.since)
        await say(turn, talk, "shop_holiday", until=known.until, since=known.since)
    else:
        await come_back(turn, talk)


async def come_back(turn: Turn, talk: Talk) -> None:
    """The shop may be asked again, from now on."""
    await turn.unit.of(Shops).close_until(talk.shop.id, None)
    await say(turn, talk, "shop_back")


def _moment(turn: Turn, day: date, minutes: int = 0) -> datetime:
    """So many minutes after midnight of that day, by the clock of the business."""
    local = datetime(day.year, day.month, day.day, *divmod(minutes, 60), tzinfo=turn.zone)
    return local.astimezone(turn.now.tzinfo)
