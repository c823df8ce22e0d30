"""What a shop answers, given to each order; and what came of it, told to the shop in one message."""

from __future__ import annotations

from dataclasses import replace

from flows.desk.draft import Draft
from flows.desk.news import FreeOrder, Replied, TellOrder, Told, Undone
from flows.desk.requests import Request
from flows.engine import Value
from flows.sourcing.news import Outcome

_KEPT = {Outcome.YOURS, Outcome.PAID}
_SAID = {
    Outcome.YOURS: "yours",
    Outcome.HELD: "held",
    Outcome.NO: "nothing",
    Outcome.TAKEN: "taken",
    Outcome.SPARED: "taken",
    Outcome.FREED: "freed",
}


def replied(draft: Draft, event: Replied) -> None:
    """Each answer goes to its order, which says what comes of it."""
    draft.desk = replace(draft.desk, answered_at=draft.now)
    for answer in event.answers:
        request = draft.desk.find(answer.order, answer.line)
        if request is None:
            continue
        draft.desk = draft.desk.put(replace(request, said=answer.says, outcome=""))
        awaited = (*(key for key in draft.desk.awaited if key != request.key), request.key)
        draft.desk = replace(draft.desk, awaited=awaited)
        draft.effects.append(TellOrder(answer))


def undone(draft: Draft, event: Undone) -> None:
    """What it said is taken back, and the requests are open again where they still matter."""
    keys = event.requests or tuple(one.key for one in _last_said(draft))
    if not keys:
        draft.send("stock_nothing_to_undo", f"undo:{event.message}")
        return
    for order, line in keys:
        request = draft.desk.find(order, line)
        if request is not None:
            draft.desk = draft.desk.put(replace(request, said="taken_back", outcome="", kept=0))
    for order in dict.fromkeys(order for order, _ in keys):
        draft.effects.append(FreeOrder(order, tuple(line for one, line in keys if one == order)))
    items = tuple(one.title for key in keys if (one := draft.desk.find(*key)) is not None)
    draft.send("stock_undone", f"undone:{event.message}", items=items)


def told(draft: Draft, event: Told) -> None:
    """What came of a line: told at once when all of the reply is answered and nothing more comes, else by itself."""
    request = draft.desk.find(event.order, event.line)
    if request is not None:
        _hear(draft, request, event)
    if draft.desk.untold and not draft.desk.awaited and not event.more:
        echo(draft)


def _hear(draft: Draft, request: Request, event: Told) -> None:
    closed = None if event.outcome in _KEPT | {Outcome.HELD} else draft.now
    kept = event.quantity if event.outcome in _KEPT else 0
    draft.desk = draft.desk.put(
        replace(request, outcome=event.outcome, kept=kept, offered=event.quantity, by=event.by, closed_at=closed)
    )
    awaited = tuple(key for key in draft.desk.awaited if key != request.key)
    if request.key not in draft.desk.awaited and not _matters(request, event.outcome):
        return
    draft.desk = replace(draft.desk, awaited=awaited, untold=(*draft.desk.untold, request.key))


def echo(draft: Draft) -> None:
    """What was understood and what came of it, in one message."""
    found = [one for key in dict.fromkeys(draft.desk.untold) if (one := draft.desk.find(*key)) is not None]
    draft.desk = replace(draft.desk, untold=(), awaited=())
    if not found:
        return
    key = f"echo:{int(draft.now.timestamp() * 1000)}:{found[0].order}:{found[0].line}"
    paid = [one for one in found if one.outcome == Outcome.PAID]
    if paid:
        items = tuple(f"{one.title} × {one.kept} ({one.number})" for one in paid)
        days = [one.by for one in paid if one.by is not None]  # of several it is ready for the first
        draft.send("stock_paid", f"{key}:paid", items=items, pickup=min(days, default=None))
    found = [one for one in found if one not in paid]
    if not found:
        return
    if all(_SAID.get(one.outcome) == "taken" for one in found):
        draft.send("stock_taken", key, items=tuple(f"{one.title} ({one.number})" for one in found))
        return
    if all(one.outcome == Outcome.FREED for one in found):
        draft.send("stock_freed", key, items=tuple(f"{one.title} ({one.number})" for one in found))
        return
    values: dict[str, Value] = {}
    for outcome, name in _SAID.items():
        these = tuple(
            f"{one.title} × {one.kept or one.offered or one.quantity} ({one.number})"
            for one in found
            if one.outcome == outcome
        )
        if these:
            values[name] = these
    draft.send("stock_outcome", key, **values)


def _last_said(draft: Draft) -> list[Request]:
    """What it kept by its last answer: all of the newest message that it answered."""
    said = [one for one in draft.desk.requests if one.kept and not one.closed_at]
    newest = max((one.round for one in said), default=0)
    return [one for one in said if one.round == newest]


def _matters(request: Request, outcome: str) -> bool:
    """Whether a shop that waits for nothing hears of it: that it was in vain, or that it is to keep something."""
    if outcome in _KEPT:
        return True
    if outcome == Outcome.FREED:
        return bool(request.kept) and request.said != "taken_back"
    return outcome in {Outcome.TAKEN, Outcome.SPARED} and request.round > 0
