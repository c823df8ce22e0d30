"""A customer's words given to the conversation that is open with them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID

from flows.consent import opt_in
from flows.engine import Replied
from flows.policy.facts import Kind, Programme, Purpose
from flows.policy.timing import permitted_from
from flows.sourcing import flow
from flows.sourcing.news import Remarked
from flows.sourcing.photos import AFTER_ALL
from flows.sourcing.status import CHECKED
from flows.sourcing.waits import PART_QUESTION, PHOTOS_QUESTION
from handlers import handover, host, persons
from handlers.consent import opt_in_answers
from handlers.customer_talk.said import Said
from handlers.replies.answers import read_answer
from handlers.replies.choices import read_number
from handlers.replies.intents import Expecting, Intent
from handlers.replies.moments import names_time, read_moment
from handlers.sourcing import customer_orders
from handlers.turn import Turn
from storage.facts.departures import Planned, departures
from storage.runs import Run
from templates.values import one_line, quoted


async def go_on(turn: Turn, said: Said) -> bool:
    """Give it to the run whose question is open, else to the newest that has something to say; whether one had."""
    reply = await _replied(turn, said)
    for run in said.answered.runs:
        if run.flow == opt_in.NAME and await opt_in_answers.is_overtaken(turn, said):
            return True
        if run.flow == opt_in.NAME and not await opt_in_answers.answers(turn, said, run):
            continue
        if await host.advance(turn, run, reply):
            return True
    return await _sends_after_all(turn, said)


async def _sends_after_all(turn: Turn, said: Said) -> bool:
    """They asked for another look at photos, and say now to send it all the same.

    No question is open then, so nothing but the word itself counts: "ok" says no more than that they will wait. Where
    they asked it of several orders a person is to say which.
    """
    runs = _looked_at_again(said) if _says_send(said) else []
    if len(runs) != 1:
        return False
    said_so = Replied(AFTER_ALL, said.address.id, said.address.channel, said.message.id)
    return await host.advance(turn, runs[0], said_so)


def _looked_at_again(said: Said) -> list[Run]:
    """The orders whose customer asked for another look, and of which they have seen nothing since."""
    sourced = [(run, customer_orders.order_in(run)) for run in said.answered.runs if run.flow == flow.NAME]
    return [run for run, order in sourced if order.again and order.status in CHECKED]


def _says_send(said: Said) -> bool:
    text = said.event.text
    return _SEND.search(text) is not None and read_answer(PHOTOS_QUESTION.name, text) == _SHIP


async def remarked(turn: Turn, said: Said) -> str:
    """They wrote of their order's photos what is no answer: it does not ship by itself any more.

    The order's number, for whoever is to judge it; "" where it is about something else, or was held before.
    """
    asked = said.answered.asked
    if _says_send(said) and (runs := _looked_at_again(said)):
        return customer_orders.order_in(runs[0]).number
    if asked is None or asked.question != PHOTOS_QUESTION or said.reading.intent in _OF_SOMETHING_ELSE:
        return ""
    run = await turn.unit.runs.get(asked.run)
    if run is None or run.subject is None or not await host.advance(turn, run, Remarked(run.subject.id)):
        return ""
    found = await turn.unit.reservations.get(run.subject.id)
    return found.number if found is not None else ""


_SHIP = 1  # as the question about photos numbers it
_SEND = re.compile(r"\b(?:ship|send|dispatch|bhej|bhij|rawana|envi|mand|mánd)|भेज", re.IGNORECASE)
"""How a word begins that says to send something."""
_OF_SOMETHING_ELSE = frozenset({Intent.ORDER_STATUS, Intent.THANKS})


async def _replied(turn: Turn, said: Said) -> Replied:
    intent, until = said.reading.intent.value, None
    if said.reading.intent is Intent.LATER:
        until = await _moment(turn, said)
    choice = await _choice(turn, said)
    return Replied(intent, said.address.id, said.address.channel, said.message.id, until, choice, _words(said, choice))


def _words(said: Said, choice: int | None) -> str:
    """How they said which answer they take, where it was more than its number or its button."""
    text = one_line(said.event.text)
    if choice is None or said.event.button or read_number(text.split(" ")[0].strip(".):")) is not None:
        return ""
    return quoted(text, handover.LONGEST_QUOTE)


async def _choice(turn: Turn, said: Said) -> int | None:
    """Which numbered answer they took, where the open question offers some."""
    asked = said.answered.asked
    if asked is None or asked.question.expecting != Expecting.CHOICE:
        return None
    there = await _pieces(turn, asked.run) if asked.question == PART_QUESTION else 0
    return read_answer(asked.question.name, said.event.text, said.event.button, there=there)


async def _pieces(turn: Turn, run: UUID) -> int:
    """How many pieces of an order are there."""
    found = await turn.unit.runs.get(run)
    order = customer_orders.order_in(found) if found is not None else None
    return sum(map(order.found, order.lines)) if order is not None else 0


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
