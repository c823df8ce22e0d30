"""/privacy: a person's rights in one place; what ends for their data, its /undo, and corrections."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flows.actor import Actor
from flows.phrase import At, Lines, Shows, Text, phrase, tap
from flows.privacy_limits import PrivacyLimit
from handlers.actions import message_explanation, person_story
from handlers.actions.action import Origin, Refused
from handlers.actions.deed_person import name_deed_person
from handlers.conversation import Reversal, Undoing
from handlers.engine.turn import Turn
from handlers.privacy.privacy_deeds import ALLOWED, CORRECTED, ENDED, UseOfData, change_use, set_use
from handlers.profiles.customers_command import among_customers
from handlers.profiles.note_command import get_written_words
from handlers.staff_chat.person_argument import ask_whose, find_people, find_person
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply
from storage.businesses.deeds import Deed
from storage.consent.privacy_limits import PrivacyLimits
from storage.people.people import Contact
from storage.profiles.profiles import Profiles

NAME, _END, _ALLOW, _CORRECT = "privacy", "end", "allow", "correct"
FIELDS = ("name", "birthday", "language", "city", "region", "country")
"""What a button corrects; the API corrects a time zone and a postal code too."""


async def show_rights(asked: IssuedCommand) -> Text | Reply:
    """Show what ended for a person's data, with a button for each right."""
    person = await _find_person(asked)
    return person if isinstance(person, Reply) else await _show(asked, person)


async def _show(asked: IssuedCommand, person: Contact, done: Text = "") -> Reply:
    limits = await asked.turn.unit.of(PrivacyLimits).of(person.id)
    fixed = await asked.turn.unit.of(Profiles).find_corrected(person.id)
    head = phrase("privacy_head", who=await person_story.get_name(asked.turn, person))
    told: list[Text] = [phrase(f"profile_limit_{kind}", at=At(at, Shows.DAY)) for kind, at in limits.items()]
    told += [phrase("privacy_corrected", many=len(fixed))] if fixed else []
    here = person.id.hex
    words = {one: _ALLOW if one in limits else _END for one in PrivacyLimit}
    paths = {
        "button_known": ("known",), "button_correct": (NAME, _CORRECT), "button_end_messages": ("optout",),
        **{f"button_{word}_{one}": (NAME, word, one.value) for one, word in words.items()},
        "button_erase": ("erase",),
    }  # fmt: skip
    text = Lines((done, head, *(told or [phrase("privacy_nothing_ended")])))
    return Reply(text, tuple((tap(*path, here), phrase(label)) for label, path in paths.items()))


async def _change(allowed: bool, asked: IssuedCommand) -> Text | Reply:
    """End a use of the named person's data, or allow it again; without its name, show what there is."""
    word = asked.arguments[0].casefold() if asked.arguments else ""
    if word not in {*PrivacyLimit}:
        return await show_rights(asked)
    rest = replace(asked, arguments=asked.arguments[1:])
    person = await _find_person(rest, _ALLOW if allowed else _END, word)
    if isinstance(person, Reply):
        return person
    command = UseOfData(person.id, PrivacyLimit(word), allowed=allowed)
    await change_use(asked.turn, _origin(asked), command)
    return await _show(asked, person, phrase("privacy_done"))


async def correct_detail(asked: IssuedCommand) -> Text | Reply:
    """Correct a detail of the named person; ask for the detail, and for its value, if they are missing."""
    people, many = await find_people(asked.turn, asked.arguments)
    if len(people) != 1:
        person = await _find_person(asked, _CORRECT)
        return person if isinstance(person, Reply) else await _ask_field(person)
    person, (field, *value) = people[0], (*asked.arguments[many:], "")
    await name_deed_person(asked.turn, person.id)
    if field.casefold() not in FIELDS:
        return await _ask_field(person)
    if not any(value):
        asks = (_CORRECT, person.id.hex, field.casefold())
        return Reply(phrase(f"correct_which_{field.casefold()}"), asks=asks, written=True)
    return await _correct(asked, person, field.casefold(), get_written_words(asked, asked.arguments[many + 1 :]))


async def _correct(asked: IssuedCommand, person: Contact, field: str, value: str) -> Reply:
    from handlers.api.api_refusals import ApiRefused  # the API, loaded with the first
    from handlers.profiles.api.customer_update import WhyNotCorrected, correct

    try:
        await correct(asked.turn, _origin(asked), person, {field: value})
    except (ApiRefused, ValueError):
        raise Refused(WhyNotCorrected.UNREAD) from None
    known = await asked.turn.unit.people.get(person.id)
    return await _show(asked, known or person, phrase("privacy_corrected_done"))


async def _ask_field(person: Contact) -> Reply:
    here = person.id.hex
    return Reply(
        phrase("correct_what"),
        tuple((tap(NAME, _CORRECT, here, one), phrase(f"button_correct_{one}")) for one in FIELDS),
        asks=(_CORRECT, here),
    )


async def _find_person(asked: IssuedCommand, *said: str) -> Contact | Reply:
    """Find the named customer, or ask who is meant; the answer repeats the words ``said``."""
    within = replace(asked, arguments=(*said, *asked.arguments))
    found = await find_person(within, asked.arguments, among=among_customers) or await ask_whose(asked, {})
    if isinstance(found, Contact):
        await name_deed_person(asked.turn, found.id)
        return found
    return replace(found, asks=found.asks[1:] if found.asks and said else found.asks or said or None)


def _origin(asked: IssuedCommand) -> Origin:
    return Origin(Actor.staff(asked.member.id), str(asked.message), asked.member.contact)


async def _find_reversal(turn: Turn, deed: Deed) -> Reversal:
    """Return the reversal: the use is allowed or ended again. Raises Refused for erased people."""
    person, who = await name_deed_person(turn, deed.about)
    command = UseOfData(person.id, PrivacyLimit(deed.figures["use"]), allowed=deed.kind == ENDED)

    async def does(origin: Origin) -> None:
        await set_use(turn, origin, command)

    state = "allowed" if deed.kind == ALLOWED else "ended"
    what = phrase(f"deed_{command.kind}_{state}", who=who)
    return Reversal(what=what, does=does, after=await message_explanation.tap(turn, person, "privacy"))


PRIVACY = Command(
    name=NAME,
    usage="/privacy{person}",
    run=show_rights,
    within=(
        Command(name=_END, run=partial(_change, False), roles=OWNERS, acts=True),
        Command(name=_ALLOW, run=partial(_change, True), roles=OWNERS, acts=True),
        Command(name=_CORRECT, run=correct_detail, roles=OWNERS, acts=True),
    ),
    roles=OWNERS,
    topic="people",
)
UNDOES = Undoing.of_rows("privacy", dict.fromkeys((ENDED, ALLOWED), _find_reversal), {CORRECTED: "deed_corrected"})
