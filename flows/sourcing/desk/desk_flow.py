"""A shop's desk: what it is asked by several orders, in one message; what it answers, given to each of them.

wanted ──> open ──asked──> (reminded once) ──answered──> told to the order ──outcome──> told to the shop
                                   └──deadline, taken or not needed──> closed

One desk per shop, whose run never ends. It asks within the shop's hours only, and not twice within a few minutes: what
comes in between is asked together.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

from flows.engine import Decision, Departed, Elapsed, Internal, Left, Question, Wait
from flows.sourcing.desk import answer_outcomes, desk_answers, outcome_message, request_rounds
from flows.sourcing.desk.desk_draft import DeskDraft, DeskFacts
from flows.sourcing.desk.desk_events import (
    AskedBack,
    Assured,
    Closed,
    HolidayTold,
    LinesAsked,
    OutcomeTold,
    ShopReplied,
    ToOrder,
    Undone,
)
from flows.sourcing.desk.desk_requests import Desk
from flows.sourcing.order_events import ShopGone

NAME = "shop_desk"
TOGETHER = timedelta(seconds=30)
"""How long the desk waits for all outcomes of one reply, to send them in one message."""
KEPT = timedelta(days=2)
"""How long a closed request is stored, so that a late reply can be answered."""
QUESTION = Question("stock_request", "stock")


Event: TypeAlias = (
    Internal | LinesAsked | OutcomeTold | ShopReplied | Undone | Assured | AskedBack | HolidayTold | Closed
)


def decide(desk: Desk | None, event: Event, facts: DeskFacts, now: datetime) -> Decision[Desk] | None:
    """Return the next step of a shop's desk; None if the event does not concern it."""
    if desk is None:
        if not isinstance(event, LinesAsked) and not (isinstance(event, OutcomeTold) and event.given):
            return None
        desk = Desk(event.shop)
    draft = DeskDraft(_tidy(desk, now), facts, now)
    match event:
        case LinesAsked():
            request_rounds.take(draft, event)
        case OutcomeTold():
            answer_outcomes.record_outcome(draft, event)
        case ShopReplied():
            desk_answers.pass_replies(draft, event)
        case Undone():
            desk_answers.take_back_answers(draft, event)
        case Assured():
            desk_answers.take_assurance(draft, event)
        case AskedBack():
            request_rounds.ask_back(draft, event)
        case HolidayTold(until=until):
            request_rounds.leave(draft, until)
        case Elapsed("ask"):
            request_rounds.ask(draft)
        case Elapsed("remind"):
            request_rounds.remind(draft)
        case Elapsed("echo"):
            outcome_message.echo(draft)
        case Departed() if outcome_message.report_undelivered(draft, event):
            pass
        case Closed(why=why) | Left(why) if isinstance(event, Closed) or why == "erased":
            return _close(desk, why)
        case _:
            return None
    return Decision(draft.desk, tuple(draft.effects), tuple(_waits(draft.desk, facts, now)))


def _close(desk: Desk, why: str) -> Decision[Desk]:
    """Close the desk; orders that rely on the shop look elsewhere."""
    orders = dict.fromkeys(one.order for one in desk.requests if one.open or one.kept)
    return Decision(desk, tuple(ToOrder(ShopGone(order, desk.shop)) for order in orders), ended=why)


def _tidy(desk: Desk, now: datetime) -> Desk:
    """Remove requests that were closed, or expired, long ago."""
    kept = tuple(
        one
        for one in desk.requests
        if (one.closed_at or one.deadline) > now - KEPT or (one.kept and one.closed_at is None)
    )
    return desk if len(kept) == len(desk.requests) else replace(desk, requests=kept)


def _waits(desk: Desk, facts: DeskFacts, now: datetime) -> Iterator[Wait]:
    if desk.unasked and facts.way is not None:
        yield Wait("ask", request_rounds.asks_at(desk, facts, now))
    reminds_at = request_rounds.reminds_at(desk, now)
    if reminds_at is not None and facts.way is not None:
        yield Wait("remind", max(reminds_at, facts.opens_at or now, now))
    if desk.untold:
        yield Wait("echo", now + TOGETHER if outcome_message.may_tell(desk, facts) else facts.wakes_at)
    if any(one.open and one.round for one in desk.requests):
        yield Wait("answer", None, QUESTION)
