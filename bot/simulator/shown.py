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

    ``parts`` are routes of its own. ``people`` says what it knows of each of these people, with a "name" for those who
    have none, ``thread`` what stands beside the thread of somebody, or of nobody, and ``message`` what it says of one.
    """

    parts: Callable[[Service], Iterable[Part]]
    people: Callable[[Turn, Sequence[UUID]], Awaitable[Mapping[UUID, Mapping[str, Any]]]]
    thread: Callable[[Turn, UUID | None], Awaitable[Mapping[str, Any]]]
    message: Callable[[Message], Mapping[str, Any]]
