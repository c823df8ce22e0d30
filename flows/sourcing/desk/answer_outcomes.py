"""The outcomes of a shop's answer from each order, as messages to the shop."""

from dataclasses import replace
from datetime import datetime

from flows.sourcing.desk import outcome_message, request_rounds
from flows.sourcing.desk.desk_draft import DeskDraft
from flows.sourcing.desk.desk_events import OutcomeTold
from flows.sourcing.desk.desk_requests import Request
from flows.sourcing.desk.outcome_message import GONE, KEPT
from flows.sourcing.order_effects import RequestOutcome
from flows.sourcing.shop_ask import Says


def record_outcome(draft: DeskDraft, event: OutcomeTold) -> None:
    """Record the outcome of a line. Report it at once if it is the last outcome of the whole reply, else later."""
    request = draft.desk.find(event.order, event.line)
    if request is None and event.given is not None:
        (request,) = request_rounds.requests(event.given, draft.now)
    if request is not None and event.outcome == RequestOutcome.FEWER:
        draft.desk = draft.desk.put(replace(request, quantity=event.quantity) if request.open else request)
    elif request is not None:
        _hear(draft, request, event)
    if not draft.desk.awaited and not event.more and outcome_message.may_tell(draft.desk, draft.facts):
        outcome_message.echo(draft)


def _hear(draft: DeskDraft, request: Request, event: OutcomeTold) -> None:
    closed = None if event.outcome in KEPT | {RequestOutcome.HELD} else draft.now
    kept = event.quantity if event.outcome in KEPT else 0
    outcome, by = _find_outcome(request, event)
    offered = event.quantity or (
        request.kept if event.outcome == RequestOutcome.NO else 0
    )  # what is not there is named
    draft.desk = draft.desk.put(replace(request, outcome=outcome, kept=kept, offered=offered, by=by, closed_at=closed))
    if request.key in draft.desk.awaited:
        outcome_message.record_for_later(draft, request)
    elif _matters(request, event.outcome):
        draft.desk = replace(draft.desk, untold=(*draft.desk.untold, request.key))


def _find_outcome(request: Request, event: OutcomeTold) -> tuple[str, datetime | None]:
    """Return the outcome of a request, and the day of fetching. A paid request stays paid if the shop has the pieces
    again; one that another shop took stays unneeded despite later answers."""
    if (request.outcome, event.outcome) == (RequestOutcome.PAID, RequestOutcome.YOURS):
        return RequestOutcome.PAID, request.by
    if event.outcome == RequestOutcome.NO and request.outcome in GONE:
        return request.outcome, event.by
    return event.outcome, event.by


def _matters(request: Request, outcome: str) -> bool:
    """Return True if a shop needs to know an outcome that it does not wait for: its answer came too late, or it must
    keep pieces."""
    if outcome in KEPT | {RequestOutcome.RETURNED}:
        return True
    if outcome == RequestOutcome.FREED:
        return bool(request.kept) and request.said != Says.TAKEN_BACK
    return outcome in GONE and request.round > 0
