"""What a conversation shows on the page of a sandbox, beside the value itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bot.brought import Part
from handlers.turn import Turn
from storage.messages import Message

if TYPE_CHECKING:
    from bot.app import Service


@dataclass(frozen=True, slots=True)
class Shown:
    """What a conversation shows on the page of a sandbox.

    ``parts`` are routes of its own. ``people`` adds values to each of these people, with a "name" for the nameless,
    ``thread`` stands beside a thread, with or without a person, and ``message`` beside one message.
    """

    parts: Callable[[Service], Iterable[Part]]
    people: Callable[[Turn, Sequence[UUID]], Awaitable[Mapping[UUID, Mapping[str, Any]]]]
    thread: Callable[[Turn, UUID | None], Awaitable[Mapping[str, Any]]]
    message: Callable[[Message], Mapping[str, Any]]
