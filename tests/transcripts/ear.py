"""Who hears what in a transcript: what left to them, what was changed later, and what a judgement kept back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.delivery import MessageStatus
from flows.policy.verdict import Outcome
from handlers.calls.message_edit_call import CHOSEN
from storage.sending.message import Message, is_row
from tests.transcripts.world import World

LINK = r"https://tigr\.example/l/[0-9A-Za-z]{7}"
_ENDED = {MessageStatus.REFUSED, MessageStatus.EXPIRED, MessageStatus.FAILED, MessageStatus.UNKNOWN}


class Differs(AssertionError):
    """What happened is not what the transcript says."""


def shown_text(message: Message) -> str:
    """Return a message as a play writes it: the choices of a menu are lines, as where nobody draws them."""
    keys = [button["text"] for button in message.buttons if not (button.get("url") or is_row(button))]
    spelled = {line.split(":")[0].rstrip(".।") for line in (message.text or "").splitlines()}
    keys = [key for key in keys if key not in spelled]
    lines = [key if key[0].isdigit() else f"- {key}" for key in keys] if message.menu else []
    return "\n".join([message.listed, *lines])


def _closed(message: Message) -> bool:
    """Return True where an answer took the place of the buttons: a play shows the press itself."""
    return message.template is not None and (message.text or "").rpartition("\n")[2].startswith(CHOSEN)


@dataclass(slots=True)
class Ear:
    """Everybody's ear. ``unheard`` left and was not looked for yet, ``untold`` was judged.

    ``unread`` says something else since it left, and was not looked for since; ``heard`` is who heard what by which
    channel, the latest last; ``known`` is what was seen before; ``people`` whose an address is, and of which channel.
    """

    world: World
    people: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    unheard: list[Message] = field(default_factory=list)
    unread: list[Message] = field(default_factory=list)
    untold: list[Judgement] = field(default_factory=list)
    heard: list[tuple[str, str, Message]] = field(default_factory=list)
    known: set[tuple[Any, ...]] = field(default_factory=set)

    async def listen(self) -> None:
        """Look what left, and what was judged, since the last look."""
        messages = await self.world.messages()
        await self._meet(messages)
        left = [one for one in messages if _has_left(one) and self._is_new(one.id, "left")]
        self.unheard += sorted(left, key=lambda one: (one.left_at or self.world.now, one.id))
        self._reread(messages)
        await self._learn(messages)
        self._compare_with_providers(messages)

    def hear(self, message: Message) -> None:
        """Whose it is knows it now."""
        self.heard.append((*self.people[message.address], message))

    def hear_all(self, before: datetime | None = None) -> None:
        """Whatever left, or what did ``before``, is heard."""
        for one in [one for one in self.unheard if before is None or (one.left_at and one.left_at < before)]:
            self.unheard.remove(one)
            self.hear(one)

    def last(self, who: str, channel: str) -> Message | None:
        """What somebody heard last by a channel."""
        return next((one for *whose, one in reversed(self.heard) if whose == [who, channel]), None)

    def of(self, who: str) -> list[Message]:
        """All that somebody heard, the latest last."""
        return [one for name, _, one in self.heard if name == who]

    def link(self, who: str) -> str | None:
        """The last short link that somebody got: that of the text, else of a button."""
        for one in reversed(self.of(who)):
            for said in (one.text, *(button.get("url") for button in reversed(one.buttons))):
                if found := re.search(LINK, said or ""):
                    return found[0]
        return None

    def is_to(self, message: Message, who: str, channel: str | None) -> bool:
        """Whether it is for somebody, by this channel, or by any."""
        name, on = self.people[message.address]
        return name == who and channel in {None, on}

    def missed(self) -> str:
        """What nobody looked for yet; empty for nothing."""
        said = [f"{self._whose(one)}< {one.text!r} at {one.left_at}" for one in self.unheard]
        said += [f"{self._whose(one)}< (edited) {one.text!r} at {one.edited_at}" for one in self.unread]
        said += [f"{self._whose(one.message)}: {one.said()}" for one in self.untold]
        return "; ".join(said)

    def _whose(self, message: Message) -> str:
        return "/".join(self.people[message.address])

    def on_phone(self, message: Message) -> str | None:
        """What Telegram shows of a message; None where it was deleted."""
        stand = self.world.telegram
        if stand is None or message.channel != "telegram":
            return message.text
        shown = {f"{one.chat}:{one.id}": one.text for one in stand.messages if one.id not in stand.deleted}
        return shown.get((message.provider_id or "").partition(":")[2])  # after the bot whose it is

    async def _meet(self, messages: Sequence[Message]) -> None:
        unknown = [one for one in messages if one.address not in self.people]
        if not unknown:
            return
        written = await self.world.look(lambda turn: turn.unit.messages.addresses_of(unknown))
        named = self.world.script.people.values()
        for identity, address in written.items():
            channel, _, value = address.partition(":")
            who = next((one.name for one in named if one.ways.get(channel) == value), address)
            self.people[identity] = (who, channel)

    def _reread(self, messages: Sequence[Message]) -> None:
        """What says something else than at the last look, by its last words; what came since then is read as it is."""
        shown = [one for one in messages if one.edited_at and self.on_phone(one) == one.text]
        changed = [one for one in shown if self._is_new(one.id, "edited", one.edited_at, one.text) and not _closed(one)]
        unheard = {one.id for one in self.unheard}
        new = {one.id: one for one in changed}
        self.unread = [one for one in self.unread if one.id not in new]
        self.unread += [one for one in changed if one.id not in unheard]
        self.unheard = [new.get(one.id, one) for one in self.unheard]

    async def _learn(self, messages: Sequence[Message]) -> None:
        """Which judgements there are."""
        judged = await self.world.verdicts([one.id for one in messages if one.direction == "out"])
        for message in messages:
            for at, verdict in ((one.at, one.verdict) for one in judged.get(message.id, ())):
                waits = verdict.outcome is Outcome.WAIT and verdict.rule != "news"
                if waits and self._is_new(message.id, at, verdict.rule, verdict.until):
                    self.untold.append(Judgement(message, "waits", verdict.rule, verdict.until))
            if message.status in _ENDED and self._is_new(message.id, message.status, message.code):
                self.untold.append(Judgement(message, message.status.value, message.code or "-", None))

    def _is_new(self, *key: Any) -> bool:
        if key in self.known:
            return False
        self.known.add(key)
        return True

    def _compare_with_providers(self, messages: Sequence[Message]) -> None:
        """What really reached the provider is what we say that left: nothing twice, nothing unseen."""
        if self.world.twilio is None:
            return
        sids = [one.provider_id for one in messages if one.direction == "out" and one.channel != "telegram"]
        strange = [one for one in self.world.twilio.messages if sids.count(one.sid) != 1]
        if strange:
            raise Differs(f"the provider has what we do not know of: {[one.form for one in strange]}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a message that did not leave, or not yet."""

    message: Message
    outcome: str
    rule: str
    until: datetime | None

    def said(self) -> str:
        """As a transcript says it."""
        until = f" until {self.until:%a %H:%M UTC}" if self.until else ""
        return f"{self.outcome}{until}, {self.rule} ({self.message.template or self.message.text!r})"


def _has_left(message: Message) -> bool:
    """Whether a provider took it, or may have."""
    refused = message.status is MessageStatus.FAILED and message.sent_at is None
    return message.direction == "out" and message.left_at is not None and not refused
