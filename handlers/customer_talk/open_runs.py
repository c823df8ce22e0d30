"""Passing a customer's text to the run that is open with the customer."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flows.engine import CustomerReplied
from flows.policy.departure_facts import Departure, Kind, Programme, Purpose
from flows.policy.send_timing import find_permitted_start
from handlers.conversation import Answers
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine import host, time_zones
from handlers.engine.outbox_posts import make_replacement, post
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.customer_intents import Expecting, Intent
from handlers.replies.moment_phrases import has_time, read_moment
from handlers.replies.numbered_choices import read_number
from handlers.replies.text_normalisation import words
from handlers.staff_notices import handover
from storage.facts.departures import Planned, load_facts
from templates.message_values import one_line, quote_line

_ACTING = frozenset({Intent.YES, Intent.NO, Intent.CANCEL_ORDER})
"""Intents that order, drop, cancel or agree: only an exact reply counts, no longer text."""
_BRIEF = 5  # words of an unclear answer without more content
_UNREAD = frozenset({Intent.UNCLEAR, Intent.YES, Intent.NO, Intent.CHANGE_SIZE, Intent.CHANGE_ITEM})
"""Readings of a text that may be an answer; all others have a reader, or a person."""
_SHORT = 3  # words of an answer that is asked again; a person also reads a longer one
AGAIN, BESIDE = "again", "beside"
"""Values of a question that is shown again: in place of a person, or in addition to one."""
_MORNING = time(10)  # hour of a day that is named without one: handlers/replies/moment_phrases.py


async def go_on(turn: Turn, said: UnderstoodMessage) -> bool:
    """Pass the text to the run with the open question, or to the newest run. Return True if a run accepted it."""
    reply = await _make_reply(turn, said)
    for run in said.answered.runs:
        flow = conversations_of(turn).flow(run.flow)
        answers = await flow.answers(turn, said, run)
        if answers is Answers.NOTHING:
            return True
        behind = flow.judges_answers or await _is_behind_question(turn, said)
        heard = _weigh_reply(said, reply, clear=answers is not Answers.UNCLEAR, behind=behind)
        if answers is not Answers.NO and await host.advance(turn, run, heard):
            if not heard.clear and len(words(said.event.text)) > _BRIEF:
                await handover.ask(turn, said.address, said.message)  # the words around the answer
            return True
    return False


async def show_question_again(turn: Turn, said: UnderstoodMessage) -> bool:
    """Repeat the open question after a few words that were not understood; return False the second time."""
    return len(words(said.event.text)) <= _SHORT and await ask_again(turn, said, AGAIN)


async def ask_again(turn: Turn, said: UnderstoodMessage, why: str) -> bool:
    """Repeat a run's open question with its buttons, once. Return False after that, and for other matters."""
    asked = said.answered.asked
    if asked is None or not said.is_words_alone or "?" in said.event.text or said.reading.intent not in _UNREAD:
        return False
    sent = await turn.unit.messages.list_for_run(asked.run)
    shown = [one for one in sent if (one.template, one.address) == (asked.question.name, said.address.id)]
    if not shown or not {AGAIN, BESIDE}.isdisjoint(shown[-1].data):
        return False
    key, values = f"answer:{said.message.id}:{asked.question.name}", {**shown[-1].data, why: "yes"}
    new = {"kind": Kind.ANSWER, "reply_to": said.message.id, "values": values, "attachment": None, "fallback_of": None}
    return await post(turn, said.address, make_replacement(shown[-1], key, **new)) is not None


def _weigh_reply(said: UnderstoodMessage, reply: CustomerReplied, *, clear: bool, behind: bool) -> CustomerReplied:
    """Return the reply, marked as clear only if it may have an effect. A typed yes or no has an effect only right after
    its question (``behind``)."""
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
    """Return True if the run with the open question wrote last, or is quoted."""
    asked = said.answered.asked
    if asked is None or said.message.reply_to:
        return True
    last = await turn.unit.messages.find_last_word(said.address.id, said.message.id)
    return last is None or last.run == asked.run


async def _make_reply(turn: Turn, said: UnderstoodMessage) -> CustomerReplied:
    intent, until = said.reading.intent.value, None
    if said.reading.intent is Intent.LATER:
        until = await _read_moment(turn, said)
    choice = await _find_choice(turn, said)
    return CustomerReplied(
        intent, said.address.id, said.address.channel, said.message.id, until, choice, _words(said, choice)
    )


def _words(said: UnderstoodMessage, choice: int | None) -> str:
    """Return the text of a choice if the customer wrote more than a number or a button; else ""."""
    text = one_line(said.event.text)
    if choice is None or said.event.button or read_number(text.split(" ")[0].strip(".):")) is not None:
        return ""
    return quote_line(text, handover.LONGEST_QUOTE)


async def _find_choice(turn: Turn, said: UnderstoodMessage) -> int | None:
    """Return the numbered answer that the customer chose; None if the open question offers none."""
    asked = said.answered.asked
    if asked is None or asked.question.expecting != Expecting.CHOICE:
        return None
    run = await turn.unit.runs.get(asked.run)
    return None if run is None else await conversations_of(turn).flow(run.flow).choice(turn, said, asked)


async def _read_moment(turn: Turn, said: UnderstoodMessage) -> datetime | None:
    """Return the time that the customer named, by their local clock; a plain "later" is about a day from now.

    If no reminder may be sent then, return the next possible time, so that the promise can be kept. Return None for a
    time that cannot be parsed.
    """
    to = said.address
    planned = Planned(Kind.ASKED, Purpose.MARKETING, Programme.REMINDERS, to.channel, to.id, to.contact, turn.now)
    (facts,) = await load_facts(turn.unit, turn.tenant, [planned], turn.draw, turn.now)
    zone = time_zones.find_departure_zone(facts, turn.zone)
    found = read_moment(said.event.text, turn.now, zone)
    if found is None and has_time(said.event.text):
        return None
    wanted = found.at if found else _postpone_a_day(facts, turn.now, zone)
    return find_permitted_start(facts, wanted) or wanted


def _postpone_a_day(facts: Departure, now: datetime, zone: ZoneInfo) -> datetime:
    """Return a day from now, or the next morning if no reminder may be sent at this time of day.

    Waiting for the next day's permitted hours would take almost two days.
    """
    day_on = now + timedelta(days=1)
    if find_permitted_start(facts, day_on) == day_on:
        return day_on
    local = now.astimezone(zone)
    morning = datetime.combine(local.date(), _MORNING, zone)
    if morning <= local:
        morning = datetime.combine(local.date() + timedelta(days=1), _MORNING, zone)
    return morning.astimezone(UTC)
