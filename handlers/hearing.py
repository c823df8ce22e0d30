"""What can be stored together with others: news that nothing follows from before it is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flows.business import Business
from flows.events import MessageReceived
from flows.events.event import Naming
from handlers.news import News, carts_in, lane_of, name_of_cart, names_in, words_of
from handlers.replies.forgetting import asks_to_be_forgotten
from handlers.replies.optout import OptOut, read_opt_out
from storage.arrivals import Heard
from storage.erasure import erased_names
from storage.inbox import Arrival
from storage.people import Identity


def hear(
    business: Business,
    hashes: Callable[[str], tuple[str, ...]],
    news: News,
    event: UUID,
    id_: UUID,
    now: datetime,
    elapsed: datetime,
) -> Heard | None:
    """The news as what arrived under the id ``event``; None for what needs a turn of its own, as an opt-out does.

    ``hashes`` are the keyed hashes under which erased names stand, ``id_`` sorts by arrival.
    """
    told = news.event
    if told is not None and (told.NAMING is Naming.REQUEST or (isinstance(told, MessageReceived) and may_stop(told))):
        return None
    names = tuple(names_in(business, news))
    if told is not None and not names and told.owned():  # found through what is stored (handlers/intake.py)
        return None
    lane = event if names else lane_of(business, news)  # who is named has a lane of their own
    arrival = Arrival(event, news.source, news.external_id, now, news.raw, news.event, lane, reason=news.reason)
    came_at = news.came_at(now, elapsed)
    return Heard(business.id, id_, arrival, names, _strange(news, names, hashes), came_at, news.heard_at)


def _strange(news: News, names: tuple[Identity, ...], hashes: Callable[[str], tuple[str, ...]]) -> tuple[Identity, ...]:
    """Names of people who were erased, and of whoever opened the invite of a cart."""
    erased = (form for name in names for form in erased_names(name, hashes))
    opened = (name_of_cart(news.source, cart) for cart in carts_in(news.event))
    return (*erased, *opened)


def may_stop(event: MessageReceived) -> bool:
    """Whether it could be an opt-out: with no question open a text is one at least as soon as with any."""
    if event.keyword is not None:
        return event.keyword == "STOP"
    text = words_of(event)
    said = read_opt_out(text, forwarded=event.forwarded)
    return said in {OptOut.STOP, OptOut.AMBIGUOUS} or asks_to_be_forgotten(text)
