"""/winback: show the plan with its results, turn it on and off, and change its condition."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import accumulate

from flows.actor import Actor
from flows.phrase import Lines, Text, phrase, tap
from flows.plans.plan_terms import KeptPlan, PlanTerms
from flows.plans.standard_plans import READY_PLANS, WIN_BACK
from handlers.actions.action import Origin
from handlers.engine.turn import Turn
from handlers.offers.written_amounts import name_discount
from handlers.plans.plan_description import describe_forecast
from handlers.plans.winback.winback_results import describe_results
from handlers.plans.winback.winback_switch import (
    ChangeWinBack,
    TurnOff,
    TurnOn,
    change,
    describe_people,
    turn_off,
    turn_on,
    win_back_of,
    would_turn_on,
)
from handlers.replies.text_normalisation import normalise
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply
from storage.plans.plan_results import load_plan_results
from templates.message_values import quote_line

_UNITS = {"d": 1, "w": 7, "m": 30}
_LENGTH = re.compile(
    r"(?:(?:gone|after|silent|for|since|hace|de|desde) )*(?P<many>\d{1,9}) ?"
    r"(?P<unit>d|days?|dias?|din|दिन|w|weeks?|semanas?|hafte|m|months?|mes|meses|mahine)?"
    r"(?: (?:gone|silent|se|से|ago|sin comprar))*"
)
_RHYTHM = frozenset({"rhythm", "own rhythm", "by rhythm", "their rhythm", "ritmo", "su ritmo", "apni raftar"})
_SHORT = 40


async def winback(asked: IssuedCommand) -> Text | Reply:
    """Show the state of win-back; if a length of silence is given, change the condition."""
    if asked.is_bare:
        return await _show_winback(asked.turn)
    said = " ".join(normalise(asked.rest).split())
    wanted = ChangeWinBack(None) if said in _RHYTHM else _days(said)
    if wanted is None:
        unread = phrase("winback_unread", words=quote_line(asked.rest, _SHORT))
        return Reply(Lines((unread, phrase("winback_how"))), understood=not asked.is_loose)
    origin = Origin(Actor.staff(asked.member.id), str(asked.message), asked.member.contact)
    kept = await change(asked.turn, origin, wanted)
    changed = phrase("winback_changed", whom=describe_people(kept.terms))
    if kept.enabled:
        return Lines((changed, *await _describe_forecast(asked.turn, kept)))
    lines = (changed, *await _describe_forecast(asked.turn, kept), phrase("winback_still_off"))
    return Reply(Lines(lines), _switch(on=False))


def _days(said: str) -> ChangeWinBack | None:
    """Parse the days in "60 days", "gone 2 months" or "90"; a month has 30 days. None for other words."""
    found = _LENGTH.fullmatch(said)
    if found is None:
        return None
    unit = (found["unit"] or "d")[0]
    return ChangeWinBack(int(found["many"]) * _UNITS.get({"s": "w", "h": "w"}.get(unit, unit), 1))


def _switch(*, on: bool) -> tuple[tuple[str, Text], ...]:
    """Return the button that turns win-back on or off."""
    return ((tap("winback", "off" if on else "on"), phrase("button_turn_off" if on else "button_turn_on")),)


async def _show_winback(turn: Turn) -> Reply:
    kept = await win_back_of(turn)
    terms = kept.terms if kept is not None else READY_PLANS[WIN_BACK]
    on = kept is not None and kept.enabled
    stands = phrase("winback_stands", on=on, whom=describe_people(terms))
    lines = [stands, *await _describe_forecast(turn, kept), _steps(terms)]
    if kept is not None:
        found = await load_plan_results(turn.unit, turn.tenant, kept, turn.now)
        lines += describe_results(found) if found.entered else ()
    return Reply(Lines(tuple(lines), longest=LONGEST), _switch(on=on))


async def _describe_forecast(turn: Turn, kept: KeptPlan | None) -> list[Text]:
    """Format the forecast for today."""
    return await describe_forecast(turn, WIN_BACK, kept.terms if kept is not None else READY_PLANS[WIN_BACK])


def _steps(terms: PlanTerms) -> Text:
    """Format each step with its day, counted from the entry, and its offer."""
    days = (wait // timedelta(days=1) for wait in accumulate(step.wait for step in terms.steps))
    said = (
        phrase("winback_step", day=day, offer=name_discount(step.offer) if step.offer else "")
        for day, step in zip(days, terms.steps, strict=True)
    )
    return phrase("winback_steps", steps=Lines(tuple(said), ", "), rest=terms.rest // timedelta(days=1))


def _answer_on(_done: KeptPlan) -> Reply:
    return Reply(phrase("winback_turned_on"), _switch(on=True))


def _answer_turned_off(_done: KeptPlan) -> Reply:
    return Reply(phrase("winback_turned_off"), _switch(on=False))


_ON = Command(
    name="on", aliases=("start",), takes=TurnOn, preview=would_turn_on, does=turn_on, says=_answer_on, roles=OWNERS
)
_OFF = Command(
    name="off", aliases=("stop", "end"), takes=TurnOff, does=turn_off, says=_answer_turned_off, roles=OWNERS, acts=True
)
WIN_BACK_COMMAND = Command(
    name="winback",
    usage="/winback 60 days",
    run=winback,
    within=(_ON, _OFF),
    roles=OWNERS,
    acts=True,
    topic="campaigns",
)
