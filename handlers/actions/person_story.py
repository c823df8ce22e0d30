"""The story of a person's recent messages, in order of time, with their latest subject."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias

from flows.delivery import MessageStatus
from flows.phrase import At, Lines, Ours, Phrase, Text, phrase, sentences
from flows.plan import Plan
from flows.policy.departure_facts import Kind
from handlers.actions import consent_revocation
from handlers.actions.message_lives import describe_life as tell_life
from handlers.actions.message_lives import describe_subject, is_reminder, load_lives, name_person
from handlers.engine.subjects import Latest, Life
from handlers.engine.turn import Turn
from handlers.people import persons
from storage.people.people import Address, Contact
from storage.sending.message import Message
from templates import formats
from templates.message_values import a_name, quote_line, shorten

_DROPPED = {"bought": "dropped_bought", "opted_out": "dropped_opted_out"}
_LATEST = 50  # messages of a person to read
_SHORT = 16  # characters of a name on a button with its number

_Happened: TypeAlias = tuple[datetime, Text]
"""The moment, and the line of the story."""


async def load_story(turn: Turn, person: Contact) -> list[Text]:
    """Tell the story, a line for each event, oldest first. Times are the shop's."""
    page = await turn.unit.messages.page(None, person.id, None, _LATEST)
    thing = await _find_latest(turn, person, page)
    of_thing = await turn.unit.messages.list_about(thing.id) if thing else []
    lives = await load_lives(turn, [one for one in of_thing if is_reminder(one)])
    since = _find_beginning(thing, lives)
    others = [one for one in reversed(page) if _is_of_another(turn, one) and (since is None or one.created_at >= since)]
    beside = await load_lives(turn, [one for one in others if is_reminder(one)])
    heard = [one for one in page if one.direction == "in"]
    happened = [(_get_moment(life), _reminder(turn, life, len(lives))) for life in lives]
    happened += [(_get_moment(life), _describe_other(turn, life)) for life in beside]
    happened += [line for one in (*of_thing, *others) if (line := await _wish(turn, one, heard))]
    since = since or _find_beginning(None, beside)
    happened += await consent_revocation.changes(turn, person.id, since, heard)
    ends, unsent = await thing.ends(lives) if thing else ((), ())
    happened += ends
    lines = [text for _, text in sorted(happened, key=lambda one: one[0])]
    return [await _describe_head(turn, person, thing, beside), *lines, *unsent]


async def list_ways(turn: Turn, person: Contact) -> list[Address]:
    """Return a person's addresses."""
    return [address for address in await turn.unit.people.addresses_of(person.id) if address.writable]


async def get_name(turn: Turn, person: Contact) -> Text:
    """Name a person as the staff may see them."""
    theirs = [one for one in await turn.unit.people.addresses_of(person.id) if one.is_channel]
    lines_first = sorted(theirs, key=lambda one: not one.writable)
    return name_person(person, next(iter(lines_first), None))


async def number_people(turn: Turn, people: Sequence[Contact]) -> tuple[list[Text], list[Ours]]:
    """Return people as numbered lines, and their names for numbered buttons."""
    rows: list[Text] = [sentences(str(at), await get_name(turn, one)) for at, one in enumerate(people, 1)]
    return rows, [Ours(shorten(a_name(one.name or ""), _SHORT, "…")) for one in people]


async def name_briefly(turn: Turn, person: Contact) -> Text:
    """Name a person briefly, for the staff's chat history: neither the whole name nor the whole number."""
    theirs = await list_ways(turn, person)
    first = f"{person.name[:1]}." if person.name else None
    return persons.format_name(first, theirs[0]) if theirs else first or phrase("this_person")


async def _describe_head(turn: Turn, person: Contact, thing: Latest | None, beside: Sequence[Life]) -> Text:
    if thing is not None:
        return thing.head
    who = await get_name(turn, person)
    if beside:
        sent_for = {str(told): told for told in (_name_cause(life.message) for life in beside)}
        return phrase("their_messages", who=who, sent_for=Lines(tuple(sent_for.values()), between=", "))
    return phrase("nothing_of_late", who=who)


def _is_of_another(turn: Turn, message: Message) -> bool:
    """Return True if the message's plan or campaign has no subject that a story can be about."""
    kind = turn.tools.conversations.find_subject_kind(message.subject_kind)
    return message.direction == "out" and message.experiment is not None and (kind is None or kind.latest is None)


def _name_cause(message: Message) -> Text:
    """Name the message's plan or campaign for the staff."""
    return phrase("a_campaign") if message.campaign else (message.experiment or "").replace("_", " ")


async def _find_latest(turn: Turn, person: Contact, page: Sequence[Message]) -> Latest | None:
    """Return the subject with the latest activity among the latest of each kind; None if there is none."""
    kinds = [kind.latest for kind in turn.tools.conversations.subjects.values() if kind.latest is not None]
    found = [await latest(turn, person, page) for latest in kinds]
    return max((one for one in found if one is not None), key=lambda one: one.at, default=None)


def _get_moment(life: Life) -> datetime:
    """Return when the message was sent, is due, or ended unsent."""
    message = life.message
    waits = message.due_at if message.status is MessageStatus.QUEUED else None
    return message.left_at or waits or message.status_at


def _find_beginning(thing: Latest | None, lives: Sequence[Life]) -> datetime | None:
    """Return the time of the first message if it is earlier (a purchase may update the cart); otherwise None."""
    return min([*([thing.at] if thing else []), *(life.message.created_at for life in lives)], default=None)


def _reminder(turn: Turn, life: Life, of: int) -> Text:
    channel, told = formats.channel(life.message.channel), tell_life(turn, life)
    if life.message.kind is Kind.ASKED:
        return phrase("reminder_asked_for", channel=channel, life=told)
    if of > 1 and life.message.step:
        return phrase("reminder_of_several", step=life.message.step, channel=channel, life=told)
    return told


def _describe_other(turn: Turn, life: Life) -> Text:
    """Describe a message that is not about the latest subject, with its plan or campaign."""
    message = life.message
    return phrase(
        "sent_for",
        plan=_name_cause(message),
        step=message.step,
        channel=formats.channel(message.channel),
        about=describe_subject(turn, life, At),
        life=tell_life(turn, life),
    )


async def _wish(turn: Turn, answer: Message, heard: Sequence[Message]) -> _Happened | None:
    """Return the person's wish that changed a plan, found by our answer to it; None if there is none."""
    plan = turn.plan(answer.experiment)
    if plan is None or answer.direction == "in" or answer.kind is not Kind.ANSWER:
        return None
    meant = await _describe_meant(turn, answer, plan)
    if meant is None:
        return None
    asked = next((one for one in heard if one.address == answer.address and one.id < answer.id), None)
    words = quote_line(asked.text or "", 40) if asked else ""
    said = phrase("wish_written" if words else "wish_answered", words=words, at=At(answer.created_at), meant=meant)
    return answer.created_at, said


async def _describe_meant(turn: Turn, answer: Message, plan: Plan) -> Phrase | None:
    when = answer.data.get("when")
    if answer.template == plan.answers.get("later") and isinstance(when, datetime):
        return phrase("wish_promised", at=At(when), dropped=await _describe_dropped(turn, answer, when))
    if answer.template == plan.answers.get("yes"):
        return phrase("wish_link")
    if answer.template == plan.answers.get("no"):
        kind = turn.tools.conversations.find_subject_kind(plan.subject)
        return phrase(kind.declined if kind else "wish_no_more")
    return None


async def _describe_dropped(turn: Turn, answer: Message, when: datetime) -> Phrase | None:
    """Describe a promise whose run ended before it was kept; None if there is none."""
    run = await turn.unit.runs.get(answer.run) if answer.run else None
    if run is None or run.ended_at is None or run.ended_at > when:
        return None
    return phrase(_DROPPED.get(run.ended or "", "dropped"))
