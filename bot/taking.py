"""What taking in is made of, whoever does it: the door (bot/inbox.py) and the spool's replay (bot/replay.py)."""

from __future__ import annotations

from uuid import UUID

import structlog

from bot.trail import cause_of, following
from bot.turns import OpenTurns
from flows.business import Business
from handlers import intake
from handlers.hearing import hear
from handlers.intake import News, Taken
from handlers.turn import Turn
from storage.arrivals import Heard
from storage.inbox import Arrival, event_id

log = structlog.get_logger()


def new_id(turns: OpenTurns, identity: UUID, news: News) -> UUID:
    """The id of an arrival, on the trail of what it is about."""
    with following(cause_of(news.event, identity)):
        return turns.store.ids.new()


def hear_now(turns: OpenTurns, business: Business, news: News, identity: UUID, id_: UUID) -> Heard | None:
    """The news as it can be stored with others; None for what needs a turn of its own."""
    return hear(business, turns.tools.token_hashes, news, identity, id_, turns.clock.now(), turns.clock.elapsed())


async def take_alone(turn: Turn, news: News) -> Taken:
    """Store it in a turn of its own, with what follows from it at once."""
    with following(cause_of(news.event, event_id(turn.business.id, news.source, news.external_id))):
        return await intake.take(turn, news)


def tell(what: str, news: News | Arrival, identity: UUID, **more: object) -> None:
    """One line for each that is taken in."""
    kind = "unreadable" if news.event is None else news.event.TYPE
    with following(cause_of(news.event, identity)):
        log.info(what, id=str(identity), source=news.source, type=kind, **more)
