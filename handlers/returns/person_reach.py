"""Where a person can be written to after a return, and which partners their consents name there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flows.channels import CHANNELS
from flows.policy.departure_facts import AddressState
from flows.promotions.prompt import PromptReason
from handlers.engine.turn import Turn


@dataclass(frozen=True, slots=True)
class PersonReach:
    """The reach of a person: ``barred`` is why nothing can be sent, None if something can. ``partners`` are the folded
    names of the partners that the consents at the open addresses name.
    """

    barred: PromptReason | None
    partners: frozenset[str] = frozenset()


async def find_reach(turn: Turn, contact: UUID | None) -> PersonReach:
    """Return a person's reach; nobody reaches an unknown person.

    A STOP by SMS closes that address to all messages. In chats it leaves order news open, and so the plain notice.
    """
    if contact is None:
        return PersonReach(PromptReason.UNREACHABLE)
    theirs = [one for one in await turn.unit.people.addresses_of(contact) if turn.business.channel(one.channel)]
    usable = [one for one in theirs if one.state is AddressState.USABLE]
    ending = [one.id for one in usable if CHANNELS[one.channel].stop_ends_all]
    stopped = await turn.unit.consents.find_stopped(ending) if ending else set()
    free = [one.id for one in usable if one.id not in stopped]
    if free:
        named = await turn.unit.consents.find_partners(free)
        return PersonReach(None, frozenset().union(*named.values()))
    ended = stopped or any(one.state is AddressState.SUPPRESSED for one in theirs)
    return PersonReach(PromptReason.STOPPED if ended else PromptReason.UNREACHABLE)
