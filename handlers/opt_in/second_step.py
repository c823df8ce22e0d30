"""The second step of an opt-in, asked for where a shop's software told the first."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flows import opt_in
from flows.opt_in import OptInWanted
from flows.policy.facts import ASKS, Programme
from handlers import host
from handlers.turn import Turn
from storage.people import Address


async def ask(turn: Turn, address: Address, programmes: Sequence[Programme]) -> None:
    """Ask for the second step, once: who left the ask unanswered, or said no, is asked anew only after a revocation."""
    if await _was_asked(turn, address):
        return
    names = tuple(programme.value for programme in programmes)
    wanted = OptInWanted(address.id, address.channel, names)
    await host.enter(turn, opt_in.NAME, str(address.id), address.contact, None, wanted)


async def _was_asked(turn: Turn, address: Address) -> bool:
    """Whether an ask has left for this address since its last revocation, and since the address is this person's."""
    revoked, since = await turn.unit.consents.last_revocation(address.id), await _since(turn, address)
    asks = [one for one in await turn.unit.messages.thread(address.id) if one.kind in ASKS and one.left_at]
    return any((revoked is None or ask.id > revoked) and ask.created_at >= since for ask in asks)


async def _since(turn: Turn, address: Address) -> datetime:
    return await turn.unit.consents.begun_anew(address.id) or datetime.min.replace(tzinfo=UTC)
