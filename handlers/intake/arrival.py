"""The facts of an inbound event before any look-up: its identities, its lane (queue), and whether it needs care."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from flows.business import Business
from flows.events import Event, MarketingEnded, MessageReceived
from flows.events.event import Naming
from handlers.people.inbound_event import InboundEvent, choose_lane, get_words, list_carts, list_names, make_cart_name
from handlers.replies import reading_effort
from handlers.replies.data_erasure_wishes import asks_to_be_forgotten
from handlers.replies.expected_answers import Expecting
from handlers.replies.incomplete_stops import may_complete
from handlers.replies.machine_formats import is_automatic, is_reaction
from handlers.replies.message_quotations import may_quote
from handlers.replies.opt_out_recognition import OptOut, read_opt_out, speaks_of_an_end
from storage.erasure.erasure import hash_names
from storage.events.event_inbox import Arrival
from storage.events.inbound_arrival import Inbound
from storage.identity.identity import add_twins
from storage.people.people import Identity

_READ_AS = (Expecting.NOTHING, Expecting.OTHER)
_STOPS = frozenset({OptOut.STOP, OptOut.AMBIGUOUS})
_SHORT = 80  # characters of a text whose verdict is cached: most texts are short answers that many people write


def make_inbound(
    business: Business,
    hashes: Callable[[str], tuple[str, ...]],
    incoming: InboundEvent,
    event: UUID,
    id_: UUID,
    now: datetime,
    elapsed: datetime,
) -> Inbound:
    """Convert an incoming event to an inbound one with the id ``event``.

    ``hashes`` computes the keyed hashes of erased identities; ``id_`` sorts by time of arrival.
    """
    names = tuple(list_names(business, incoming))
    lane = event if names else choose_lane(business, incoming)  # a named person has a lane of their own
    arrival = Arrival(
        event, incoming.source, incoming.external_id, now, incoming.raw, incoming.event, lane, reason=incoming.reason
    )
    strange, came_at = _find_strange(incoming, names, hashes), incoming.get_arrival(now, elapsed)
    return Inbound(
        business.id, id_, arrival, names, strange, came_at, incoming.heard_at, _needs_care(incoming.event, names)
    )


def _needs_care(event: Event | None, names: tuple[Identity, ...]) -> bool:
    """Return True if an event acts before it is answered, or its person must be found by an order or a cart."""
    if isinstance(event, MessageReceived):
        return may_stop(event) or may_be_unwritten(event)
    if isinstance(event, MarketingEnded):
        return True
    return event is not None and (event.NAMING is Naming.REQUEST or (not names and bool(event.list_owned())))


def _find_strange(
    incoming: InboundEvent, names: tuple[Identity, ...], hashes: Callable[[str], tuple[str, ...]]
) -> tuple[Identity, ...]:
    """Return the identities that may be an erased person's or of the person who opened a cart's invite."""
    erased = (form for name in add_twins(names) for form in hash_names(name, hashes))
    opened = (make_cart_name(incoming.source, cart) for cart in list_carts(incoming.event))
    return (*erased, *opened)


def may_stop(event: MessageReceived) -> bool:
    """Return True if the message could be an opt-out, given any open question or any message before it.

    Who wrote the message is not known yet.
    """
    if event.keyword is not None:
        return event.keyword == "STOP"
    if event.reaction:
        return False
    pressed = event.button is not None
    said = filter(None, (get_words(event), event.headline))
    return any(_judge(text, forwarded=event.forwarded, pressed=pressed).may_stop for text in said)


def may_be_unwritten(event: MessageReceived) -> bool:
    """Return True if the text alone may show that no person wrote it: a reaction or an automatic answer."""
    if event.reaction:
        return True
    if event.button is not None or event.keyword is not None or event.media:
        return False
    return _judge(event.text, forwarded=event.forwarded, pressed=False).unwritten


class _Verdict(NamedTuple):
    """What a text alone shows."""

    may_stop: bool
    unwritten: bool


def _judge(text: str, *, forwarded: bool, pressed: bool) -> _Verdict:
    return (_judge_short if len(text) <= _SHORT else _judge_anew)(text, forwarded, pressed)


def _judge_anew(text: str, forwarded: bool, pressed: bool) -> _Verdict:
    with reading_effort.limit_effort(None, of=text):
        unwritten = not pressed and (is_reaction(text) or is_automatic(text))
        return _Verdict(not unwritten and _is_an_end(text, forwarded), unwritten)


_judge_short = lru_cache(maxsize=2_048)(_judge_anew)


def _is_an_end(text: str, forwarded: bool) -> bool:
    if may_quote(text) and speaks_of_an_end(text):
        return True  # the words around a quotation of ours are known only with the thread
    said = (read_opt_out(text, forwarded=forwarded, expecting=one) for one in _READ_AS)
    return not _STOPS.isdisjoint(said) or asks_to_be_forgotten(text) or may_complete(text)
