"""A customer's words given to the conversation that is open with them."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows import opt_in
from flows.delivery import Status
from flows.engine import Replied
from flows.policy.departure import permitted_from
from flows.policy.facts import ANSWERS, Kind, Programme, Purpose
from handlers import host, persons
from handlers.replies.choices import read_choice
from handlers.replies.intents import Expecting, Intent
from handlers.replies.moments import names_time, read_moment
from handlers.said import Said
from handlers.turn import Turn
from storage.facts.departures import Planned, departures
from storage.runs import Run


async def go_on(turn: Turn, said: Said) -> bool:
    """Give it to the run whose question is open, else to the newest that has something to say; whether one had."""
    reply = await _replied(turn, said)
    for run in said.answered.runs:
        if run.flow == opt_in.NAME and said.reading.intent is Intent.YES and said.reading.confidence < 0.5:
            continue
        if await host.advance(turn, run, reply):
            await in_their_language(turn, run, said)
            return True
    return False


async def in_their_language(turn: Turn, run: Run, said: Said) -> None:
    """A flow knows no languages: what it just answered is said in that of the text."""
    for one in await turn.unit.messages.of_run(run.id):
        if one.kind in ANSWERS and one.status is Status.QUEUED:
            await turn.unit.messages.note(one.id, locale=said.locale)


async def _replied(turn: Turn, said: Said) -> Replied:
    intent, until = said.reading.intent.value, None
    if said.reading.intent is Intent.LATER:
        until = await _moment(turn, said)
    return Replied(intent, said.address.id, said.address.channel, said.message.id, until, _choice(said))


def _choice(said: Said) -> int | None:
    """Which numbered answer they took, where the open question offers some."""
    asked = said.answered.asked
    if asked is None or asked.question.expecting != Expecting.CHOICE:
        return None
    return read_choice(said.event.text, said.event.button)


async def _moment(turn: Turn, said: Said) -> datetime | None:
    """The moment they named, by the clock where they are; a day from now for a plain "later".

    Where no reminder may come at that moment, the next at which one may: what is promised is what will be. None when
    they named a time that we cannot read.
    """
    to = said.address
    planned = Planned(Kind.ASKED, Purpose.MARKETING, Programme.REMINDERS, to.channel, to.id, to.contact, turn.now)
    (facts,) = await departures(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    found = read_moment(said.event.text, turn.now, persons.zone_of(facts, turn.zone))
    if found is None and names_time(said.event.text):
        return None
    wanted = found.at if found else turn.now + timedelta(days=1)
    return permitted_from(facts, wanted) or wanted
