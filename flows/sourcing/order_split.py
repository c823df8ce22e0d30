"""Dividing partial offers among shops: small splits at once, large ones by a call that answers when it is done.

A decision takes a few milliseconds, and comparing many shops takes longer. So a large split is requested as an effect;
the order waits for it, and uses the result only if the offers are still the same.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from flows.engine import Called
from flows.sourcing.order_draft import OrderDraft
from flows.sourcing.order_line import Line
from flows.sourcing.order_reason import Reason
from flows.sourcing.planning.split_solver import Holding, Method, Need, Share, Split, Weights, split
from flows.sourcing.shop_ask import Ask
from flows.sourcing.sourcing_call_kinds import SPLIT
from flows.sourcing.split_wait import Dividing, Then

SOURCES, LINES = 6, 10
"""The maximum shops and lines of a split computed at once: it takes a millisecond, or five with eight shops."""
PATIENCE = timedelta(minutes=2)
"""How long to wait for a large split; without an answer a fast approximate split is used."""
_STRENGTH = (Then.GO_ON, Then.NEXT_WAVE, Then.SETTLE)


@dataclass(frozen=True, slots=True)
class Divided:
    """The result of an awaited split: the shops, their lines, and the order's next step."""

    shares: tuple[Share, ...]
    then: Then


def divide(draft: OrderDraft, lines: tuple[Line, ...], then: Then) -> tuple[Share, ...] | None:
    """Return each shop's share of these lines; None if the split is awaited, and ``then`` is the order's next step."""
    awaited = draft.order.dividing
    if awaited is not None:  # it is divided anew when the answer comes, for what was offered is not the same any more
        same = awaited.lines == tuple(line.id for line in lines)
        then = max(awaited.then, then, key=_STRENGTH.index)
        draft.change(dividing=replace(awaited, lines=awaited.lines if same else None, then=then))
        return None
    offers = _offers(draft, lines)
    if not offers:
        return ()
    if len({ask.shop for ask in offers}) <= SOURCES and len(lines) <= LINES:
        return split(_needs(draft, lines), _holdings(draft, offers), _weights(draft)).shares
    _ask(draft, lines, offers, then)
    return None


def take_split(draft: OrderDraft, event: Called) -> Divided | None:
    """Return the requested split; None if it is requested again, or was not requested by this order."""
    awaited = draft.order.dividing
    if awaited is None or event.key != awaited.key:
        return None
    draft.change(dividing=None)
    lines = _lines(draft, awaited)
    if event.failure is not None:
        return _split_quickly(draft, lines, awaited.then, Reason.NO_SPLIT, failure=event.failure)
    if awaited.lines is None or _fingerprint(draft, lines, _offers(draft, lines)) != awaited.of:
        shares = divide(draft, lines, awaited.then)
        return None if shares is None else Divided(shares, awaited.then)
    if event.values.get("method") == Method.GREEDY.value:
        draft.note(Reason.DIVIDED_QUICKLY, why=Reason.NOT_INSTALLED.value)
    return Divided(read_shares(str(event.values.get("shares") or "[]")), awaited.then)


def handle_overdue(draft: OrderDraft) -> Divided | None:
    """Handle a missing answer."""
    awaited = draft.order.dividing
    if awaited is None:
        return None
    draft.change(dividing=None)
    return _split_quickly(draft, _lines(draft, awaited), awaited.then, Reason.NO_SPLIT_IN_TIME)


def _split_quickly(draft: OrderDraft, lines: tuple[Line, ...], then: Then, why: Reason, **figures: object) -> Divided:
    draft.note(Reason.DIVIDED_QUICKLY, why=why.value, **figures)
    found = split(_needs(draft, lines), _holdings(draft, _offers(draft, lines)), _weights(draft), quick=True)
    return Divided(found.shares, then)


def _ask(draft: OrderDraft, lines: tuple[Line, ...], offers: list[Ask], then: Then) -> None:
    number = draft.order.splits + 1
    names = tuple(line.id for line in lines)
    awaited = Dividing(f"{SPLIT}:{number}", _fingerprint(draft, lines, offers), names, then, draft.now + PATIENCE)
    draft.change(dividing=awaited, splits=number)
    problem = write_problem(_needs(draft, lines), _holdings(draft, offers), _weights(draft))
    draft.call(SPLIT, awaited.key, problem=problem)


def _lines(draft: OrderDraft, awaited: Dividing) -> tuple[Line, ...]:
    """Return the lines to divide; all missing ones if more answers came meanwhile."""
    return tuple(line for line in draft.order.lacks if awaited.lines is None or line.id in awaited.lines)


def _needs(draft: OrderDraft, lines: tuple[Line, ...]) -> tuple[Need, ...]:
    return tuple(Need(line.id, draft.order.count_missing(line)) for line in lines)


def _offers(draft: OrderDraft, lines: tuple[Line, ...]) -> list[Ask]:
    """Return the offers for these lines that cost no more than the lines' selling price."""
    prices = {line.id: line.price for line in lines}
    offers = [ask for ask in draft.order.asks if ask.offers and ask.line in prices]
    return [ask for ask in offers if ask.price is None or ask.price <= prices[ask.line]]


def _holdings(draft: OrderDraft, offers: list[Ask]) -> tuple[Holding, ...]:
    return tuple(
        Holding(str(ask.shop), ask.line, ask.quantity, (ask.ready_at or draft.now) - draft.now, ask.commission)
        for ask in offers
    )


def _weights(draft: OrderDraft) -> Weights:
    weights = draft.facts.settings.weights
    return Weights(weights.shops, weights.hours, weights.commission)


def _fingerprint(draft: OrderDraft, lines: tuple[Line, ...], offers: list[Ask]) -> str:
    """Return a digest of the lines and offers; it changes if a shop adds a promise or takes one back."""
    needs = [(need.line, need.quantity) for need in _needs(draft, lines)]
    held = [(str(ask.shop), ask.line, ask.quantity, _moment(ask.ready_at), ask.commission) for ask in offers]
    return sha256(json.dumps([needs, held]).encode()).hexdigest()


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def write_problem(needs: tuple[Need, ...], holdings: tuple[Holding, ...], weights: Weights) -> str:
    """Format a split problem as the text of a call."""
    held = [[one.source, one.line, one.quantity, one.ready_in.total_seconds(), one.commission] for one in holdings]
    wanted = [[one.line, one.quantity] for one in needs]
    return json.dumps(
        {"needs": wanted, "holdings": held, "weights": [weights.shops, weights.hours, weights.commission]}
    )


def solve(problem: str) -> Split:
    """Solve the problem in the text of ``write_problem``: seconds of processor time. Raises ValueError for
    other text."""
    try:
        told = json.loads(problem)
        needs = [Need(str(line), int(quantity)) for line, quantity in told["needs"]]
        holdings = [
            Holding(str(source), str(line), int(quantity), timedelta(seconds=ready), int(commission))
            for source, line, quantity, ready, commission in told["holdings"]
        ]
        weights = Weights(*told["weights"])
    except (KeyError, TypeError) as wrong:
        raise ValueError(f"this split cannot be solved: {wrong}") from wrong
    return split(needs, holdings, weights)


def write_shares(shares: tuple[Share, ...]) -> str:
    """Format each shop's share as the text of an answer."""
    return json.dumps([[share.source, share.line, share.quantity] for share in shares])


def read_shares(text: str) -> tuple[Share, ...]:
    """Parse the shares from the text of ``write_shares``."""
    return tuple(Share(str(source), str(line), int(quantity)) for source, line, quantity in json.loads(text))


def get_shop(share: Share) -> UUID:
    """Return the shop of a share."""
    return UUID(share.source)
