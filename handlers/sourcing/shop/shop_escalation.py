"""Messages that only a person can answer: each goes to the staff, who reply in its chat."""

from __future__ import annotations

from datetime import timedelta

from flows.phrase import Ours, Text, phrase
from flows.policy.departure_facts import Kind
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.replies.automatic_senders import HOUR, machine
from handlers.replies.text_normalisation import normalise
from handlers.sourcing.shop.shop_talk import Talk, say
from handlers.staff_notices import alerts, handover
from storage.sql import json_codec
from templates.message_values import shorten

TOGETHER = timedelta(minutes=10)  # messages within this time belong to one question, which is acknowledged once
_LONGEST = 300  # characters of a quote
_OFTEN = 2  # earlier copies of a text; another one is no news
_PASSED = "passed"  # a message that went to the staff


async def pass_on(turn: Turn, talk: Talk, asked: str = "") -> None:
    """Pass a message to all staff and tell the shop: in full for the first of consecutive messages, briefly for others.

    Photos and voice notes with no text are not passed on. Neither is a text that was already sent twice within the
    hour, because a machine sends those.

    ``asked``: the shop's unanswered requests.
    """
    if await _is_machine(turn, talk):
        await handover.warn(turn, talk.address, talk.message, talk.shop.name)
        return
    told = await handover.is_waiting(turn, talk.address)
    asks = None if told else handover.waits_for(talk.address, TOGETHER)
    desks = await alerts.list_chats(turn)
    for desk in desks:
        key = f"shop-says:{talk.message.id}:{desk.id}"
        text = (await speech_to(turn, desk)).say(_describe_request(talk, asked))
        letter = OutboundMessage(key, Kind.STAFF, text=text, about=talk.address.id, asks=asks)
        await post(turn, desk, letter)
    if desks and not (told and (not talk.event.text.strip() or await _is_said_again(turn, talk))):
        await say(turn, talk, "shop_passed_on", who=turn.business.name, again="yes" if told else None)


async def _is_said_again(turn: Turn, talk: Talk) -> bool:
    """Return True if the same text came from this address twice within the hour, before this message."""
    lately = [one for one in await turn.unit.messages.thread(talk.address.id) if one.created_at > turn.now - HOUR]
    said = normalise(talk.event.text)
    before = [one for one in lately if one.by_person and one.id != talk.message.id]
    return sum(normalise(one.text or "") == said for one in before) >= _OFTEN


async def _is_machine(turn: Turn, talk: Talk) -> bool:
    """Return True if a machine writes from this address, judged by the texts that went to the staff.

    A shop that answers our requests is no machine, even if all its answers are alike.
    """
    known = await turn.unit.messages.get(talk.message.id)
    data = known.data if known is not None else talk.message.data
    await turn.unit.messages.note(talk.message.id, data=json_codec.dump_values({**data, _PASSED: True}))
    thread = await turn.unit.messages.thread(talk.address.id)
    worded = [one for one in thread if one.text or not one.media]  # an album is many messages at once
    passed = [one for one in worded if one.direction == "out" or _PASSED in one.data or one.id == talk.message.id]
    return machine(passed, talk.message, await turn.unit.questions.find_asked(talk.address.id)) is not None


async def pass_on_unread(turn: Turn, talk: Talk) -> None:
    """Pass a message on; once an hour show the shop which texts Parley understands."""
    await pass_on(turn, talk)
    now = turn.now
    if await turn.unit.people.count_automatic(talk.address.contact, now, now - HOUR) == 1:
        await say(turn, talk, "shop_help")


def _describe_request(talk: Talk, asked: str) -> Text:
    written = talk.event.text.strip()
    said = Ours(f"“{shorten(alerts.unlink_text(written), _LONGEST, '…')}”" if written else "")
    sent = alerts.name_media(talk.message)
    what = phrase("said_and_sent", said=said, sent=sent) if written and talk.message.media else said or sent
    about = Ours(shorten(asked, _LONGEST, "…"))
    return phrase("shop_sent", shop=talk.shop.name, channel=talk.address.channel, what=what, asked=about)
