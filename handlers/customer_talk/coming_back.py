"""START, a keyword to join, or a yes to the offer of news: they agree by their own act, in their own chat."""

from __future__ import annotations

from flows.engine import Permitted
from flows.events import ConsentAction
from flows.policy.facts import ConsentState, Kind, Programme
from handlers import consent_news, noted
from handlers.customer_talk import stopping
from handlers.customer_talk.answered import TALK
from handlers.customer_talk.said import Said, say
from handlers.replies.intents import Intent
from handlers.replies.text import words
from handlers.turn import Turn
from storage.consents import OWN_PROGRAMMES, Line

_NEWS_OFFER = "unavailable"  # the template that offers news of what was not to be had


async def come_back(turn: Turn, said: Said) -> None:
    """START or a keyword to join: their own act, in their own chat, so it lifts what they took back."""
    await stopping.lift(turn, said.address)
    for programme in OWN_PROGRAMMES:
        before = await turn.unit.consents.state(said.address.id, programme)
        if before is ConsentState.CONFIRMED:
            continue
        await turn.unit.consents.record(_agreed(said, programme), turn.now, said.message.id)
    await noted.note(turn, said.address.contact, Permitted(), f"came_back:{said.message.id}")
    template = "start_again" if said.reading.intent is Intent.START else "joined"
    if said.event.keyword != "START":
        await say(turn, said, template, Kind.OPT_IN_DONE)


async def takes_news(turn: Turn, said: Said) -> bool:
    """Whether a bare yes answers the offer of news that JOIN takes, and nothing else that was said with it.

    Not where something alike was offered beside it, and not where a consent takes two steps: there a yes is one, and
    the word the offer names is both.
    """
    if said.reading.intent is not Intent.YES or said.answered.asked or said.answered.staffs or not said.is_brief:
        return False
    last = await turn.unit.messages.last_word(said.address.id, said.message.id)
    if last is None or last.left_at is None or last.left_at <= turn.now - TALK or last.template != _NEWS_OFFER:
        return False
    if last.data.get("told") or last.data.get("alternatives"):
        return False
    return bool(words(said.event.text)) and not await consent_news.needs_second_step_at(turn, said.address)


def _agreed(said: Said, programme: Programme) -> Line:
    """Their own word from their own phone is both steps at once."""
    text, at = said.reading.intent.value, said.message.created_at
    return Line(said.address.contact, said.address.id, programme, ConsentAction.CONFIRMED, "their own words", text, at)
