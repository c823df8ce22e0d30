"""The consents and revocations of a named person, erased or not."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flows.channels import CHANNELS, PHONES
from flows.phrase import Ours, Text
from handlers.actions import consent_view, message_explanation, person_story
from handlers.actions.action import Origin
from handlers.engine.turn import Turn
from handlers.people.channel_addresses import normalise_phone
from storage.consent.consent_evidence import Proof
from storage.erasure.erasure import hash_names
from storage.identity.identity import Identity

_MOST = 60  # lines of a person to read


@dataclass(frozen=True, slots=True)
class ConsentsOf:
    """A request for a person's consents."""

    contact: UUID


@dataclass(frozen=True, slots=True)
class PersonConsents:
    """The consents and revocations of ``who``, grouped by action, the newest first; ``why`` explains the rest."""

    who: Text
    acts: tuple[list[Proof], ...]
    why: Ours


async def list_consents(turn: Turn, _origin: Origin, command: ConsentsOf) -> PersonConsents:
    """Return the consents and revocations of the person."""
    person = await turn.unit.people.get(command.contact)
    assert person is not None, "they were found by their name"
    lines = await turn.unit.evidence.page(_MOST, contact=person.id)
    who = await person_story.name_briefly(turn, person)
    return PersonConsents(who, tuple(consent_view.group_by_act(lines)), await message_explanation.tap(turn, person))


_SPREAD = str.maketrans("", "", " ().-/")  # the signs between the digits of a number

Whose = dict[str, Any]
"""The filter of lines, as ``storage.consent.consent_evidence.ConsentEvidence.page`` takes it."""


class AreSeveral(LookupError):
    """The error for a name that several people have, with their ids."""


async def find_filter(turn: Turn, named: str) -> Whose | None:
    """Return the filter of ledger lines for an id, a number, a chat or a name; None if nobody matches.

    The search for a number includes erased ones. Raises AreSeveral.
    """
    channel, _, _ = named.partition(":")
    rows = await find_address_rows(turn, named) if channel in CHANNELS else await find_number_rows(turn, named)
    if rows:
        return {"at": rows}
    found = await message_explanation.find(turn, named)
    if len(found) > 1:
        raise AreSeveral(", ".join(str(one.id) for one in found))
    return {"contact": found[0].id} if found else None


async def find_address_rows(turn: Turn, named: str) -> list[UUID]:
    """Return the ids of an address given as sms:+1…, also if erased, because its hash can be computed."""
    channel, _, value = named.partition(":")
    name = Identity(channel, value)
    return await turn.unit.evidence.addresses_of(name, hash_names(name, turn.tools.token_hashes))


async def find_number_rows(turn: Turn, number: str) -> list[UUID]:
    """Return the ids of a number or chat given with no channel, on all channels."""
    plain = number.translate(_SPREAD)
    if plain.startswith("+"):
        plain = normalise_phone(plain, turn.business.country) or plain
    names = [f"{channel}:{plain}" for channel in (PHONES if plain.startswith("+") else CHANNELS)]
    return [row for name in names for row in await find_address_rows(turn, name)]
