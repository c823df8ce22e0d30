"""A customer's words given to the run that is open with them."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.engine import CustomerReplied
from flows.policy.departure_facts import Departure, Kind, Programme, Purpose
from flows.policy.send_timing import permitted_from
from handlers.conversation import Answers
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine import host, time_zones
from handlers.engine.outbox_posts import in_place_of, post
from handlers.engine.turn import Turn
from handlers.replies.customer_intents import Expecting, Intent
from handlers.replies.moment_phrases import names_time, read_moment
from handlers.replies.numbered_choices import read_number
from handlers.replies.text_normalisation import words
from handlers.staff import handover
from storage.facts.departures import Planned, departures
from templates.message_values import one_line, quoted

_ACTING = frozenset({Intent.YES, Intent.NO, Intent.CANCEL_ORDER})
"""Intents that order, drop, cancel or agree: an exact reply says them, and no longer text."""
_BRIEF = 5  # words of an unclear answer that says no more
_UNREAD = frozenset({Intent.UNCLEAR, Intent.YES, Intent.NO, Intent.CHANGE_SIZE, Intent.CHANGE_ITEM})
"""Readings of a text that may be an answer; all others have a reader, or a person."""
_SHORT = 3  # words of an answer that is asked once more; a person reads a longer one as well
AGAIN, BESIDE = "again", "beside"
"""Values of a question that is shown once more: in place of a person, or beside one."""
_MORNING = time(10)  # as a day that is named without an hour is read: handlers/replies/moment_phrases.py


async def go_on(turn: Turn, said: UnderstoodMessage) -> bool:
    """Give it to the run whose question is open, else to the newest that has something to say; whether one had."""
    reply = await _replied(turn, said)
    for run in said.answered.runs:
        flow = turn.tools.conversations.flow(run.flow)
        answers = await flow.answers(turn, said, run)
        if answers is Answers.NOTHING:
            return True
        behind = flow.judges_answers or await _is_behind_question(turn, said)
        heard = _weighed(said, reply, clear=answers is not Answers.UNCLEAR, behind=behind)
        if answers is not Answers.NO and await host.advance(turn, run, heard):
            if not heard.clear and len(words(said.event.text)) > _BRIEF:
                await handover.ask(turn, said.address, said.message)  # the words around the answer
            return True
    return False


async def asked_again(turn: Turn, said: UnderstoodMessage) -> bool:
    """Show the open question once more for a few words that nobody read; False for the second time."""
    return len(words(said.event.text)) <= _SHORT and await ask_again(turn, said, AGAIN)


async def ask_again(turn: Turn, said: UnderstoodMessage, why: str) -> bool:
    """Show the open question of a run with its buttons, once; False where it was shown again, and for other matters."""
    asked = said.answered.asked
    if asked is None or not said.is_words_alone or "?" in said.event.text or said.reading.intent not in _UNREAD:
        return False
    sent = await turn.unit.messages.of_run(asked.run)
    shown = [one for one in sent if (one.template, one.address) == (asked.question.name, said.address.id)]
    if not shown or not {AGAIN, BESIDE}.isdisjoint(shown[-1].data):
        return False
    key, values = f"answer:{said.message.id}:{asked.question.name}", {**shown[-1].data, why: "yes"}
    new = {"kind": Kind.ANSWER, "reply_to": said.message.id, "values": values, "attachment": None, "fallback_of": None}
    return await post(turn, said.address, in_place_of(shown[-1], key, **new)) is not None


def _weighed(said: UnderstoodMessage, reply: CustomerReplied, *, clear: bool, behind: bool) -> CustomerReplied:
    """Return the reply, as clear as it may act: a yes or a no in words acts right ``behind`` its question alone."""
    if said.event.button or (reply.choice is not None and _is_numbered(said)):
        return replace(reply, clear=clear)
    acts = reply.choice is not None or said.reading.intent in _ACTING
    if acts and not behind:
        return replace(reply, clear=False, choice=None)
    agrees = said.exact is not None and said.exact is (said.reading.intent is Intent.YES)
    return replace(reply, clear=clear and (not acts or reply.choice is not None or agrees))


def _is_numbered(said: UnderstoodMessage) -> bool:
    """Return True for a text that begins with the number of a choice."""
    first = (said.event.text.split() or [""])[0]
    return read_number(first.strip(".):")) is not None


async def _is_behind_question(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the run whose question is open spoke last, or is quoted."""
    asked = said.answered.asked
    if asked is None or said.message.reply_to:
        return True
    last = await turn.unit.messages.last_word(said.address.id, said.message.id)
    return last is None or last.run == asked.run


async def _replied(turn: Turn, said: UnderstoodMessage) -> CustomerReplied:
    intent, until = said.reading.intent.value, None
    if said.reading.intent is Intent.LATER:
        until = await _moment(turn, said)
    choice = await _choice(turn, said)
    return CustomerReplied(
        intent, said.address.id, said.address.channel, said.message.id, until, choice, _words(said, choice)
    )


def _words(said: UnderstoodMessage, choice: int | None) -> str:
    """The words of a choice, where the customer wrote more than a number or a button."""
    text = one_line(said.event.text)
    if choice is None or said.event.button or read_number(text.split(" ")[0].strip(".):")) is not None:
        return ""
    return quoted(text, handover.LONGEST_QUOTE)


async def _choice(turn: Turn, said: UnderstoodMessage) -> int | None:
    """Which numbered answer they took, where the open question offers some."""
    asked = said.answered.asked
    if asked is None or asked.question.expecting != Expecting.CHOICE:
        return None
    run = await turn.unit.runs.get(asked.run)
    return None if run is None else await turn.tools.conversations.flow(run.flow).choice(turn, said, asked)


async def _moment(turn: Turn, said: UnderstoodMessage) -> datetime | None:
    """The moment they named, by the clock where they are; about a day from now for a plain "later".

    Where no reminder may come at that moment, the next at which one may: what is promised is what will be. None when
    they named a time that we cannot read.
    """
    to = said.address
    planned = Planned(Kind.ASKED, Purpose.MARKETING, Programme.REMINDERS, to.channel, to.id, to.contact, turn.now)
    (facts,) = await departures(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    zone = time_zones.of_departure(facts, turn.zone)
    found = read_moment(said.event.text, turn.now, zone)
    if found is None and names_time(said.event.text):
        return None
    wanted = found.at if found else _about_a_day_on(facts, turn.now, zone)
    return permitted_from(facts, wanted) or wanted


def _about_a_day_on(facts: Departure, now: datetime, zone: ZoneInfo) -> datetime:
    """A day from now; for whoever writes at a time of day at which none may be reminded the next morning instead, as a
    day and its night would be two.
    """
    day_on = now + timedelta(days=1)
    if permitted_from(facts, day_on) == day_on:
        return day_on
    local = now.astimezone(zone)
    morning = datetime.combine(local.date(), _MORNING, zone)
    if morning <= local:
        morning = datetime.combine(local.date() + timedelta(days=1), _MORNING, zone)
    return morning.astimezone(UTC)
