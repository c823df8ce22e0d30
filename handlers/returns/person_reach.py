"""Where a person can be written to after a return, and which partners their consents name there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flows.channels import CHANNELS
from flows.policy.departure_facts import AddressState
from flows.privacy_limits import UNUSED
from flows.promotions.prompt import PromptReason
from handlers.engine.turn import Turn
from handlers.people.marketing_addresses import on
from storage.consent.privacy_limits import PrivacyLimits
from storage.people.people import Address


@dataclass(frozen=True, slots=True)
class PersonReach:
    """The reach of a person: ``barred`` is why nothing can be sent, None if something can.

    ``addresses`` are the open ones in the order of the business's channels. ``named`` has the folded names of the
    partners that the consents at each of them name.
    """

    barred: PromptReason | None
    addresses: Sequence[Address] = ()
    named: Mapping[UUID, frozenset[str]] = field(default_factory=dict)

    def names(self, partner: str) -> bool:
        """Return True if a consent at an open address names the partner."""
        return any(partner in partners for partners in self.named.values())

    def choose(self, partner: str = "", but: Collection[str] = ()) -> Address | None:
        """Return the first address on none of the channels ``but``, where a consent names the ``partner`` if given."""
        found = (one for one in self.addresses if not partner or partner in self.named.get(one.id, ()))
        return next((one for one in found if one.channel not in but), None)


async def find_reach(turn: Turn, contact: UUID | None) -> PersonReach:
    """Return a person's reach; nobody reaches an unknown person.

    A STOP by SMS closes that address to all messages. In chats it leaves order news open, and so the plain notice.
    Restricted data is not used for it.
    """
    if contact is not None and await turn.unit.of(PrivacyLimits).find_limited([contact], UNUSED):
        return PersonReach(PromptReason.STOPPED)
    theirs = await turn.unit.people.addresses_of(contact) if contact is not None else ()
    lines = [one for one in theirs if one.writable]  # next to one, anybody can type a mail address
    typed = [one for one in theirs if one.is_channel and not one.writable]
    # A return names no mail address: of several, nobody knows which one belongs to it.
    known = lines or (typed if len(typed) == 1 else [])
    ours = [one for channel in turn.business.channels_order for one in on(channel, known)]
    usable = [one for one in ours if one.state is AddressState.USABLE]
    ending = [one.id for one in usable if CHANNELS[one.channel].stop_ends_all]
    stopped = await turn.unit.consents.find_stopped(ending) if ending else set()
    free = [one for one in usable if one.id not in stopped]
    if free:
        return PersonReach(None, free, await turn.unit.consents.find_partners(one.id for one in free))
    ended = stopped or any(one.state is AddressState.SUPPRESSED for one in ours)
    return PersonReach(PromptReason.STOPPED if ended else PromptReason.UNREACHABLE)
