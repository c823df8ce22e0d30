"""The outcomes of a shop's answers, in one message to it; undelivered ones are reported to the staff."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from flows.engine import Asks, Departed, Value
from flows.money import convert_micros
from flows.phrase import Text, phrase, sentences
from flows.sourcing import undelivered_news
from flows.sourcing.desk.desk_draft import DeskDraft, DeskFacts
from flows.sourcing.desk.desk_requests import Desk, Request
from flows.sourcing.order_draft import join_parts
from flows.sourcing.order_effects import RequestOutcome, TellStaff
from flows.sourcing.order_facts import Lost
from flows.sourcing.shop_ask import Says

KEPT_PIECES = "kept_pieces"
"""The expected answers to a message of kept pieces: ready, handed over, or missing."""
_ANSWERABLE = timedelta(days=30)
KEPT = {RequestOutcome.YOURS, RequestOutcome.PAID}
"""The outcome that the shop must keep the pieces."""
_SPARED = {RequestOutcome.TAKEN, RequestOutcome.SPARED}
GONE = {*_SPARED, RequestOutcome.OVER}
"""The outcome that the shop's pieces are not needed."""
_AGREED = {RequestOutcome.YOURS, RequestOutcome.HELD}
_HAS = {Says.YES, Says.PART, Says.LATER}
_SAID = {
    RequestOutcome.YOURS: "yours",
    RequestOutcome.HELD: "held",
    RequestOutcome.NO: "nothing",
    RequestOutcome.TAKEN: "taken",
    RequestOutcome.SPARED: "taken",
    RequestOutcome.OVER: "taken",
    RequestOutcome.FREED: "freed",
}
_ALONE = {"stock_over": {RequestOutcome.OVER}, "stock_taken": GONE, "stock_freed": {RequestOutcome.FREED}}
"""The outcomes with their own message, if the reply has no other outcome."""


def ask_about_kept(requests: Sequence[Request]) -> Asks:
    """Return the question for the buttons under a message about kept pieces."""
    orders, lines = dict.fromkeys(one.number for one in requests), (one.spelled_key for one in requests)
    values: dict[str, Value] = {"orders": tuple(orders), "lines": tuple(lines)}
    return Asks(KEPT_PIECES, values=values, within=_ANSWERABLE)


def may_tell(desk: Desk, facts: DeskFacts) -> bool:
    """Return True if a message may leave now; at night only one about the shop's own words."""
    return bool(desk.answered if facts.wakes_at is not None else desk.untold)


def record_for_later(draft: DeskDraft, request: Request) -> None:
    """Record the outcome of the shop's own words, to report it with the rest of its reply."""
    place = draft.desk.awaited.index(request.key) if request.key in draft.desk.awaited else len(draft.desk.awaited)
    awaited = (*draft.desk.awaited[:place], *draft.desk.awaited[place + 1 :])
    untold, answered = (*draft.desk.untold, request.key), (*draft.desk.answered, request.key)
    draft.desk = replace(draft.desk, awaited=awaited, untold=untold, answered=answered)


def echo(draft: DeskDraft) -> None:
    """Send the answers as understood, with their outcomes, in one message; at night nothing else."""
    night = draft.facts.wakes_at is not None
    told = dict.fromkeys(draft.desk.answered if night else draft.desk.untold)
    answered = draft.desk.answered
    found = [one for key in told if (one := draft.desk.find(*key)) is not None]
    untold = tuple(key for key in draft.desk.untold if key not in told)
    echoes = draft.desk.echoes + bool(found)
    draft.desk = replace(draft.desk, untold=untold, answered=(), awaited=(), echoes=echoes)
    key = f"echo:{echoes}"
    late = [one for one in found if one.delayed and one.outcome in KEPT and one.key in answered]
    _tell_delayed(draft, late, f"{key}:late")
    found = [one for one in found if one not in late]
    paid = [one for one in found if one.outcome == RequestOutcome.PAID]
    back = [one for one in found if one.outcome == RequestOutcome.RETURNED]
    tell_paid(draft, [one for one in paid if not _is_arranged(one)], f"{key}:paid")
    tell_paid(draft, [one for one in paid if _is_arranged(one)], f"{key}:arranged", team="yes")
    _tell_returned(draft, back, f"{key}:returned")
    tell_rest(draft, [one for one in found if one not in [*paid, *back]], key)


def _is_arranged(request: Request) -> bool:
    """Return True if the staff, and not the shop itself, said that the shop has the pieces."""
    return request.outcome in KEPT and request.said not in _HAS


def tell_paid(draft: DeskDraft, paid: Sequence[Request], key: str, team: str | None = None) -> None:
    """Tell the shop that pieces are sold, or for our own stock; ``team``: the staff reported that the shop has them."""
    _tell_fetched(draft, [one for one in paid if not one.for_stock], key, team=team)
    _tell_fetched(draft, [one for one in paid if one.for_stock], f"{key}:ours", team=team, ours="yes")


def _tell_fetched(draft: DeskDraft, paid: Sequence[Request], key: str, **said: str | None) -> None:
    """Tell the shop when the pieces must be ready for fetching, or be with us if the shop brings them."""
    if paid:
        items = tuple(one.pieces(one.kept) for one in paid)
        coming = [one.by for one in paid if one.by is not None and one.by > draft.now]  # none for an overdue order
        express = "yes" if any(one.express for one in paid) else None
        template = "stock_to_bring" if draft.facts.brings else "stock_paid"
        asks = ask_about_kept(paid)
        draft.send(template, key, asks, items=items, pickup=min(coming, default=None), express=express, **said)


def _tell_delayed(draft: DeskDraft, late: Sequence[Request], key: str) -> None:
    """Tell the shop to keep its pieces, and to have them ready at the last time that it named."""
    if late:
        ready = max((one.ready_at for one in late if one.ready_at is not None), default=None)
        draft.send("stock_delayed", key, items=tuple(one.pieces(one.kept) for one in late), ready=ready)


def _tell_returned(draft: DeskDraft, back: Sequence[Request], key: str) -> None:
    """Tell the shop that handed-over pieces come back, and that their commission is refunded."""
    if back:
        items = tuple(one.pieces(one.offered) for one in back)
        earned = sum(one.earns * one.offered for one in back)
        cost = convert_micros(earned) if earned else None
        draft.send("stock_returned", key, items=items, amount=cost, currency=back[0].currency)


def tell_rest(draft: DeskDraft, found: Sequence[Request], key: str) -> None:
    """Tell the shop the outcomes of unpaid requests; a reply with a single outcome has its own message."""
    for template, outcomes in _ALONE.items():
        if found and all(one.outcome in outcomes for one in found):
            draft.send(template, key, items=tuple(f"{one.title} ({one.number})" for one in found))
            return
    if not found:
        return
    told: dict[str, Value] = _list_usual([one for one in found if one.priced and one.outcome in _AGREED])
    said: dict[str, list[str]] = {}
    for one in found:
        name = "arranged" if _is_arranged(one) else _SAID.get(one.outcome)
        item = f"{one.title} × {one.kept or one.offered or one.quantity} ({one.number})"
        if name is not None:
            said.setdefault(name, []).append(item)
    kept = [one for one in found if one.outcome == RequestOutcome.YOURS]
    told |= {name: tuple(items) for name, items in said.items()}
    draft.send("stock_outcome", key, ask_about_kept(kept) if kept else None, **told)


def _list_usual(priced: Sequence[Request]) -> dict[str, Value]:
    """Return the shop's usual earnings for priced pieces, which stay until the staff change them."""
    if not priced:
        return {}
    usual = convert_micros(sum(one.earns * (one.kept or one.offered or one.quantity) for one in priced))
    return {"priced": "yes", "usual": usual or None, "currency": priced[0].currency}


_OUTCOME = {"yours": "to_be_kept", "arranged": "to_be_kept", "taken": "not_needed", "freed": "not_needed"}
_ITEMS = {
    "stock_paid": "to_be_ready",
    "stock_to_bring": "to_be_ready",
    "stock_freed": "not_needed",
    "stock_returned": "comes_back",
}


def report_undelivered(draft: DeskDraft, event: Departed) -> bool:
    """Tell the staff once of an undelivered message; return False for a message that the shop does not need."""
    lost = draft.facts.lost
    told = tuple(_list_told(lost)) if lost is not None else ()
    if event.outcome not in {"refused", "failed"} or not told:
        return False
    values = {"shop": draft.facts.name, "channel": event.channel, "why": undelivered_news.explain(event.rule)}
    text = sentences(phrase("shop_could_not_be_told", **values), *told)
    draft.effects.append(TellStaff(f"shop:{draft.desk.shop}:unheard:{event.message}", text))
    return True


def _list_told(lost: Lost) -> Iterator[Text]:
    """Yield the undelivered outcomes, a sentence for each task."""
    said: dict[str, list[str]] = {}
    names = {"items": _ITEMS[lost.template]} if lost.template in _ITEMS else {}
    names = _OUTCOME if lost.template == "stock_outcome" else names
    for name, what in names.items():
        said.setdefault(what, []).extend(_list_value(lost.values.get(name)))
    yield from (phrase(name, what=join_parts(items)) for name, items in said.items() if items)


def _list_value(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else ()
