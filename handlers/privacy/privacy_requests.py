"""Requests to know or to erase: the person is suppressed at once; their name, phone and texts are deleted.

Ledgers, verdicts and keys contain only ids and stay. A request to know goes to the staff, who answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.engine import Left
from flows.events import DataRequested, PersonRedacted, StoreRedacted, StoreUninstalled
from flows.phrase import phrase
from handlers.actions import message_explanation, person_story
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import opt_outs, persons
from handlers.privacy import data_requests
from handlers.privacy.data_requests import find_last_day
from handlers.staff_notices import alerts
from storage.erasure.erasure import forget_nobodys, scrub_person
from storage.events.event_inbox import Stored
from storage.identity.identity import Identity
from storage.people.contact_origins import find_known

_TOKEN = "access_token"  # secrets that a removed app cannot use any more # noqa: S105


async def take_request(
    turn: Turn, stored: Stored, event: PersonRedacted | DataRequested | StoreRedacted | StoreUninstalled
) -> None:
    """Handle a platform's request about a person or a shop."""
    match event:
        case PersonRedacted():
            await _redact(turn, stored, event)
        case DataRequested():
            await data_requests.tell_staff(turn, stored)
        case StoreRedacted():
            known = await find_known(turn.unit, stored.source)
            staffed = await turn.unit.people.find_staffed(known)
            for contact in (one for one in known if one not in staffed):
                await erase_person(turn, contact, f"{stored.source} asked to erase the shop")
            await forget_nobodys(turn.unit, stored.source)
        case StoreUninstalled():
            # Not the secret of its webhooks: the order to erase the shop comes 48 hours after this one.
            # https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance
            await turn.unit.businesses.drop_secrets(f"{stored.source}.{_TOKEN}")
            await turn.unit.businesses.pause(f"{stored.source} removed the app", turn.now)
            await alerts.tell(turn, f"uninstalled:{stored.source}", phrase("app_removed", store=stored.source.title()))


async def _redact(turn: Turn, stored: Stored, event: PersonRedacted) -> None:
    """Erase the people in a request of the shop's system at once, except if a number was perhaps only typed there.

    The customer with that id is erased with the system's other numbers of theirs, if nobody wrote from these.

    Staff members and shops stay. The staff decides about people who proved a number before the system reported them, or
    who have another id there. The staff also decides about people with an order under another number, or with a number
    that was also reported without their id: the number may come from a stranger's order, and their chat would be
    deleted with it.
    """
    names = persons.list_identities(stored.source, event.customer, (), turn.business.country)
    found = await turn.unit.people.find_known([*names, *persons.list_same_numbers(names)])
    ordered = await turn.unit.orders.customers(stored.source, event.orders)
    named = [address.contact for address in found.values()] if names else ordered
    called = next((address.contact for name, address in found.items() if name.channel == "customer"), None)
    people = list(dict.fromkeys([*named, *([stored.contact] if stored.contact is not None else [])]))
    done = await _forget_named(turn, stored, people, names, called)
    beside = await turn.unit.people.list_recorded_guests(called) if called is not None else []
    for contact in dict.fromkeys(one for one in (*ordered, *beside) if one not in done):
        await _ask_to_erase(turn, stored, contact)


async def _forget_named(
    turn: Turn, stored: Stored, people: Sequence[UUID], names: Sequence[Identity], called: UUID | None
) -> set[UUID]:
    """Erase these people, or ask the staff to; return them all. ``called`` is the person with the customer id."""
    staffed, done = await turn.unit.people.find_staffed(people), set(people)
    for contact in people:
        if await turn.unit.access.member_of(contact) is not None:
            text = phrase("asks_to_erase_staff", source=stored.source.title())
            await alerts.tell(turn, f"redact:{stored.id}:{contact}", text)
        elif contact in staffed or await persons.may_be_another(turn.unit, contact, names):
            await _ask_to_erase(turn, stored, contact)
        else:
            others = await turn.unit.people.numbers_of(contact) if contact == called else []
            done.update(others)
            for one in (contact, *others):
                await erase_person(turn, await turn.unit.people.hold(one), f"{stored.source} asked to erase")
    return done


async def _ask_to_erase(turn: Turn, stored: Stored, contact: UUID) -> None:
    person = await turn.unit.people.get(contact)
    assert person is not None, "they have one of the names"
    ways = await person_story.list_ways(turn, person)
    text = phrase(
        "asks_to_erase",
        source=stored.source.title(),
        who=persons.format_name(person.name, ways[0]) if ways else await person_story.get_name(turn, person),
        until=find_last_day(turn.now),
        command=await message_explanation.tap(turn, person, "erase"),
    )
    await alerts.tell(turn, f"redact:{stored.id}:{contact}", text, person=ways[0].id if ways else None)


async def erase_person(turn: Turn, contact: UUID, because: str) -> None:
    """Void all messages to this person, and delete the person's names. Similar people stay."""
    await turn.unit.consents.revoke(contact, because, opt_outs.ERASURE, turn.now)
    await turn.unit.outbox.void(turn.now, contact=contact)
    for one in conversations_of(turn).leaving_hooks:
        await one.forgotten(turn, contact)
    for run in await turn.unit.runs.list_open(contact):
        await host.advance(turn, run, Left("erased"))
    keep = turn.business.consent.keep_erased
    await scrub_person(turn.unit, contact, turn.now, turn.tools.token_hash, keep_proofs=keep)
    for one in conversations_of(turn).leaving_hooks:
        await one.erased(turn)
