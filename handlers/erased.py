"""News of people who were erased: what is older than their erasure restores nothing, what is newer is a new person's.

Erased is final, as bought and refunded are. A shop's news says when it happened. What happened before the erasure is
kept without its bytes and without whoever it names, under the contact that was erased: an order still counts where it
belongs, a cart is not taken up again. What happened later, as a new checkout, is that of somebody new, whose number the
shop may have again and whom we do not write to until they write to us.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flows.events.event import Event, Naming
from handlers.turn import Turn
from storage.people import Address, Identity

_NEVER_LATE = frozenset({Naming.WRITER, Naming.ADDRESS})  # what a channel tells at the moment


async def erased_since(
    turn: Turn, names: Sequence[Identity], erased: Mapping[Identity, Address], event: Event | None
) -> UUID | None:
    """The contact of these ``names`` that was erased after ``event`` happened; None when there is none.

    The shop's own customer id decides, as it does for the living: a number that two customers share is no reason to
    leave out the news of the other. What people write themselves is never too late.
    """
    if not erased or event is None or event.NAMING in _NEVER_LATE:
        return None
    own = [name for name in names if name.channel == "customer"]
    if own and erased.keys().isdisjoint(own) and await turn.unit.people.known(own):
        return None
    moment: datetime = getattr(event, "occurred_at", turn.now)
    return await erased_of(turn, {address.contact for address in erased.values()}, moment)


async def erased_of(turn: Turn, people: Collection[UUID], since: datetime) -> UUID | None:
    """One of these people who was erased after ``since``; None when nobody was."""
    found = await turn.unit.people.by_ids(people) if people else {}
    return next((one.id for one in found.values() if one.erased_at is not None and one.erased_at > since), None)


async def is_erased(turn: Turn, contact: UUID) -> bool:
    """Whether this contact was erased, for whom no run begins again."""
    known = await turn.unit.people.get(contact)
    return known is not None and known.erased_at is not None
