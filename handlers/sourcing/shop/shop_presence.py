"""Presence of shopkeepers: start links, return after a STOP, holidays, and the language of messages."""

from __future__ import annotations

from datetime import date, datetime

from flows.actor import Actor
from flows.channels import CHANNELS
from flows.engine import Subject
from flows.phrase import phrase
from flows.policy.departure_facts import Kind
from flows.sourcing.desk.desk_events import HolidayTold
from flows.sourcing.desk.list_fit import CHARACTERS, few
from handlers.consent import stop_doubts
from handlers.conversation import Written
from handlers.customer_talk import opt_out_extent
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import start_words
from handlers.replies.customer_intents import Intent
from handlers.replies.text_language import find_named_language
from handlers.sourcing import desk_news
from handlers.sourcing.shop import shop_escalation, shop_undo
from handlers.sourcing.shop.shop_talk import Talk, say, split_open_requests
from handlers.staff_notices import alerts
from storage.businesses.access import Invite
from storage.sourcing.partner_shops import Shop, Shops

SHOP_JOINED = "shop_joined"
_CHOSEN = "shop_language"  # template


async def open_invite(turn: Turn, written: Written, invite: Invite) -> None:
    """Link the person who opens a start link to the shop. Nobody may answer for two: a "yes" would be ambiguous."""
    address = written.address
    shop = await turn.unit.of(Shops).get(invite.shop) if invite.shop is not None else None
    theirs = await turn.unit.of(Shops).find_by_contact(address.contact)
    if shop is None or shop.removed_at is not None:
        await conversations_of(turn).entrance.welcome(turn, written, comes_back=False)
    elif theirs is not None and theirs.id != shop.id:
        text = phrase("chat_is_of_another_shop", theirs=theirs.name, shop=shop.name)
        await start_words.answer(turn, written, text=text, kind=Kind.ANSWER)
    else:
        await turn.unit.of(Shops).link(shop.id, address.contact, turn.now)
        await turn.unit.of(Shops).void_invites([shop.id], turn.now)
        await turn.unit.access.log(Actor.shop(shop.id), "linked", turn.now, Subject("address", address.id))
        await _welcome(turn, written, shop, invited=True)


async def take_hello(turn: Turn, written: Written, token: str) -> bool:
    """Answer the start button of a linked shopkeeper, so that they are not greeted as a customer."""
    shop = await turn.unit.of(Shops).find_by_contact(written.address.contact)
    if shop is not None:
        await _welcome(turn, written, shop)
        return True
    return not token and await welcome_back(turn, written)


async def answer_start(turn: Turn, said: UnderstoodMessage) -> bool:
    """Answer a shopkeeper's START in a chat with the shop's greeting; no customer consent is asked for."""
    if said.reading.intent not in {Intent.START, Intent.JOIN} or not CHANNELS[said.address.channel].proves_writer:
        return False
    if not await take_hello(turn, Written(said.address, said.message, said.event), ""):
        return False
    await opt_out_extent.lift(turn, said.address)
    await stop_doubts.keep(turn, said.address.contact, said.message.created_at)
    return True


async def welcome_back(turn: Turn, written: Written) -> bool:
    """Handle START of a shopkeeper who wrote STOP: send requests again, and list the goods that it need not keep.

    The person returns in no other role. Return False for everybody else, and for SMS, which is not used for requests to
    shops.
    """
    address, message = written.address, written.message
    shop = await turn.unit.of(Shops).find_left(address.contact) if CHANNELS[address.channel].proves_writer else None
    if shop is None or await start_words.is_overtaken(turn, address, message):
        return False
    await opt_out_extent.lift(turn, address)
    await turn.unit.of(Shops).link(shop.id, address.contact, turn.now)
    await turn.unit.access.log(Actor.shop(shop.id), "linked", turn.now, Subject("address", address.id))
    await alerts.tell(turn, f"again:{message.id}", phrase("shop_wrote_start", shop=shop.name))
    freed, asked = await split_open_requests(turn, shop)
    values = {
        "freed": few([one.pieces(one.kept) for one in freed], characters=CHARACTERS // 2),
        "asked": few([one.pieces(one.quantity) for one in asked], characters=CHARACTERS // 2),
    }
    told = {name: lines for name, lines in values.items() if lines}
    await start_words.answer(turn, written, template="shop_back", kind=Kind.ANSWER, values=told, locale=shop.language)
    return True


async def _welcome(turn: Turn, written: Written, shop: Shop, *, invited: bool = False) -> None:
    values, locale = {"shop": shop.name}, shop.language
    await start_words.answer(
        turn, written, template=SHOP_JOINED, kind=Kind.ANSWER, values=values, locale=locale, invited=invited
    )


async def leave(turn: Turn, talk: Talk) -> None:
    """Pause requests to the shop until the named time or the opening on the named day, and confirm the holiday.

    A later holiday begins on its named day. A holiday with no clear end, or separate from the current one, goes to a
    person.
    """
    reading = talk.command
    until = reading.until or (_moment(turn, reading.day, talk.shop.opens) if reading.day else None)
    since = _moment(turn, reading.begins) if reading.begins else None
    if until is None:
        await shop_escalation.pass_on(turn, talk)
        return
    away = talk.shop.away_until if talk.shop.is_away(turn.now) else None
    if since is not None and away is not None:
        if away < since:
            await shop_escalation.pass_on(turn, talk)
            return
        since, until = None, max(until, away)
    await turn.unit.of(Shops).close_until(talk.shop.id, until, since)
    await shop_undo.remember_holiday(turn, talk)
    if since is None:
        await desk_news.handle_closing(turn, HolidayTold(talk.shop.id, until))
    await say(turn, talk, "shop_holiday", until=until, since=since)


async def come_back(turn: Turn, talk: Talk) -> None:
    """Allow requests to the shop again from now on."""
    await turn.unit.of(Shops).close_until(talk.shop.id, None)
    await say(turn, talk, "shop_back")


def _moment(turn: Turn, day: date, minutes: int = 0) -> datetime:
    """Return the time that is ``minutes`` after midnight of a day, by the business's clock."""
    local = datetime(day.year, day.month, day.day, *divmod(minutes, 60), tzinfo=turn.zone)
    return local.astimezone(turn.now.tzinfo)


async def choose_language(turn: Turn, written: Written) -> bool:
    """Store and confirm the language that a shopkeeper chooses for our messages. Return False for other messages."""
    locale = find_named_language(written.event)
    shop = await turn.unit.of(Shops).find_by_contact(written.address.contact) if locale is not None else None
    if shop is None or locale is None:
        return False
    await _choose(turn, Talk(shop, written.address, written.message, written.event), locale)
    return True


async def ask_language(turn: Turn, talk: Talk) -> None:
    """Ask for the language of our messages, with buttons."""
    await say(turn, talk, SHOP_JOINED, shop=talk.shop.name)


async def _choose(turn: Turn, talk: Talk, locale: str) -> None:
    """Store the language and confirm it in that language."""
    await turn.unit.of(Shops).speak(talk.shop.id, locale)
    await turn.unit.people.write_in(talk.address.contact, locale)
    await say(turn, talk, _CHOSEN, locale=locale)
