"""How a person becomes the writer of a partner: start links, greetings, the language, STOP and an erasure.

One chat has one role. A member of the staff, and a person who writes for a shop or another partner, cannot open a
partner's start link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from flows.actor import Actor
from flows.channels import CHANNELS
from flows.engine import Subject
from flows.phrase import Lines, Ours, Text, phrase
from flows.policy.departure_facts import Kind
from flows.promotions.sponsor import SponsorStatus
from handlers.consent import stop_doubts
from handlers.conversation import LeavingHooks, Written
from handlers.customer_talk import opt_out_extent
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import start_words
from handlers.replies.customer_intents import Intent
from handlers.replies.text_language import find_named_language
from handlers.returns.sponsor_admin import change_writer, invite_sponsor
from handlers.returns.sponsor_chat.sponsor_message import Choices, SponsorTalk, say
from handlers.staff_notices import alerts
from storage.businesses.access import Invite
from storage.people.stranger_questions import WELCOME
from storage.promotions.sponsors import Sponsors

# Each language calls itself by its own name.
_LANGUAGES: Choices = (
    ("language.en", Ours("English")), ("language.es", Ours("Español")), ("language.hi", Ours("हिन्दी")),
    ("language.hi-Latn", Ours("Hinglish")),
)  # fmt: skip


async def open_invite(turn: Turn, written: Written, invite: Invite) -> None:
    """Link the person who opens a start link to the partner, unless their chat has another role already."""
    address = written.address
    sponsor = await turn.unit.of(Sponsors).get(invite.sponsor) if invite.sponsor is not None else None
    if sponsor is None or sponsor.status is SponsorStatus.REMOVED:
        await conversations_of(turn).entrance.welcome(turn, written, comes_back=False)
    elif await turn.unit.access.member_of(address.contact) is not None:
        again = phrase("partner_link_forward", name=sponsor.name, link=Ours(await invite_sponsor(turn, sponsor)))
        await start_words.answer(turn, written, text=again, kind=Kind.STAFF)
    elif sponsor.contact != address.contact and await turn.unit.people.find_staffed([address.contact]):
        text = phrase("partner_chat_taken", name=sponsor.name)
        await start_words.answer(turn, written, text=text, kind=Kind.ANSWER, invited=True)
        await alerts.tell(turn, f"partner-taken:{written.message.id}", phrase("partner_link_lost", name=sponsor.name))
    else:
        if written.event.name:
            await turn.unit.people.introduce(address.contact, written.event.name)
        await change_writer(turn, sponsor, address.contact)
        await turn.unit.access.log(Actor.sponsor(sponsor.id), "linked", turn.now, Subject("address", address.id))
        await alerts.tell(turn, f"partner-joined:{sponsor.id}", phrase("partner_joined", name=sponsor.name))
        await _greet(turn, SponsorTalk(sponsor, address, written.message))


async def take_hello(turn: Turn, written: Written, _token: str) -> bool:
    """Greet a partner who presses start again; return False for anybody else."""
    talk = await find_talk(turn, written)
    if talk is None:
        return False
    if not await start_words.is_overtaken(turn, talk.address, talk.message):
        await opt_out_extent.lift(turn, talk.address)
    if not await start_words.is_answered_enough(turn, talk.address):
        await _greet(turn, talk)
    return True


async def answer_start(turn: Turn, said: UnderstoodMessage) -> bool:
    """Answer a partner's START: our messages come again, and no consent of a customer is asked for."""
    if said.reading.intent not in {Intent.START, Intent.JOIN} or not CHANNELS[said.address.channel].proves_writer:
        return False
    if not await take_hello(turn, Written(said.address, said.message, said.event), ""):
        return False
    await stop_doubts.keep(turn, said.address.contact, said.message.created_at)
    return True


async def find_talk(turn: Turn, written: Written) -> SponsorTalk | None:
    """Return a partner's message; None for another writer, and for a member of the staff."""
    if written.member is not None or not CHANNELS[written.address.channel].proves_writer:
        return None
    sponsor = await turn.unit.of(Sponsors).of(written.address.contact)
    return None if sponsor is None else SponsorTalk(sponsor, written.address, written.message, written.question)


async def choose_language(turn: Turn, written: Written) -> bool:
    """Take the language that a partner names; return False for other messages."""
    locale = find_named_language(written.event)
    talk = await find_talk(turn, written) if locale is not None else None
    if talk is None or locale is None:
        return False
    await set_language(turn, talk, locale)
    return True


async def set_language(turn: Turn, talk: SponsorTalk, locale: str) -> None:
    """Store the language of our messages, and confirm it in that language."""
    sponsor = replace(talk.sponsor, language=locale)
    await turn.unit.of(Sponsors).save(sponsor)
    await turn.unit.people.write_in(talk.address.contact, locale)
    await say(turn, replace(talk, sponsor=sponsor), phrase("partner_language_chosen"))


async def ask_language(turn: Turn, talk: SponsorTalk) -> None:
    """Ask for the language of our messages, with buttons."""
    await say(turn, talk, phrase("partner_language_ask"), _LANGUAGES)


async def list_languages(turn: Turn) -> Iterable[str]:
    """Return the languages that partners chose."""
    return [one.language for one in await turn.unit.of(Sponsors).all() if one.language]


async def _greet(turn: Turn, talk: SponsorTalk) -> None:
    hello = phrase("partner_hello", name=talk.sponsor.name)
    await say(turn, talk, Lines((hello, phrase("partner_language_ask"))), _LANGUAGES, name=WELCOME)


async def _is_sponsor(turn: Turn, contact: UUID) -> bool:
    return await turn.unit.of(Sponsors).of(contact) is not None


async def _tell_of_stop(turn: Turn, contact: UUID, because: UUID) -> None:
    """Tell the staff that a partner gets no messages any more; its offers go on."""
    sponsor = await turn.unit.of(Sponsors).of(contact)
    if sponsor is not None:
        await alerts.tell(turn, f"partner-stopped:{because}", phrase("partner_wrote_stop", name=sponsor.name))


async def _list_lost(turn: Turn, contact: UUID) -> Sequence[Text]:
    sponsor = await turn.unit.of(Sponsors).of(contact)
    return [] if sponsor is None else [phrase("lost_partner", name=sponsor.name)]


async def _unlink(turn: Turn, contact: UUID) -> None:
    """Take an erased person out of the partner, which can be invited again."""
    sponsor = await turn.unit.of(Sponsors).of(contact)
    if sponsor is not None:
        await change_writer(turn, sponsor, None)
        await alerts.tell(turn, f"partner-erased:{sponsor.id}", phrase("partner_writer_erased", name=sponsor.name))


LEAVING = LeavingHooks(keeps=_is_sponsor, ended=_tell_of_stop, lost=_list_lost, forgotten=_unlink)
