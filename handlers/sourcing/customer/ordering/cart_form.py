"""The form page for the lines of an order that is being picked: one more, one fewer, or remove.

The page neither places nor drops the order: the summary with its buttons is sent in the chat. A form is valid once,
because each change of the order makes a new version of its run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.sourcing.basket import MOST_PIECES
from flows.sourcing.order_wishes import Picked
from handlers.engine import host, person_language
from handlers.engine.sealed_links import Notice
from handlers.engine.turn import Turn
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.ordering.open_order import OpenOrder
from handlers.sourcing.pages import cart_link
from templates.cart_page import CartLine, CartPage

UNKNOWN, USED, OVER, SAVED = "unknown", "used", "over", "saved"
"""The notices in place of the form: no such link; an outdated form; the order is over; the summary is in the chat."""
_STEPS = {"more": 1, "fewer": -1}


@dataclass(frozen=True, slots=True)
class _OpenCart:
    order: OpenOrder
    locale: str


async def load_page(turn: Turn, token: str) -> CartPage | Notice:
    """Return the lines of the order that a token opens, or a notice if it cannot be changed. Raises Expired."""
    found = await _open(turn, token)
    if isinstance(found, Notice):
        return found
    return _page(turn, found, [one.pieces for one in found.order.state.lines])


async def take(turn: Turn, token: str, typed: Mapping[str, str]) -> CartPage | Notice:
    """Return the form with a line changed; for "save", send the summary in the chat. Raises Expired."""
    found = await _open(turn, token, hold=True)
    if isinstance(found, Notice):
        return found
    if typed.get("once") != str(found.order.run.version):
        return Notice(USED, found.locale)
    state = found.order.state
    texts = [typed.get(f"count-{place}", "").strip() for place in range(len(state.lines))]
    wrong = {place: text for place, text in enumerate(texts) if text and not _is_count(text)}
    counts = [
        int(text) if text and place not in wrong else one.pieces
        for place, (text, one) in enumerate(zip(texts, state.lines, strict=True))
    ]
    if typed.get("do") != "save":
        counts = _step_counts(counts, typed.get("do", ""))
    if wrong or typed.get("do") != "save":
        return replace(_page(turn, found, counts), wrong=wrong)
    if not any(counts):
        return replace(_page(turn, found, counts), is_empty=True)
    event = Picked(state.address, state.channel, turn.unit.ids.make(), counts=tuple(counts))
    return Notice(SAVED if await host.advance(turn, found.order.run, event) else USED, found.locale)


async def _open(turn: Turn, token: str, *, hold: bool = False) -> _OpenCart | Notice:
    """Return the open order of a link, else a notice; ``hold`` locks the customer. Raises Expired."""
    sealed = cart_link.open_link(turn, token)
    run = await turn.unit.runs.get(sealed.thing) if sealed is not None else None
    if run is None or run.contact is None:
        return Notice(UNKNOWN)
    if hold:
        await turn.unit.people.hold(run.contact)
    contact = await turn.unit.people.get(run.contact)
    if contact is None or contact.erased_at is not None:
        return Notice(UNKNOWN)
    locale = person_language.of(contact, turn.business)
    order = await open_order.find_open(turn, run.contact)
    if order is None or order.run.id != run.id or order.state.open is not None:
        return Notice(OVER, locale)
    return _OpenCart(order, locale)


def _is_count(text: str) -> bool:
    """Return True for a number of pieces that a line can have."""
    return text.isascii() and text.isdecimal() and len(text) <= 2 and int(text) <= MOST_PIECES


def _step_counts(counts: list[int], step: str) -> list[int]:
    """Return the counts after a button such as "more-1": that line has one more, one fewer, or none."""
    does, _, place = step.partition("-")
    at = int(place) if _is_count(place) else len(counts)
    if at < len(counts):
        wanted = counts[at] + _STEPS[does] if does in _STEPS else 0 if does == "out" else counts[at]
        counts = [*counts[:at], max(0, min(wanted, MOST_PIECES)), *counts[at + 1 :]]
    return counts


def _page(turn: Turn, found: _OpenCart, counts: list[int]) -> CartPage:
    lines = [
        CartLine(replace(one, quantity=1).named, many, one.ware.cost * many)
        for one, many in zip(found.order.state.lines, counts, strict=True)
    ]
    return CartPage(
        turn.business.name, found.locale, turn.business.currency, str(found.order.run.version), tuple(lines)
    )
