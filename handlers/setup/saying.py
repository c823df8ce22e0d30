"""A message to a member of the staff with buttons under it, or with their labels where the channel carries none."""

from __future__ import annotations

from flows.channels import CHANNELS, Buttons
from flows.phrase import Lines
from flows.policy.facts import Kind
from handlers.admins.command import Reply
from handlers.outgoing import OutboundMessage, post
from handlers.speech import speech_to
from handlers.turn import Turn
from storage.people import Address


async def say(turn: Turn, address: Address, key: str, reply: Reply) -> None:
    """Say a reply in the language of whoever reads at the address, with what it ``confirms``; ``key`` makes it once."""
    speech, carried = await speech_to(turn, address), CHANNELS[address.channel].buttons is Buttons.ANY
    labels = tuple((answer, speech.say(label)) for answer, label in reply.buttons)
    text = reply.text if carried else Lines((reply.text, *(label for _, label in labels)))
    buttons = labels if carried else ()
    await post(
        turn, address, OutboundMessage(key, Kind.STAFF, text=speech.say(text), buttons=buttons, asks=reply.confirms)
    )
