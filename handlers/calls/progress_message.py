"""The progress of a long task in a chat: one message that is edited, or at most three messages."""

from __future__ import annotations

from flows.channels import CHANNELS
from flows.phrase import Text
from flows.policy.departure_facts import Kind
from handlers.calls import message_edit_call
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from storage.people.people import Address

_PARTS = 3
"""The most messages on a channel without edits."""


async def tell(turn: Turn, to: Address, key: str, told: Text, share: float, *, at_end: bool = False) -> None:
    """Report the progress of the task with this key to a chat; ``share`` of it, from 0 to 1, is done."""
    said = (await speech_to(turn, to)).say(told)
    if CHANNELS[to.channel].edits:
        await _rewrite(turn, to, key, said)
        return
    part = _PARTS if at_end else min(_PARTS, 1 + int(share * (_PARTS - 1)))
    await post(turn, to, OutboundMessage(f"{key}:{part}", Kind.STAFF, text=said))


async def _rewrite(turn: Turn, to: Address, key: str, said: str) -> None:
    shown = await message_edit_call.find_newest(turn, key)
    if shown is None:
        await post(turn, to, OutboundMessage(key, Kind.STAFF, text=said))
    else:
        await message_edit_call.rewrite(turn, shown, said)
