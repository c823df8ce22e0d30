"""A customer chooses by button how much marketing comes, in a chat.

The page of preferences (handlers/privacy/preferences_page.py) has the same choices, and more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from flows.policy.departure_facts import Preferences
from handlers.consent import stop_doubts
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from handlers.people.end_links import make_preferences_link
from handlers.people.preferences import change_preferences
from handlers.replies.customer_acts import ActKind
from storage.consent.preferences import PreferenceBook

ACTS = frozenset({ActKind.CHOICE, ActKind.DOUBT, ActKind.LATER, ActKind.NO})
"""The acts of the buttons, as the words on one may read like an end of our messages."""
_ASKS, _PAUSE = frozenset({"fewer", "how_often"}), "pause_month"
_MONTH = timedelta(days=30)
_DAYS_APART: Mapping[str, int] = MappingProxyType({"weekly": 7, "monthly": 30, "no_limit": 0})


async def take_press(turn: Turn, said: UnderstoodMessage) -> bool:
    """Show the choices or store one; return False for other messages. "Fewer" keeps our messages where we asked."""
    pressed = said.event.button
    if pressed in _ASKS:
        await stop_doubts.keep(turn, said.address.contact, said.message.created_at)
        await say(turn, said, "preferences_ask", values={"page": make_preferences_link(turn, said.address.id)})
        return True
    if pressed is None or (pressed != _PAUSE and pressed not in _DAYS_APART):
        return False
    contact = await turn.unit.people.hold(said.address.contact)
    chosen = _choose(await turn.unit.of(PreferenceBook).get(contact), pressed, said)
    await change_preferences(turn, contact, chosen)
    values = {"until": chosen.paused_until} if pressed == _PAUSE else {"days": str(chosen.days_apart)}
    await say(turn, said, "preferences_kept", values=values)
    return True


def _choose(before: Preferences, pressed: str, said: UnderstoodMessage) -> Preferences:
    """Return the preferences after a press; a press that arrives twice chooses the same. A distance ends a pause."""
    if pressed == _PAUSE:
        return replace(before, paused_until=said.message.created_at + _MONTH)
    return Preferences(None, _DAYS_APART[pressed])
