"""The command menu of a channel in a chat: for a staff member by role and language, and one for customers.

Each chat has one call, queued again when its menu changes. The call reads the commands when it is made, so the latest
ones are set. The menu that was set is stored, so that nothing is set twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flows.channels import CHANNELS, SIMULATED
from flows.delivery import Answer, Failure
from flows.phrase import Phrase, Text, phrase
from handlers.calls.call_kind import FINAL, CallKind, CallRequest, end, get_wait, mark, retry_later
from handlers.calls.call_names import MENU
from handlers.engine.outbox_posts import post_question, post_question_again
from handlers.engine.person_language import load_speech, speech_to
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.staff_chat.argument_questions import help_of, load_filling
from handlers.staff_chat.staff_command import Command
from handlers.staff_chat.staff_help import list_allowed
from storage.businesses.access import Member
from storage.events.event_inbox import Stored
from storage.people.people import Address
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry, Priority
from templates.speech import Speech

Entries = tuple[tuple[str, str], ...]
"""The commands of a menu, each with its description in a line."""
LANGUAGES = ("en", "es", "hi")
"""The languages of customers' menus, the first for all others; a phone asks by two letters."""
_LONGEST = 256  # characters of a line: https://core.telegram.org/bots/api#botcommand
_REPEATED = frozenset({Failure.RETRY, Failure.UNKNOWN, Failure.SENDER})
_MOST = 12  # tries, about two hours; each morning's job begins anew


async def ensure_all(turn: Turn, _firing: Stored) -> bool:
    """Update the menus of all chats: of each staff member, and of customers."""
    for channel in turn.business.channels:
        if _has_menu(turn, channel.channel):
            await _ask(turn, channel.channel, None)
    for member in [*await turn.unit.access.members(), *await turn.unit.access.list_former()]:
        if member.contact is not None:
            await ensure(turn, member.contact)
    return True


async def ensure(turn: Turn, contact: UUID) -> None:
    """Update the menu in a person's chats."""
    for address in await turn.unit.people.addresses_of(contact):
        if address.writable and _has_menu(turn, address.channel):
            await _ask(turn, address.channel, address)


def _has_menu(turn: Turn, channel: str) -> bool:
    settings = turn.business.channel(channel)
    return CHANNELS[channel].has_menu and settings is not None and settings.provider != SIMULATED


async def _ask(turn: Turn, channel: str, address: Address | None) -> None:
    key = f"{MENU}:{address.id if address else channel}"
    about = {"channel": channel, "address": address.id if address else None}
    call = await turn.unit.calls.find_by_key(key)
    if call is None:
        await post_question(turn, channel, MENU, key, about, turn.now)
    elif call.status in FINAL and call.provider_id != _mark(await _list_menus(turn, address)):
        await post_question_again(turn, call, channel, Priority.BULK)


async def _list_menus(turn: Turn, address: Address | None) -> dict[str, Entries]:
    """Return the menus of a chat by language, "" for all languages; empty for a former staff member."""
    if address is None:
        names = [name for one in await conversations_of(turn).list_served(turn) for name in one.talk.menu]
        entries = [(name, phrase(f"menu_{name}")) for name in names]
        first, *others = LANGUAGES
        spoken = {"": first, **{code: code for code in others}}
        return {asked: _say_entries(load_speech(turn, locale), entries) for asked, locale in spoken.items()}
    member = await turn.unit.access.member_of(address.contact)
    return {"": await _list_for_member(turn, address, member) if member is not None else ()}


async def _list_for_member(turn: Turn, address: Address, member: Member) -> Entries:
    known = list_allowed(await conversations_of(turn).list_offered(turn), member.role)
    values = await load_filling(turn, known)
    helps: list[tuple[str, Text]] = [(one.name, help_of(one, values)) for one in known if _can_be_shown(one)]
    return _say_entries(await speech_to(turn, address), helps)


def _can_be_shown(command: Command) -> bool:
    return command.name.isascii() and command.name.islower() and command.name.replace("_", "").isalnum()


def _say_entries(speech: Speech, entries: Sequence[tuple[str, Phrase | Text]]) -> Entries:
    return tuple((name, speech.say(help_)[:_LONGEST]) for name, help_ in entries)


def _mark(menus: dict[str, Entries]) -> str:
    return hashlib.sha256(json.dumps(menus, sort_keys=True).encode()).hexdigest()[:32]


async def begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    """Return the menu to set now; None if nothing can be sent to the chat."""
    about = call.request["address"]
    address = await turn.unit.people.address_by_id(about) if about is not None else None
    if address is not None and not address.writable:
        await turn.unit.senders.give_back(entry.sender, 1)
        await end(turn, entry, "failed", Answer(detail="nothing can be sent to that chat"))
        return None
    menus = await _list_menus(turn, address)
    values = {"channel": call.request["channel"], "chat": address.value if address else None, "menus": menus}
    return await mark(turn, call, values={**values, "mark": _mark(menus)})


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Store the menu that was set; retry a failure for about two hours."""
    if answer.failure is None:
        await end(turn, entry, "done", replace(answer, provider_id=str(request.values["mark"])))
    elif answer.failure in _REPEATED and entry.attempts + 1 < _MOST:
        await retry_later(turn, entry, answer, answer.after or get_wait(turn, entry))
    else:
        await end(turn, entry, "failed", answer)


KIND = CallKind(begin, conclude)
