"""The updates of Telegram, as JSON. https://core.telegram.org/bots/api#update

The parser does not use the library's types: they refuse a whole update for one new or missing field, and then a STOP
would be lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from bot.channels.channel import Inbound, Unreadable
from bot.channels.inbound_request import clean
from bot.channels.telegram.telegram_media import read_media
from flows.events import AddressChanged, MessageReceived

Json = Mapping[str, Any]

# https://core.telegram.org/bots/features#deep-linking
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"(/[A-Za-z0-9_]+)(?:@([A-Za-z0-9_]+))?(?=\s|$)")
_MEMBERSHIPS: Mapping[str, str] = MappingProxyType({"kicked": "blocked", "member": "usable"})


@dataclass(frozen=True, slots=True)
class Me:
    """Our bot: its numeric id, as text, and its name in lower case without @ ("" when it is not known)."""

    id: str
    username: str


def read(body: bytes, me: Me, now: datetime) -> tuple[Inbound, ...]:
    """Return the inbound events of one update; empty if it does not concern this bot. Raises Unreadable for an invalid
    update."""
    update = _update(body)
    for name, reader in _READERS.items():
        if name in update:
            try:
                found = reader(update[name], me, now)
            except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
                # OSError is what the system says of a time that it cannot count: datetime.fromtimestamp(10**18).
                lack = f" {error}" if isinstance(error, KeyError) else ""
                raise Unreadable(f"a Telegram {name} that cannot be read: {type(error).__name__}{lack}") from None
            return () if found is None else (found,)
    return ()


def _update(body: bytes) -> Json:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"a Telegram update that is not JSON: {type(error).__name__}") from None
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise Unreadable("a Telegram update without update_id")
    return update


def _message(message: Json, me: Me, now: datetime) -> MessageReceived | None:
    """Return a person's message: in a private chat any message, in a group only a command or a reply to us."""
    if message.get("from") is None or message["from"].get("is_bot") or not _is_for_us(message, me):
        return None
    media = read_media(message)
    text = _text(message)
    if not text and not media:
        return None
    return MessageReceived(
        **_read_person(message["from"], message["chat"], me),
        provider_id=make_name(me.id, message) + _edition(message),
        text=_strip_addressee(text),
        occurred_at=_time(message.get("edit_date", message["date"]), now),
        phone=_read_own_number(message),
        media=media,
        reply_to=_find_quoted(message, me),
        forwarded=any(message.get(key) for key in ("forward_origin", "forward_date", "forward_from")),
        edited="edit_date" in message,
        start=_start(text) if _is_private(message) else None,
    )


def _press(press: Json, me: Me, now: datetime) -> MessageReceived | None:
    """Return the event of a pressed button. Its message may be too old to be included, but its number is."""
    message = press.get("message") or {}
    if not isinstance(press.get("data"), str):
        return None
    chat = message.get("chat") or {"id": press["from"]["id"], "type": "private"}
    return MessageReceived(
        **_read_person(press["from"], chat, me),
        provider_id=f"{me.id}:callback:{_str(press['id'])}",
        text=_label(message, press["data"]),
        occurred_at=now,
        button=clean(press["data"]),
        reply_to=make_name(me.id, message) if message else None,
        callback=_str(press["id"]),
    )


def _reaction(reaction: Json, me: Me, now: datetime) -> MessageReceived | None:
    """Return the event of a new reaction, such as a 👍, to our message; it answers nothing.

    Return None if a reaction was only removed, or was given in a group.
    """
    fresh = [one["emoji"] for one in reaction["new_reaction"] if one not in reaction["old_reaction"] and "emoji" in one]
    if not fresh or not _is_private(reaction) or reaction.get("user") is None:
        return None
    return MessageReceived(
        **_read_person(reaction["user"], reaction["chat"], me),
        provider_id=f"{make_name(me.id, reaction)}:reaction:{int(reaction['date'])}",
        text=clean(fresh[0]),
        occurred_at=_time(reaction["date"], now),
        reply_to=make_name(me.id, reaction),
        reaction=True,
    )


def _membership(change: Json, me: Me, now: datetime) -> AddressChanged | None:
    """Return the event of a person who blocked or unblocked the bot; None for groups, which are no addresses."""
    state = _MEMBERSHIPS.get(change["new_chat_member"]["status"])
    if state is None or not _is_private(change):
        return None
    return AddressChanged("telegram", str(int(change["chat"]["id"])), state, _time(change["date"], now))


_READERS: Mapping[str, Callable[[Json, Me, datetime], Inbound | None]] = MappingProxyType(
    {
        "message": _message,
        "edited_message": _message,
        "callback_query": _press,
        "message_reaction": _reaction,
        "my_chat_member": _membership,
    }
)


def _read_person(person: Json, chat: Json, me: Me) -> dict[str, Any]:
    """Return the fields of the person, and the chat that they wrote in: ``private`` or a group's id."""
    names = (person.get("first_name"), person.get("last_name"))
    return {
        "channel": "telegram",
        "address": str(int(person["id"])),
        "to": me.id,
        "name": clean(" ".join(str(name) for name in names if name)) or None,
        "locale": _str(person["language_code"]) if person.get("language_code") else None,
        "chat": "private" if chat["type"] == "private" else str(int(chat["id"])),
    }


def _is_private(noun: Json) -> bool:
    return bool(noun["chat"]["type"] == "private")


def _is_for_us(message: Json, me: Me) -> bool:
    if _is_private(message):
        return True
    command = _COMMAND.match(_text(message))
    if command is not None:
        return command[2] is None or command[2].lower() == me.username
    answered = (message.get("reply_to_message") or {}).get("from") or {}
    return str(answered.get("id")) == me.id


def _text(message: Json) -> str:
    return _str(message.get("text") or message.get("caption") or "")


def _strip_addressee(text: str) -> str:
    """Return a command without the @name that addresses one of several bots in a group."""
    command = _COMMAND.match(text)
    return text if command is None else command[1] + text[command.end() :]


def _start(text: str) -> str | None:
    """Return the token of a ``/start``; "" if there is no valid token; None for any other text."""
    command, _, rest = _strip_addressee(text).partition(" ")
    if command != "/start":
        return None
    return rest.strip() if _TOKEN.fullmatch(rest.strip()) else ""


def make_name(bot: str, message: Json) -> str:
    """Return ``bot:chat:message``. The name includes the bot, as each bot numbers a chat's messages from 1.

    Earlier versions left the bot out (see ``storage.sending.messages.list_names``), so a repeat of such an update would
    count as new. But Telegram repeats only unanswered updates, and stored ones are answered.
    """
    return f"{bot}:{int(message['chat']['id'])}:{int(message['message_id'])}"


def _edition(message: Json) -> str:
    """Return the suffix of an edited message's name: an edit is a new event, and may be a STOP."""
    return f":{int(message['edit_date'])}" if "edit_date" in message else ""


def _find_quoted(message: Json, me: Me) -> str | None:
    """Return the name of the quoted message; None if it is from another chat, so not one of ours to them."""
    quoted = message.get("reply_to_message")
    return make_name(me.id, {**quoted, "chat": message["chat"]}) if quoted else None


def _read_own_number(message: Json) -> str | None:
    """Return the number of a shared contact card if it is the sender's own; another person's card proves nothing."""
    card = message.get("contact") or {}
    if card.get("user_id") != message["from"]["id"]:
        return None
    digits = re.sub(r"\D", "", str(card["phone_number"]))
    return f"+{digits}" if digits else None


def _label(message: Json, data: str) -> str:
    """Return the label of the pressed button, for people who read the conversation."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or []
    return next((_str(key["text"]) for row in rows for key in row if key.get("callback_data") == data), "")


def _time(seconds: int, now: datetime) -> datetime:
    return min(datetime.fromtimestamp(int(seconds), UTC), now)


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text: {type(value).__name__}")
    return clean(value)
