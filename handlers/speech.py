"""In which language and wording the staff and shops are spoken to."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import language
from handlers.turn import Turn
from storage.people import Address
from templates.phrases import Phrases
from templates.speech import Speech

ENGLISH = Speech(Phrases.load(), "en", {}, {})
"""What programs read, where it names no moment."""


async def speech_to(turn: Turn, address: Address) -> Speech:
    """How whoever reads at this address is spoken to: in their language, else the business's."""
    own = await language.of_staff(turn, address.contact)
    locale = own or language.of(await turn.unit.people.get(address.contact), turn.business)
    return _speech(turn, locale, turn.business.texts)


def in_language(turn: Turn, locale: str) -> Speech:
    """How whoever reads that language is spoken to."""
    return _speech(turn, locale, turn.business.texts)


def english(turn: Turn) -> Speech:
    """How the command line speaks."""
    return _speech(turn, "en", {})


def _speech(turn: Turn, locale: str, texts: Mapping[str, str]) -> Speech:
    business = turn.business
    common = {"brand": business.name, "zone": turn.zone, "now": turn.now, "currency": business.currency}
    return Speech(Phrases.load(), locale, common, texts)
