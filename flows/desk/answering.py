"""What a shop answers, given to each order; and what came of it, told to the shop in one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from flows.desk import asking, doubting
from flows.desk.draft import DeskFacts, Draft
from flows.desk.news import Answer, Assured, FreeOrder, Replied, TellOrder, Told, Undone
from flows.desk.requests import Desk, Request
from flows.engine import Value
from flows.money import MICROS
from flows.sourcing.news import Outcome
from flows.sourcing.order import Says

_KEPT = {Outcome.YOURS, Outcome.PAID}
_AGREED = {Outcome.YOURS, Outcome.HELD}
_SPARED = {Outcome.TAKEN, Outcome.SPARED}
_HAS = {Says.YES, Says.PART, Says.LATER}
_SAID = {
    Outcome.YOURS: "yours",
    Outcome.HELD: "held",
    Outcome.NO: "nothing",
    Outcome.TAKEN: "taken",
    Outcome.SPARED: "taken",
    Outcome.OVER: "taken",
    Outcome.FREED: "freed",
}
_ALONE = {"stock_over": {Outcome.OVER}, "stock_taken": {*_SPARED, Outcome.OVER}, "stock_freed": {Outcome.FREED}}
"""What has a message of its own where nothing else came of a reply."""


def replied(draft: Draft, event: Replied) -> None:
    """Each answer goes to its order, which says what comes of it; what is paid is asked about first."""
    _give(draft, doubting.sure_of(draft, event.answers, event.message))


def undone(draft: Draft, event: Undone) -> None:
    """What it said is taken back, and the requests are open again where they still matter; as ``replied``."""
    keys = event.requests or tuple(one.key for one in _last_said(draft))
    if not keys:
        draft.send("stock_nothing_to_undo", f"undo:{event.message}", **draft.desk.over)
        return
    if not event.requests and (len(keys) > 1 or _is_linked(draft.desk, keys[0], event.linked)):
        doubting.ask_which(draft, keys, event.message)
        return
    taken = doubting.sure_of(draft, [Answer(*key, Says.TAKEN_BACK.value) for key in keys], event.message)
    _undo(draft, [(one.order, one.line) for one in taken], event.message)


def _is_linked(desk: Desk, key: tuple[UUID, str], linked: Sequence[UUID]) -> bool:
    """Whether a customer is asked to pay for what the shop keeps; of what is paid it is asked anyway."""
    request = desk.find(*key)
    return request is not None and request.outcome == Outcome.YOURS and request.order in linked


def assured(draft: Draft, event: Assured) -> None:
    """It was asked whether it takes something back, and says so, or which of it."""
    chosen = [draft.desk.doubted[place] for place in event.places]
    doubted = [one for one in doubting.settled(draft) if not chosen or one in chosen]
    if not doubted:
        draft.send("stock_nothing_to_undo", f"undo:{event.message}", **draft.desk.over)
    elif event.sure:
        _undo(draft, [(one.order, one.line) for one in doubted if one.says == Says.TAKEN_BACK], event.message)
        _give(draft, [one for one in doubted if one.says != Says.TAKEN_BACK])
    else:
        found = [one for answer in doubted if (one := draft.desk.find(answer.order, answer.line)) is not None]
        key = f"stays:{event.message}"
        _tell_paid(draft, [one for one in found if one.outcome == Outcome.PAID], key)
        _tell_rest(draft, [one for one in found if one.outcome != Outcome.PAID], f"{key}:rest")


def _give(draft: Draft, answers: Sequence[Answer]) -> None:
    if answers:
        draft.desk = replace(draft.desk, answered_at=draft.now)
    for answer in answers:
        request = draft.desk.find(answer.order, answer.line)
        if request is None:
            continue
        draft.desk = draft.desk.put(_answered(request, answer, draft.now))
        awaited = (*(key for key in draft.desk.awaited if key != request.key), request.key)
        draft.desk = replace(draft.desk, awaited=awaited)
        draft.effects.append(TellOrder(answer))


def _answered(request: Request, answer: Answer, now: datetime) -> Request:
    return replace(request, said=answer.says, outcome="", answered_at=now, priced=answer.price is not None)


def _undo(draft: Draft, keys: Sequence[tuple[UUID, str]], message: UUID) -> None:
    """What is kept is free; what the order was only offered is not there for it any more; what was denied is open."""
    every = [one for key in keys if (one := draft.desk.find(*key)) is not None]
    found = [one for one in every if not one.denied]
    _open_again(draft, [one for one in every if one.denied])
    keys = [one.key for one in found]
    for one in found:
        changed = replace(one, said=Says.TAKEN_BACK.value, outcome="", kept=0, answered_at=draft.now)
        draft.desk = draft.desk.put(changed)
    offered = {one.key for one in found if not one.kept}
    for order in dict.fromkeys(order for order, _ in keys):
        lines = tuple(line for one, line in keys if one == order and (one, line) not in offered)
        draft.effects += [FreeOrder(order, lines)] if lines else []
    draft.effects += [TellOrder(Answer(*key, Says.NO.value)) for key in keys if key in offered]
    if every:
        taken = tuple(one.pieces(one.kept or one.offered or one.quantity) for one in found)
        denied = tuple(one.pieces(one.quantity) for one in every if one.denied)
        draft.send("stock_undone", f"undone:{message}", items=taken or None, denied=denied or None)


def _open_again(draft: Draft, denied: Sequence[Request]) -> None:
    """The order waits for the shop's answer as if it had not said no."""
    for one in denied:
        again = replace(one, said="", outcome="", offered=0, closed_at=None, answered_at=None)
        draft.desk = draft.desk.put(again)
        draft.effects.append(TellOrder(Answer(*one.key, Says.OPEN.value)))


def told(draft: Draft, event: Told) -> None:
    """What came of a line: told at once when all of the reply is answered and nothing more comes, else by itself."""
    request = draft.desk.find(event.order, event.line)
    if request is None and event.given is not None:
        (request,) = asking.requests(event.given, draft.now)
    if request is not None and event.outcome == Outcome.FEWER:
        draft.desk = draft.desk.put(replace(request, quantity=event.quantity) if request.open else request)
    elif request is not None:
        _hear(draft, request, event)
    if not draft.desk.awaited and not event.more and may_tell(draft.desk, draft.facts):
        echo(draft)


def may_tell(desk: Desk, facts: DeskFacts) -> bool:
    """Whether something is to be told now: at night only what became of the shop's own words."""
    return bool(desk.answered if facts.wakes_at is not None else desk.untold)


def _hear(draft: Draft, request: Request, event: Told) -> None:
    closed = None if event.outcome in _KEPT | {Outcome.HELD} else draft.now
    kept = event.quantity if event.outcome in _KEPT else 0
    draft.desk = draft.desk.put(
        replace(request, outcome=event.outcome, kept=kept, offered=event.quantity, by=event.by, closed_at=closed)
    )
    awaited = tuple(key for key in draft.desk.awaited if key != request.key)
    if request.key not in draft.desk.awaited and not _matters(request, event.outcome):
        return
    answered = (*draft.desk.answered, request.key) if request.key in draft.desk.awaited else draft.desk.answered
    untold = (*draft.desk.untold, request.key)
    draft.desk = replace(draft.desk, awaited=awaited, untold=untold, answered=answered)


def echo(draft: Draft) -> None:
    """What was understood and what came of it, in one message; at night nothing else than that."""
    night = draft.facts.wakes_at is not None
    told = dict.fromkeys(draft.desk.answered if night else draft.desk.untold)
    found = [one for key in told if (one := draft.desk.find(*key)) is not None]
    untold = tuple(key for key in draft.desk.untold if key not in told)
    echoes = draft.desk.echoes + bool(found)
    draft.desk = replace(draft.desk, untold=untold, answered=(), awaited=(), echoes=echoes)
    key = f"echo:{echoes}"
    paid = [one for one in found if one.outcome == Outcome.PAID]
    back = [one for one in found if one.outcome == Outcome.RETURNED]
    _tell_paid(draft, [one for one in paid if not _is_arranged(one)], f"{key}:paid")
    _tell_paid(draft, [one for one in paid if _is_arranged(one)], f"{key}:arranged", team="yes")
    _tell_returned(draft, back, f"{key}:returned")
    _tell_rest(draft, [one for one in found if one not in [*paid, *back]], key)


def _is_arranged(request: Request) -> bool:
    """Whether it is the staff's word that the shop has it, and not its own."""
    return request.outcome in _KEPT and request.said not in _HAS


def _tell_paid(draft: Draft, paid: Sequence[Request], key: str, team: str | None = None) -> None:
    if paid:
        items = tuple(one.pieces(one.kept) for one in paid)
        days = [one.by for one in paid if one.by is not None]  # of several it is ready for the first
        express = "yes" if any(one.express for one in paid) else None
        draft.send("stock_paid", key, items=items, pickup=min(days, default=None), team=team, express=express)


def _tell_returned(draft: Draft, back: Sequence[Request], key: str) -> None:
    """What it handed over comes back, and with that what it earned by it."""
    if back:
        items = tuple(one.pieces(one.offered) for one in back)
        earned = sum(one.earns * one.offered for one in back)
        cost = Decimal(earned) / MICROS if earned else None
        draft.send("stock_returned", key, items=items, amount=cost, currency=back[0].currency)


def _tell_rest(draft: Draft, found: Sequence[Request], key: str) -> None:
    for template, outcomes in _ALONE.items():
        if found and all(one.outcome in outcomes for one in found):
            draft.send(template, key, items=tuple(f"{one.title} ({one.number})" for one in found))
            return
    if not found:
        return
    told: dict[str, Value] = _usual([one for one in found if one.priced and one.outcome in _AGREED])
    said: dict[str, list[str]] = {}
    for one in found:
        name = "arranged" if _is_arranged(one) else _SAID.get(one.outcome)
        item = f"{one.title} × {one.kept or one.offered or one.quantity} ({one.number})"
        if name is not None:
            said.setdefault(name, []).append(item)
    draft.send("stock_outcome", key, **told, **{name: tuple(items) for name, items in said.items()})


def _usual(priced: Sequence[Request]) -> dict[str, Value]:
    """What the shop earns with what it named a price for: as before, until the staff says otherwise."""
    if not priced:
        return {}
    usual = Decimal(sum(one.earns * (one.kept or one.offered or one.quantity) for one in priced)) / MICROS
    return {"priced": "yes", "usual": usual or None, "currency": priced[0].currency}


def _last_said(draft: Draft) -> list[Request]:
    """What it keeps, holds or denied by its last answer; where no answer is known of, all of the newest message."""
    said = [one for one in draft.desk.requests if one.stands or (one.denied and one.deadline > draft.now)]
    answered = [one.answered_at for one in said if one.answered_at is not None]
    if answered:
        return [one for one in said if one.answered_at == max(answered)]
    newest = max((one.round for one in said), default=0)
    return [one for one in said if one.round == newest]


def _matters(request: Request, outcome: str) -> bool:
    """Whether a shop that waits for nothing hears of it: that it was in vain, or that it is to keep something."""
    if outcome in _KEPT | {Outcome.RETURNED}:
        return True
    if outcome == Outcome.FREED:
        return bool(request.kept) and request.said != Says.TAKEN_BACK
    return outcome in {*_SPARED, Outcome.OVER} and request.round > 0
