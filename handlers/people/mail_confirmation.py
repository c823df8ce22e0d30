"""The second step of an opt-in by e-mail: a yes on the page whose link only the mailbox got.

An answer by mail would prove nothing, as its sender can be forged. The page turns a consent that waits into a confirmed
one; it never grants a new one, and brings none back.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.channels import CHANNELS, LineKind
from flows.engine import Permitted
from flows.events import ConsentAction, Means, Teller
from flows.policy.departure_facts import ConsentState, Programme
from handlers.engine import own_events, read_disclosure
from handlers.engine.turn import Turn
from storage.consent.consents import OWN_PROGRAMMES, LedgerLine
from storage.people.people import Address

_SOURCE = "the page of preferences"
_WORDS = "pressed yes on the page that a mail linked"


async def find_waiting(turn: Turn, address: Address) -> Sequence[Programme]:
    """Return the programmes of a typed address whose consent lacks the second step that the business asks for."""
    mail = (channel := turn.business.channel(address.channel)) and channel.mail
    if not mail or not mail.double_opt_in or CHANNELS[address.channel].line is not LineKind.TYPED:
        return ()
    states = await turn.unit.consents.states([address.id])
    return [one for one in OWN_PROGRAMMES if states.get((address.id, one)) is ConsentState.GRANTED]


async def confirm(turn: Turn, address: Address) -> bool:
    """Confirm the consents that wait at an address. Return False if none does."""
    waiting = await find_waiting(turn, address)
    for programme in waiting:
        shown = await read_disclosure.find_last_disclosure(turn, address.id, programme)
        line = LedgerLine(
            address.contact, address.id, programme, ConsentAction.CONFIRMED, _SOURCE, _WORDS, turn.now,
            teller=Teller.PERSON, means=Means.LINK, shown=shown,
        )  # fmt: skip
        await turn.unit.consents.record(line, turn.now)
    if waiting:
        await own_events.emit(turn, address.contact, Permitted(), f"confirmed:{address.id}:{turn.now.timestamp():.0f}")
    return bool(waiting)
