"""A simulated person's message, in the same form as a real channel's webhook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from bot.channels.inbound_request import clean
from bot.channels.simulated_channel import SOURCE
from flows.business import Business, ChannelSettings
from flows.channels import CHANNELS, EXAMPLES
from flows.events import Media, MessageReceived
from handlers.engine.turn import Turn
from handlers.people.channel_addresses import normalise_address
from handlers.people.inbound_event import InboundEvent
from templates import formats

LONGEST, LONGEST_SUBJECT = 4_096, 200
_START = "/start"


class WrongWords(ValueError):
    """The request has something that no phone can send; ``field`` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def make_playable(business: Business, channel: str) -> ChannelSettings:
    """Return the settings of a simulated channel. Raises ValueError for any other, saying how to simulate it."""
    settings, name = business.channel(channel), formats.channel(channel)
    if settings is None:
        raise ValueError(f'{business.id} has no {name}: [channels.{channel}] with provider = "simulator" adds it')
    if settings.provider != "simulator":
        raise ValueError(
            f"{name} goes to its provider outside, and nothing leaves a sandbox: "
            f'provider = "simulator" in [channels.{channel}] makes it playable'
        )
    return settings


@dataclass(frozen=True, slots=True)
class Spoken:
    """A simulated message, and the inbound event that carries it."""

    event: MessageReceived
    incoming: InboundEvent


async def read_spoken(turn: Turn, asked: dict[str, Any]) -> Spoken:
    """Parse ``{"from", "text", "button"?, "media"?, "reply_to"?, "subject"?}``. Raises WrongWords."""
    channel, value = _read_sender(turn, asked.get("from"))
    text = asked.get("text", "")
    if not isinstance(text, str) or len(text) > LONGEST or not _is_written(text):
        raise WrongWords("text", f"text is a string of at most {LONGEST} characters, each of them whole")
    button = asked.get("button") or ""
    if not isinstance(button, str) or len(button) > LONGEST or not _is_written(button):
        raise WrongWords("button", f"button is a string of at most {LONGEST} characters, each of them whole")
    if not _is_written(str(asked.get("reply_to") or "")):
        raise WrongWords("reply_to", "reply_to is the id of a message, each character of it whole")
    subject = asked.get("subject") or ""
    if not isinstance(subject, str) or len(subject) > LONGEST_SUBJECT or not subject.isprintable():
        raise WrongWords("subject", f"subject is one line of at most {LONGEST_SUBJECT} characters")
    provider_id, quoted = f"sim-in-{turn.unit.ids.make()}", await _find_quoted(turn, asked.get("reply_to"))
    mailed = CHANNELS[channel].subjects
    settings = turn.business.channel(channel)
    event = MessageReceived(
        channel=channel,
        address=value,
        to=settings.address if settings else "",
        provider_id=f"<{provider_id}@{value.rpartition('@')[2]}>" if mailed else provider_id,
        text=clean(text),
        occurred_at=turn.now,
        phone=value if channel in CHANNELS[channel].shows else None,
        media=_media(asked.get("media")),
        button=clean(button) or None,
        reply_to=quoted,
        subject=subject if mailed else "",
        references=(quoted,) if mailed and quoted else (),
    )
    word, _, token = event.text.strip().partition(" ")
    if CHANNELS[channel].person_opens and word == _START:
        event = replace(event, start=token.strip())
    return Spoken(event, InboundEvent(SOURCE, event.key, event, None))


def _is_written(text: str) -> bool:
    """Return False for half of a surrogate pair: no phone can type it and no database stores it."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _read_sender(turn: Turn, given: object) -> tuple[str, str]:
    channel, _, value = str(given or "").partition(":")
    known = CHANNELS.get(channel)
    if known is not None and known.is_chat and not known.is_number and value.lstrip("-").isdigit():
        return channel, value
    address = normalise_address(channel, value, turn.business.country) if known is not None else None
    if address is None:
        raise WrongWords("from", f"from is an address such as {EXAMPLES}")
    return channel, address


def _media(given: object) -> tuple[Media, ...]:
    listed = given if isinstance(given, list) else [given] if given else []
    found = []
    for one in listed:
        if isinstance(one, str):
            found.append(Media("image", one))
        elif isinstance(one, dict) and isinstance(one.get("url"), str):
            found.append(Media(str(one.get("kind") or "image"), one["url"], str(one.get("content_type") or "")))
        else:
            raise WrongWords("media", "media is a URL, or a list of {url, kind, content_type}")
    return tuple(found)


async def _find_quoted(turn: Turn, given: object) -> str | None:
    """Return the quoted message, given by our id or by the provider's."""
    if not given:
        return None
    try:
        message = await turn.unit.messages.get(UUID(str(given)))
    except ValueError:
        return str(given)
    return message.provider_id if message else str(given)
