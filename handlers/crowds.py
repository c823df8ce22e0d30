"""Many strangers who ask at once: a machine with many names must not bury the staff's chat."""

from __future__ import annotations

from flows.channels import CHANNELS
from flows.phrase import Ours, phrase
from flows.policy.facts import Kind
from handlers.machines import HOUR
from handlers.outgoing import OutboundMessage, post
from handlers.speech import speech_to
from handlers.turn import Turn
from storage.people import Address
from storage.personal import answering
from storage.strangers import asked_about, has_dealings

CROWD = 20  # people in an hour about whom the staff is asked one by one


async def is_in_crowd(turn: Turn, desk: Address, address: Address) -> bool:
    """Whether nobody is told of this person but the list of questions, because so many others asked within the hour.

    Whom the shop knows, whoever keeps a shop, and whoever was passed on within the hour, is not one of a crowd.
    """
    about = await asked_about(turn.unit, desk.id, turn.now - HOUR, CROWD)
    if len(about) < CROWD or address.id in about or not await is_stranger(turn, address):
        return False
    await _tell(turn, desk)
    return True


async def is_stranger(turn: Turn, address: Address) -> bool:
    """Whether the shop knows nothing of them: no cart, no order, no id of its systems; they keep no shop either."""
    known = await turn.unit.people.addresses_of(address.contact)
    told = any(one.channel not in CHANNELS for one in known)  # by an id of a shop's system
    if told or await answering(turn.unit, [address.contact]):
        return False
    return not await has_dealings(turn.unit, address.contact)


async def _tell(turn: Turn, desk: Address) -> None:
    """Once an hour."""
    text = (await speech_to(turn, desk)).say(phrase("crowd", many=CROWD, command=Ours("/questions")))
    await post(turn, desk, OutboundMessage(f"crowd:{turn.now:%Y%m%d%H}:{desk.id}", Kind.STAFF, text=text))
