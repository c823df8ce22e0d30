"""Start links: staff members are linked here; conversations handle other invites and greetings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flows.actor import Actor
from flows.channels import CHANNELS
from flows.engine import Subject
from flows.events import MessageReceived
from flows.phrase import Lines, phrase, sentences
from flows.policy.departure_facts import AGREED, AddressState, Kind
from handlers.customer_talk import opt_out_extent
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import start_words
from handlers.people.inbound_event import get_words
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.typed_commands import read_command
from handlers.staff_chat import command_menus
from handlers.staff_chat.staff_help import describe_today
from storage.businesses.access import STAFF, Invite
from storage.people.people import Address

if TYPE_CHECKING:
    from handlers.conversation import Written

_JOIN = re.compile(r"\s*join\s+([A-HJKMNP-Z2-9]{12})\b", re.IGNORECASE)


def read_start_token(event: MessageReceived) -> str | None:
    """Return the token of a person who arrives by a link: "" for a bare ``/start``, None for other messages.

    A Telegram link presses start for them; a WhatsApp or SMS link writes ``JOIN token`` or ``/start token`` as text.
    """
    if event.start is not None:
        return event.start
    join = _JOIN.match(event.text)
    if join is not None:
        return join[1].upper()
    word, _, rest = event.text.strip().partition(" ")
    return rest.strip() if word.lower() == "/start" and CHANNELS[event.channel].proves_writer else None


async def take_join(turn: Turn, written: Written) -> bool:
    """Return True if a person arrived by a link of ours, or greeted us, in any role."""
    token = read_start_token(written.event)
    if token is None or conversations_of(turn).reads_token(token):
        return False
    await take_start(turn, written, token)
    return True


async def take_start(turn: Turn, written: Written, token: str) -> None:
    """Handle ``/start``: a token redeems an invite; if there is none, the person wants to hear from the shop."""
    invite = await turn.unit.access.use_invite(turn.tools.token_hash(token), turn.now) if token else None
    if invite is None:
        await _greet_customer(turn, written, token)
    elif invite.kind == STAFF:
        await _link_staff(turn, written, invite)
    else:
        await conversations_of(turn).invites[invite.kind](turn, written, invite)


async def _greet_customer(turn: Turn, written: Written, token: str) -> None:
    """Greet a customer. The staff and people of a conversation, such as shopkeepers, are greeted differently."""
    for hello in conversations_of(turn).hellos:
        if await hello(turn, written, token):
            return
    if await turn.unit.access.member_of(written.address.contact) is not None:
        await _welcome_staff_back(turn, written)
    elif token and await turn.unit.access.was_for_work(turn.tools.token_hash(token)):
        await start_words.answer(turn, written, text=phrase("link_is_over"))
    else:
        await conversations_of(turn).entrance.welcome(turn, written, comes_back=not token)


async def is_staff_start(turn: Turn, written: Written) -> bool:
    """Return True if a staff member's START is neither a command nor an answer, but a greeting like ``/start``."""
    event, commands = written.event, turn.tools.conversations.commands
    if written.member is None or written.message.reply_to is not None or event.forwarded or event.edited:
        return False
    command = read_command(event.text, commands.spellings, dangerous=commands.dangerous) is not None
    if command or read_opt_out(get_words(event)) is not OptOut.START:
        return False
    await _greet_customer(turn, written, "")
    return True


async def _welcome_staff_back(turn: Turn, written: Written) -> None:
    """Lift a staff member's opt-out after a greeting, also as a customer; staff messages arrive in that chat again."""
    address, consents = written.address, turn.unit.consents
    was_stopped = await _is_stopped(turn, address)
    agreed = any(one.taken_back in AGREED for one in (await consents.standings([address.id])).values())
    if not await start_words.is_overtaken(turn, address, written.message):
        await opt_out_extent.lift(turn, address)
    member = await turn.unit.access.member_of(address.contact)
    assert member is not None, "who is back is on the staff"
    await command_menus.ensure(turn, address.contact)
    text = await describe_today(turn, member, "back_today" if was_stopped else "hello_today")
    await start_words.answer(turn, written, text=text, kind=Kind.STAFF)
    if agreed:  # the customer's confirmation is left out: one message has one answer
        await conversations_of(turn).entrance.welcome(turn, written, comes_back=True)


async def _is_stopped(turn: Turn, address: Address) -> bool:
    """Return True if messages to an address were stopped, here or at a provider."""
    return address.state is AddressState.SUPPRESSED or bool(await turn.unit.consents.find_stopped([address.id]))


async def _link_staff(turn: Turn, written: Written, invite: Invite) -> None:
    assert invite.staff is not None, "a staff invite names its member"
    address = written.address
    await opt_out_extent.lift(turn, address)  # by their own act: a stop as a customer does not end the staff's messages
    await turn.unit.access.link(invite.staff, address.contact, turn.now)
    await turn.unit.access.void_invites(invite.staff, turn.now)
    member = await turn.unit.access.member_of(address.contact)
    await turn.unit.access.log(Actor.staff(invite.staff), "linked", turn.now, Subject("address", address.id))
    assert member is not None, "they are linked"
    await turn.tools.conversations.keeper.joined(turn, address.contact)
    await command_menus.ensure(turn, address.contact)
    role = phrase(f"role_{member.role}")
    hello = phrase("staff_welcome", member=member.name, role=role, business=turn.business.name)
    waiting = await conversations_of(turn).list_waiting(turn)
    text = Lines((hello, *waiting)) if waiting else sentences(hello, phrase("staff_first"))
    await start_words.answer(turn, written, text=text, kind=Kind.STAFF)
    await conversations_of(turn).greet(turn, address, member, f"joined:{written.message.id}")
