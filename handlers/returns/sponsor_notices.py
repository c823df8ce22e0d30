"""Messages of Parley to the person who writes for a sponsor."""

from __future__ import annotations

from flows.phrase import Text
from flows.policy.departure_facts import Kind
from flows.promotions.sponsor import Sponsor
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import load_speech
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts


async def tell_sponsor(turn: Turn, sponsor: Sponsor, key: str, text: Text) -> bool:
    """Send a text to a sponsor's chat, once for each ``key``; return False if the sponsor has no chat."""
    chat = await alerts.find_chat(turn, sponsor.contact) if sponsor.contact else None
    if chat is None:
        return False
    said = load_speech(turn, sponsor.language or turn.business.locale).say(text)
    await post(turn, chat, OutboundMessage(key=f"sponsor:{sponsor.id}:{key}", kind=Kind.STAFF, text=said))
    return True
