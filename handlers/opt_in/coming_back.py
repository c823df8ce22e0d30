"""START or a keyword to join: the sender's own act brings earlier consents back. Any other consent is asked for: nobody
agrees to unseen words (handlers/opt_in/greeting.py).
"""

from __future__ import annotations

from flows.events import Teller
from flows.policy.facts import Kind
from handlers import starts
from handlers.consent import doubts
from handlers.customer_talk import stopping
from handlers.customer_talk.said import Said, say
from handlers.opt_in import greeting
from handlers.replies.intents import Intent
from handlers.turn import Turn


async def wrote_start(turn: Turn, said: Said) -> bool:
    """Whether they wrote START or a keyword to join."""
    wrote = said.reading.intent in {Intent.START, Intent.JOIN}
    if wrote:
        await come_back(turn, said)
    return wrote


async def come_back(turn: Turn, said: Said) -> None:
    """Bring back the consents that were taken back at this address: START is the person's own act there."""
    if await starts.is_overtaken(turn, said.address, said.message):
        return
    joins = said.reading.intent is Intent.JOIN
    await stopping.lift(turn, said.address)
    await doubts.keep(turn, said.address.contact, said.message.created_at)
    theirs = await greeting.bring_back(turn, said.address, said.message, "join" if joins else "start")
    if theirs and said.event.keyword != "START" and not await starts.answered_enough(turn, said.address):
        await say(turn, said, "joined" if joins else "start_again", Kind.OPT_IN_DONE, greeting.named(theirs))
    await greeting.ask_for_rest(turn, said.address, said.message, theirs)


async def after_silence(turn: Turn, said: Said) -> bool:
    """Whether a wish that our messages go on came after silence had ended them, and brought them back as START does."""
    if not doubts.wanted(said):
        return False
    stands = (await turn.unit.consents.standings([said.address.id])).values()
    silent = any(one.ended_by is Teller.SILENCE for one in stands)
    if silent:
        await come_back(turn, said)
    return silent
