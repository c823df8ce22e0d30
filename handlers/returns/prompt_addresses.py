"""The address of a message after a return: of a plain notice, or of a partner's offer, which needs a consent."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flows.policy.departure_facts import AddressState
from handlers.engine.turn import Turn
from handlers.people.marketing_addresses import on
from storage.people.people import Address


async def find_address(turn: Turn, contact: UUID, partner: str = "", but: Collection[str] = ()) -> Address | None:
    """Return the person's usable address on the first channel of the business that is not one of ``but``; None if there
    is none.

    With a ``partner`` (a folded name), a consent to partner offers at the address must name it.
    """
    theirs = await turn.unit.people.addresses_of(contact)
    found = [one for one in theirs if one.state is AddressState.USABLE and one.channel not in but]
    if partner:
        named = await turn.unit.consents.find_partners([one.id for one in found])
        found = [one for one in found if partner in named.get(one.id, ())]
    ranked = (one for channel in turn.business.channels_order for one in on(channel, found))
    return next(ranked, None)
