"""A text of the staff as the readers of campaigns take it, the courtesies around it and the word "it" put aside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flows.campaigns.campaign import Campaign
from handlers.admins.command import Reply
from handlers.campaigns.sentences.courtesy import bare, led_in
from handlers.campaigns.sentences.latest import named_for_it
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.campaigns.campaigns import Campaigns
from storage.message import Message

Meant: TypeAlias = Callable[[Turn, Member, Message], Awaitable[Reply | None]]
"""What comes of a text: done, shown, or asked; None where it is not theirs to be asked."""
_LATEST = 100  # campaigns that may be named


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, ``led`` without the courtesies before it. ``whole`` has besides the name of a campaign in place of
    the "it" that means one, and ``text`` no courtesies behind it; ``campaigns`` are those that it may name.
    ``is_led_in``: a courtesy stood before it."""

    turn: Turn
    led: str
    whole: str
    campaigns: Sequence[Campaign]
    is_led_in: bool = False

    @property
    def text(self) -> str:
        """All that says something."""
        return bare(self.whole)

    @property
    def said(self) -> list[str]:
        """The words of that."""
        return words(self.text)

    @property
    def names(self) -> list[str]:
        """What the campaigns are called."""
        return [one.name for one in self.campaigns]


async def hear(turn: Turn, text: str, member: Member | None = None) -> Heard:
    """A text as campaigns read it. Of a ``member`` alone the last deed is known, which "it" means."""
    campaigns = await turn.unit.of(Campaigns).page(_LATEST)
    led = led_in(text)
    heard = Heard(turn, led, led, campaigns, led != text.strip())
    if member is None:
        return heard
    whole = await named_for_it(turn, member, led, heard.names, agreed=led != text)
    return Heard(turn, led, whole, campaigns, heard.is_led_in)
