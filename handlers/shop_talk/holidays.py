"""A shop goes on holiday, and comes back: in between it is asked for nothing."""

from __future__ import annotations

from datetime import datetime

from handlers.replies.shop_intents import ShopReading
from handlers.shop_talk.talk import Talk


async def leave(talk: Talk, reading: ShopReading) -> None:
    """Ask the shop for nothing until the hour it named, else until it opens on the day; it is told which."""
    until = reading.until or _opening(talk, reading)
    await talk.turn.unit.shops.close_until(talk.shop.id, until)
    await talk.say("shop_holiday", until=until)


async def come_back(talk: Talk) -> None:
    """The shop may be asked again, from now on."""
    await talk.turn.unit.shops.close_until(talk.shop.id, None)
    await talk.say("shop_back")


def _opening(talk: Talk, reading: ShopReading) -> datetime:
    assert reading.day is not None, "a holiday ends at an hour or on a day"
    hour, minute = divmod(talk.shop.opens, 60)
    local = datetime(reading.day.year, reading.day.month, reading.day.day, hour, minute, tzinfo=talk.turn.zone)
    return local.astimezone(talk.turn.now.tzinfo)
