"""/erase: what names a person is deleted, for good; shown first, and done when it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flows import speaker
from handlers import privacy
from handlers.actions import story, why
from handlers.actions.action import Preview
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.admins.confirming import Deed, propose
from handlers.admins.said import listed
from handlers.admins.whom import whom
from handlers.turn import Turn
from storage.access import Member

_EXAMPLE = "Whose data? Their name or the end of their number: /erase_0123"


async def erase(asked: Asked) -> str | Reply:
    """The person whom the words name, or which of several."""
    person = await whom(asked, "erase", _EXAMPLE)
    if isinstance(person, Reply):
        return person
    return await propose(asked, ERASE_DEED, {"contact": str(person.id)})


async def _plan(turn: Turn, about: Mapping[str, str]) -> Preview | Reply:
    person = await turn.unit.people.get(UUID(about["contact"]))
    if person is None or person.erased_at is not None:
        return Reply("Their data is deleted already.\nNext: /help")
    if await turn.unit.access.member_of(person.id) is not None:
        return Reply("They are on the staff, so nothing was done: take them off it first (`parley apply`).")
    texts = [
        f"{await story.called_briefly(turn, person)}: name, numbers, chats and all texts will be deleted, for good. "
        "They are never written to again.",
        *await _lost(turn, person.id),
        *await _beside(turn, person.id),
    ]
    return Preview(" ".join(texts), "Delete it all")


async def _lost(turn: Turn, contact: UUID) -> list[str]:
    """What conversations end with them."""
    return [text for one in turn.tools.conversations.stopping for text in await one.lost(turn, contact)]


async def _beside(turn: Turn, contact: UUID) -> list[str]:
    """Others of whom the shop told as of this one: a number may have been typed at a checkout by somebody else."""
    known = await turn.unit.people.by_ids(await turn.unit.people.beside(contact))
    taps = [f"{await story.called_briefly(turn, one)} {await why.tap(turn, one, 'erase')}" for one in known.values()]
    return [f"Told as the same customer, and not deleted with them: {listed(taps)}"] if taps else []


async def _do(turn: Turn, member: Member, about: Mapping[str, str], message: UUID) -> str:
    contact = await turn.unit.people.hold(UUID(about["contact"]))
    await privacy.forget(turn, contact, f"{speaker.staff(member.name)} erased them")
    await turn.unit.access.log(str(member.id), "erase", f"contact {contact}", turn.now)
    return _DELETED


_DELETED = (
    "Deleted: nothing here names them any more. Out of reach are your chats (delete there what names them), copies of "
    "the database made before, and your shop's own system.\nNext: /orders"
)

ERASE_DEED = Deed("erase", _plan, _do)

ERASE = Command(
    name="erase",
    aliases=("forget",),
    usage="/erase",
    help="delete a customer's data, for good",
    run=erase,
    roles=OWNERS,
    topic="people",
    acts=True,
)
