"""A bare "cancel" that answers what a member of the staff asked: it calls something off, and not our messages.

By law cancel, end and quit revoke consent like stop does (47 CFR 64.1200(a)(10)), so they are taken for an answer only
where nothing else is likely: the word alone, while the staff's last message speaks of that very thing and not of our
messages ("Shall I cancel the order?"), and once: whoever was then asked whether the messages shall stop, too, and
writes it again, says so. Stop, unsubscribe and the like are an opt-out whatever was asked.
"""

from __future__ import annotations

from handlers import answered
from handlers.replies.grammar import Vocabulary
from handlers.replies.text import tokens
from handlers.turn import Turn
from storage.messages import Message

ALSO_MESSAGES = "scope_offered"  # the template that asks whether the messages shall stop, too
_WORDS = Vocabulary(
    {
        "cancel": """
            cancel cancels canceling cancelling cancellation call_off call_it_off call_this_off call_that_off
            cancelar cancela cancele cancelo cancelen anular anulo anule annuler annule रद्द radd
        """,
        "end": "end",
        "quit": "quit",
        "polite": "please pls plz yes yeah ok okay si por_favor haan ji kripya it that this lo kar karo करो करें",
        "messages": """
            message messages text texts texting sms reminder reminders newsletter subscription unsubscribe
            mensaje mensajes suscripcion मैसेज संदेश sandesh
        """,
    }
)
_NAMES = frozenset({"cancel", "end", "quit"})
_BARE = _NAMES | {"polite", "sign", "full", "comma"}


async def answers_staff(turn: Turn, message: Message) -> bool:
    """Whether a message is nothing but the word for what the staff asked its person about, and was not sent before."""
    said = bare_words(message.text or "")
    staffs = await answered.staffs_by(turn, message) if said else None
    return staffs is not None and asks_for(_own_words(turn, staffs), said) and not await _asked_since(turn, staffs)


def bare_words(text: str) -> frozenset[str]:
    """Which of cancel, end and quit a text says that says nothing else; none for any other text."""
    said = frozenset(_WORDS.name(tokens(text)))
    return said & _NAMES if said <= _BARE else frozenset()


def asks_for(asked: str, said: frozenset[str]) -> bool:
    """Whether the staff's text speaks of what these words name, and of no messages."""
    about = frozenset(_WORDS.name(tokens(asked)))
    return "messages" not in about and not about.isdisjoint(said)


def _own_words(turn: Turn, staffs: Message) -> str:
    """What was written without the brand before it, which may hold any word."""
    text, brand = staffs.text or "", turn.business.name
    return text[len(brand) :] if text.lower().startswith(brand.lower()) else text


async def _asked_since(turn: Turn, staffs: Message) -> bool:
    """Whether their last question is ours by now: whether the messages shall stop, too."""
    thread = await turn.unit.messages.thread(staffs.address)
    return any(one.template == ALSO_MESSAGES and one.id > staffs.id for one in thread)
