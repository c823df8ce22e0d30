"""A campaign in the staff's own words: "pause diwali", "diwali band karo", "launch diwali to vip friday 6pm".

What says one thing to do, the exact name of a campaign, and nothing else is read by its words; a sentence with people,
a moment or an offer by `sentence.py`; the order stands in `readers.py`. All else goes its usual way. What ends a
campaign or sends it is shown before it is done, and what is one letter away from a word for it is asked about.
"""

from __future__ import annotations

from dataclasses import replace

from flows.campaigns.campaign import UNLAUNCHED
from flows.phrase import Lines
from handlers import slash
from handlers.admins import awaiting
from handlers.admins.command import Reply
from handlers.admins.saying import say
from handlers.campaigns.sentences.changing_latest import asks_of_it, changes_what_is_shown
from handlers.campaigns.sentences.courtesy import led_in
from handlers.campaigns.sentences.heard import hear
from handlers.campaigns.sentences.latest import is_a_launch, latest_of
from handlers.campaigns.sentences.readers import READERS
from handlers.campaigns.sentences.said import typed
from handlers.campaigns.sentences.seconding import seconded
from handlers.campaigns.sentences.sentence import Sentence, read_sentence
from handlers.campaigns.sentences.verbs import Does
from handlers.conversation import Written
from handlers.own_codes import reading as own_codes
from handlers.replies.forbidding import forbids
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message

_MOST_WORDS = 40
_IT = "it"
_SLASHES = frozenset({"launch", "preview", "blast"})
"""What people put a slash before that is no command of its own."""


async def begins(turn: Turn, text: str) -> bool:
    """Whether a text says something to many people, wins some back, or names a campaign, or "it", and what to do with
    it."""
    if not 1 < len(words(led_in(text))) <= _MOST_WORDS or forbids(text):
        return False
    if _orders_it(turn, text):
        return True
    heard = await hear(turn, text)
    for one in READERS:
        if one.begins and await one.reads(heard) is not None:
            return True
    return False


def _orders_it(turn: Turn, text: str) -> bool:
    """Whether a text orders a launch, preview or test of the latest campaign alone: "launch it", "send me a test"."""
    found = read_sentence(led_in(text), (_IT,), lambda _people: False, turn.now, turn.zone)
    return found in (*(Sentence(does, _IT) for does in Does), Sentence(Does.TEST))


async def meant(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff says what is to be done with a campaign; it is done, or shown."""
    member, message, text = written.member, written.message, written.event.text.strip()
    command = slash.command(text)
    if member is None or not written.is_sent_alone or written.event.button is not None:
        return False
    if message.reply_to is not None or (command is not None and command not in _SLASHES):
        return False
    second = await seconded(turn, member, text) if written.question is None else None
    if second is not None:
        reply: Reply | None = await typed(turn, member, message, second)
    else:
        reply = await _answer(turn, member, message, text.removeprefix("/"))
    if reply is None:
        return False
    left = awaiting.draft_left(written.question)
    said = replace(reply, text=Lines((left, reply.text))) if left else reply
    await say(turn, written.address, message, "campaign", said)
    return True


async def _answer(turn: Turn, member: Member, message: Message, text: str) -> Reply | None:
    """What comes of a text; None where it is about no campaign."""
    said = words(text)
    if is_a_launch(text):
        latest = await latest_of(turn, member)
        if latest is not None and latest.status in UNLAUNCHED:
            return await typed(turn, member, message, f"launch {latest.name}")
    if said == ["launch"]:
        return await typed(turn, member, message, "launch")
    if not 0 < len(said) <= _MOST_WORDS or own_codes.heard(text) is not None or forbids(text):
        return None
    heard = await hear(turn, text, member)
    if len(said) == 1:  # "friday", or "when?", behind what is shown
        means = await asks_of_it(heard) or await changes_what_is_shown(heard)
        return await means(turn, member, message) if means is not None else None
    for one in READERS:
        if (means := await one.reads(heard)) is not None:
            return await means(turn, member, message)
    return None
