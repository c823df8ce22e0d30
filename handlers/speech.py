"""In which language and wording the staff and shops are spoken to."""

from __future__ import annotations

from handlers import language
from handlers.turn import Turn
from storage.people import Address, Contact
from templates.phrases import Phrases
from templates.speech import Speech


async def speech_to(turn: Turn, address: Address) -> Speech:
    """How whoever reads at this address is spoken to: in their language, else the business's."""
    return speech_in(turn, await turn.unit.people.get(address.contact))


def speech_in(turn: Turn, person: Contact | None) -> Speech:
    """As ``speech_to``, for somebody who is known already."""
    business = turn.business
    common = {"brand": business.name, "zone": turn.zone, "now": turn.now, "currency": business.currency}
    return Speech(Phrases.load(), language.of(person, business), common, business.texts)
