"""/known: the open requests for data; a person's record as a file, with buttons for the request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from flows.actor import Actor
from flows.engine import Subject
from flows.message_files import Attachment
from flows.phrase import At, Lines, Ours, Shows, Text, phrase, sentences
from handlers.actions import message_explanation, person_story
from handlers.actions.customer_record import RAW
from handlers.engine.outgoing_files import make_file_name
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.privacy import data_requests, record_handover
from handlers.privacy.record_handover import MarkHandedOver, NoteRequest, RequestState, SendRecordLink
from handlers.staff_chat.person_argument import PERSON, ask_whose, find_person
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply
from storage.erasure.personal_record import ANSWERED, Known
from storage.people.data_requests import DataRequest, DataRequests
from storage.people.people import Contact

_MOST, _LARGEST = 8, 5_000_000


async def show_known_data(asked: IssuedCommand) -> Text | Reply:
    """Show the named person's record, or ask which of several; without a name list the open requests."""
    person = await find_person(asked, asked.arguments)
    if person is None:
        waiting = await asked.turn.unit.of(DataRequests).list_open()
        return (
            await _list_requests(asked.turn, waiting[:_MOST], len(waiting)) if waiting else await ask_whose(asked, {})
        )
    return person if isinstance(person, Reply) else await _show(asked, person)


async def _list_requests(turn: Turn, waiting: Sequence[DataRequest], many: int) -> Text:
    """List requests, the first due first, each with a command to tap."""
    people = await turn.unit.people.by_ids([one.contact for one in waiting])
    rows = [
        phrase(
            "data_request_row",
            who=await person_story.get_name(turn, people[one.contact]),
            source=data_requests.name_source(one.source),
            until=At(one.due_at, Shows.DAY),
            command=await message_explanation.tap(turn, people[one.contact], "known"),
        )
        for one in waiting
    ]
    return Lines((phrase("data_requests_head", many=many), *rows), longest=LONGEST)


async def _show(asked: IssuedCommand, person: Contact) -> Text | Reply:
    """Sum up the record in words, with the whole as a page in a file, and buttons for the request."""
    from handlers.privacy.person_record import load_record, make_page  # loads the templates of pages
    from templates.record_page import render_record

    turn = asked.turn
    message = await turn.unit.messages.get(asked.message)
    if person.erased_at is not None or message is None:
        return Lines((phrase("known_of_nobody"), phrase("next", command=Ours("/help"))))
    record, who = await load_record(turn, person.id), await person_story.get_name(turn, person)
    request = await turn.unit.of(DataRequests).find_open(person.id)
    await turn.unit.access.log(Actor.staff(asked.member.id), ANSWERED, turn.now, Subject("contact", person.id))
    speech = await speech_to(turn, await turn.unit.people.address_by_id(message.address))
    body = render_record(make_page(turn, record, speech.locale)).encode()
    fits, notices = len(body) <= _LARGEST, len(record.rows.get(RAW, ()))
    until = At(request.due_at, Shows.DAY) if request else None
    said = (
        phrase("known_summary", who=who, **_count(record.rows)),
        phrase("known_in_file") if fits else phrase("known_too_long"),
        phrase("known_not_shown", notices=notices) if notices else "",
        phrase("known_due", until=until) if until else "",
    )
    buttons = []
    for name in ("send", "done" if request else "ask"):
        buttons.append((await message_explanation.tap(turn, person, "known", name), phrase(f"button_known_{name}")))
    file = Attachment(f"{make_file_name(person.name or 'record')}.html", "text/html", body) if fits else None
    return Reply(Lines((sentences(*said[:2]), *said[2:])), tuple(buttons), attachment=file)


def _count(rows: Known) -> Mapping[str, Decimal]:
    nouns = ("messages", "orders", "carts", "consents", "returns", "clicks")
    return {noun: Decimal(len(rows.get(noun, ()))) for noun in nouns}


def _say(name: str, state: RequestState) -> Text:
    return phrase(name, who=state.who, until=At(state.until, Shows.DAY) if state.until else None)


def _say_sent(state: RequestState) -> Text:
    return _say("record_link_sent" if state.whole else "record_link_sent_part", state)


def _say_done(state: RequestState) -> Text:
    return Lines((phrase("record_handed_over", who=state.who), phrase("next", command=Ours("/known"))))


_DEEDS = tuple(
    Command(name=name, arguments=(PERSON,), takes=takes, does=does, says=says, roles=OWNERS, acts=True)
    for name, takes, does, says in (
        ("ask", NoteRequest, record_handover.note_request, partial(_say, "data_request_noted")),
        ("send", SendRecordLink, record_handover.send_record_link, _say_sent),
        ("done", MarkHandedOver, record_handover.mark_handed_over, _say_done),
    )
)
KNOWN = Command(
    name="known", aliases=("what is known of", "data requests"), run=show_known_data, within=_DEEDS,
    roles=OWNERS, topic="people",
)  # fmt: skip
