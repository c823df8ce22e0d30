"""The figures of customers' questions for /stats, and the open ones for a new staff member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from flows.phrase import Ours, Text, phrase
from handlers.engine.turn import Turn
from handlers.staff_notices.staff_greeting import Today
from storage.helpdesk.customer_questions import CustomerQuestions


async def describe_period(turn: Turn, start: datetime | None, end: datetime | None) -> Sequence[Text]:
    """Say how many questions were asked and answered in a period, and how long it took; empty if there were none."""
    found = await turn.unit.of(CustomerQuestions).figures(start, end)
    if not found.asked:
        return ()
    took = timedelta(seconds=found.median) if found.median is not None else None
    many = {name: Decimal(getattr(found, name)) for name in ("asked", "answered", "saved", "closed", "open")}
    told = phrase("stats_questions", **many, took=took, command=Ours("/questions"))
    return (told,)


async def count_waiting(turn: Turn) -> Text | None:
    """Say how many customers wait; None if there are none."""
    many = await turn.unit.of(CustomerQuestions).count_open()
    return phrase("customers_wait", many=many) if many else None


async def report_waiting(turn: Turn) -> Today:
    """Say how many customers wait, for a greeting of the staff."""
    many = await turn.unit.of(CustomerQuestions).count_open()
    return Today((phrase("questions_wait", many=many),), commands=("questions",)) if many else Today()
