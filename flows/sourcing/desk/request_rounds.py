"""The questions to a shop: grouped, within its hours, with one reminder, and a clarification of unclear answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flows.engine import Asks, Value
from flows.money import convert_micros
from flows.sourcing.desk.desk_draft import DeskDraft, DeskFacts
from flows.sourcing.desk.desk_events import AskedBack, LinesAsked, ShopReplied, ToOrder
from flows.sourcing.desk.desk_requests import Desk, Request
from flows.sourcing.desk.list_fit import count_fitting
from flows.sourcing.order_events import ShopAway, StockAnswered
from flows.sourcing.shop_ask import Says

APART = timedelta(minutes=5)
"""The minimum time between two messages with requests to one shop."""
TOGETHER_MOST = 15
"""Maximum requests in one message: Twilio accepts 1,600 characters of a WhatsApp text
(https://www.twilio.com/docs/whatsapp/api#message-length), and a shopkeeper reads no more."""
SHORTEST = timedelta(minutes=15)
"""The minimum time from a request to its reminder."""
DIVIDED = timedelta(minutes=2)
"""The extra time before a reminder about several pieces. Meanwhile the order splits what other shops offered in part,
which takes at most two minutes (flows.sourcing.order_split), and then tells what is still missing."""
REQUESTED, ASKED_BACK = "stock_request", "stock_asked_back"
"""The expected answers of a shop: whether it has the pieces, and which or how many it meant."""
_ANSWERABLE = timedelta(days=30)
_ASKS, _REMINDS = ("stock_request", "stock_requests"), ("stock_reminder", "stock_reminders")


def take(draft: DeskDraft, event: LinesAsked) -> None:
    for request in requests(event, draft.now):
        draft.desk = draft.desk.put(request)
    if asks_at(draft.desk, draft.facts, draft.now) <= draft.now:
        ask(draft)


def requests(event: LinesAsked, now: datetime) -> tuple[Request, ...]:
    """Return an order's requests for the desk."""
    patience = max(event.patience, SHORTEST)
    return tuple(
        Request(
            event.order, event.number, wanted.line, wanted.item, wanted.size, wanted.quantity, wanted.earns,
            event.currency, event.deadline, now + patience, patience, express=event.express,
            for_stock=event.for_stock,
        )
        for wanted in event.lines
    )  # fmt: skip


def ask(draft: DeskDraft) -> None:
    """Send one message with all new requests; a single one has buttons, several have numbers."""
    fresh = _choose_first(draft.desk.unasked)
    if not fresh or draft.facts.way is None or asks_at(draft.desk, draft.facts, draft.now) > draft.now:
        return
    draft.desk = replace(draft.desk, round=draft.desk.round + 1, asked_at=draft.now)
    for place, request in enumerate(fresh, 1):
        remind_at = draft.now + request.patience  # from when it was asked, not from when it came in the night
        draft.desk = draft.desk.put(replace(request.record_asking(draft.desk.round, place), remind_at=remind_at))
    _send_requests(draft, fresh, f"ask:{draft.desk.round}")


def remind(draft: DeskDraft) -> None:
    """Remind the shop once of its unanswered requests."""
    late = _choose_first([one for one in draft.desk.requests if _needs_reminder(one) and one.remind_at <= draft.now])
    if not late or draft.facts.way is None or draft.facts.opens_at is not None:
        return
    draft.desk = replace(draft.desk, round=draft.desk.round + 1, asked_at=draft.now)
    for place, request in enumerate(late, 1):
        draft.desk = draft.desk.put(replace(request.record_asking(draft.desk.round, place), reminded=True))
    _send_requests(draft, late, f"remind:{draft.desk.round}", _REMINDS)


def leave(draft: DeskDraft, until: datetime) -> None:
    """Stop waiting for answers that are due before the end of the shop's holiday."""
    passed = [one for one in draft.desk.requests if one.open and one.deadline <= until]
    for one in passed:
        draft.desk = draft.desk.put(replace(one, closed_at=draft.now))
    for order in dict.fromkeys(one.order for one in passed):
        lines = tuple(one.line for one in passed if one.order == order)
        draft.effects.append(ToOrder(ShopAway(order, draft.desk.shop, lines)))


def ask_back(draft: DeskDraft, event: AskedBack) -> None:
    """Ask one short question about the most likely request, or list the open ones; a long list is cut, with the number
    of the rest."""
    found = [one for key in event.requests if (one := draft.desk.find(*key)) is not None]
    lines = tuple(one.spelled_key for one in found)
    question = Asks(ASKED_BACK, values={"lines": lines, "how_many": event.some}, stays=True)
    draft.effects += [ToOrder(_note_spoken(draft, one)) for one in found if one.open]
    if len(found) == 1:
        draft.desk = draft.desk.put(replace(found[0], menu=False, figured=event.figure, by_menu=False))
        again: dict[str, Value] = {"figure": "yes"} if event.figure and found[0].figured else {}
        template = "stock_how_many" if event.some else "stock_unclear"
        draft.send(template, f"back:{event.message}", question, **_describe_single(found[0]), **again)
    elif found:
        draft.desk = replace(draft.desk, round=draft.desk.round + 1)
        shown = _choose_first(found)
        for place, request in enumerate(shown, 1):
            draft.desk = draft.desk.put(request.record_asking(draft.desk.round, place))
        more = (f"+ {len(found) - len(shown)}",) if len(shown) < len(found) else ()
        asks = (*(f"{place}. {one.pieces(one.quantity)}" for place, one in enumerate(shown, 1)), *more)
        both = "yes" if len(found) == 2 == sum(one.open for one in draft.desk.requests) else None
        draft.send("stock_which", f"back:{event.message}", question, asks=asks, both=both)


def _choose_first(requests: Sequence[Request]) -> tuple[Request, ...]:
    """Return the first requests, as many as fit into one message."""
    lines = [f"{TOGETHER_MOST}. {one.pieces(one.quantity)}" for one in requests[:TOGETHER_MOST]]
    return tuple(requests[: count_fitting(lines, TOGETHER_MOST)])


def _note_spoken(draft: DeskDraft, request: Request) -> StockAnswered:
    """Return the event that a shop wrote but was not understood, so that the order knows that it is not silent and
    still waits."""
    return StockAnswered(request.order, draft.desk.shop, request.line, Says.OPEN)


def postpone(draft: DeskDraft, event: ShopReplied) -> None:
    """Keep requests open that the shop will answer later, and confirm that; up to two reminders follow."""
    if event.later is None:
        return
    found = [one for key in event.later.requests if (one := draft.desk.find(*key)) is not None]
    for one in found:
        draft.desk = draft.desk.put(_postpone(one, event.later.until, draft.now))
    if found:
        deadline, until = min(one.deadline for one in found), event.later.until
        by = until if until is not None and draft.now < until < deadline else deadline
        items = tuple(one.pieces(one.quantity) for one in found)
        draft.send("stock_waits", f"waits:{event.message}", items=items, by=by)


def _postpone(request: Request, until: datetime | None, now: datetime) -> Request:
    if until is None:
        return replace(request, remind_at=max(request.remind_at, now + request.patience))
    return replace(request, remind_at=max(until, now + SHORTEST), reminded=False)


def asks_at(desk: Desk, facts: DeskFacts, now: datetime) -> datetime:
    """Return the next time for new requests: within the shop's hours, some minutes after the message before."""
    apart = desk.asked_at + APART if desk.asked_at and any(one.open and one.round for one in desk.requests) else now
    return max(now, facts.opens_at or now, apart)


def reminds_at(desk: Desk, now: datetime) -> datetime | None:
    """Return the time of the shop's reminder, later if a request for several pieces may shrink; None if there
    is none."""
    late = [one for one in desk.requests if _needs_reminder(one) and one.deadline > now]
    first = min((one.remind_at for one in late), default=None)
    if first is None or not any(one.quantity > 1 and one.remind_at <= first + DIVIDED for one in late):
        return first
    return first + DIVIDED


def _needs_reminder(request: Request) -> bool:
    """Return True for an unanswered request without a reminder."""
    return request.open and request.round > 0 and not request.reminded


def _send_requests(draft: DeskDraft, requests: tuple[Request, ...], key: str, by: tuple[str, str] = _ASKS) -> None:
    """Send one request with the answers 1, 2 and 3, or several by their template."""
    menu = len(requests) == 1
    known: dict[str, Value] = {"round": draft.desk.round, "menu": menu}
    question = Asks(REQUESTED, values=known, within=_ANSWERABLE, stays=True)
    if menu:
        (one,) = requests
        draft.desk = draft.desk.put(replace(draft.desk.find(*one.key) or one, menu=True))
        draft.send(by[0], key, question, **_describe_single(one))
        return
    express = all(one.express for one in requests)  # then it is said once, of all
    shown = tuple(replace(one, express=False) if express else one for one in requests)
    asks = tuple(f"{place}. {one.pieces(one.quantity)}" for place, one in enumerate(shown, 1))
    deadline = min(one.deadline for one in requests)
    told = _describe_earnings(requests) | {"express": "yes" if express else None}
    draft.send(by[1], key, question, asks=asks, many=len(asks), deadline=deadline, **told)


def _describe_earnings(requests: tuple[Request, ...]) -> dict[str, Value]:
    """Return the shop's earnings per piece, or that they differ."""
    (first, *others), currency = {one.earns for one in requests}, requests[0].currency
    if any(one.currency != currency for one in requests):
        return {}
    if not others:
        return {"each": convert_micros(first) if first else None, "currency": currency}
    return {"commission": convert_micros(sum(one.earns * one.quantity for one in requests)), "currency": currency}


def _describe_single(request: Request) -> dict[str, Value]:
    return {
        "order": request.number,
        "item": request.item,
        "size": request.size or None,
        "quantity": request.quantity,
        "commission": convert_micros(request.earns * request.quantity) if request.earns else None,
        "currency": request.currency,
        "deadline": request.deadline,
        "express": "yes" if request.express else None,
    }
