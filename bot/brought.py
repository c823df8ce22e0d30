"""What the running service does for a conversation, beside the value itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

if TYPE_CHECKING:
    from aiohttp import web

    from bot.app import Service
    from bot.examination.finding import Finding
    from bot.performing import Perform
    from handlers.conversation import Conversation
    from handlers.turn import Turn
    from storage.messages import Message

Part: TypeAlias = "Callable[[web.Application], None]"
"""Adds its routes to the application."""


def _no_pages(_service: Service) -> Iterable[Part]:
    return ()


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


@dataclass(frozen=True, slots=True)
class Brought:
    """A conversation of the service.

    ``performed`` says how its calls are made, ``pages`` are those that it shows to people in a browser, ``looks``
    what the doctor looks at, and ``shown`` what the page of a sandbox shows of it.
    """

    conversation: Conversation
    performed: Mapping[str, Perform] = field(default_factory=dict)
    pages: Callable[[Service], Iterable[Part]] = _no_pages
    looks: tuple[Callable[[Turn], Awaitable[list[Finding]]], ...] = ()
    shown: Shown | None = None
