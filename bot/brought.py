"""What the running service does for a conversation, beside the value itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from aiohttp import web

    from bot.app import Service
    from bot.examination.finding import Finding
    from bot.performing import Perform
    from handlers.conversation import Conversation
    from handlers.turn import Turn

Part: TypeAlias = "Callable[[web.Application], None]"
"""Adds its routes to the application."""
Pages: TypeAlias = "Callable[[Service], Iterable[Part]]"
"""The parts of the web that a service has beside its own."""


def no_pages(_service: Service) -> Iterable[Part]:
    """What brings none."""
    return ()


@dataclass(frozen=True, slots=True)
class Brought:
    """A conversation of the service.

    ``performed`` says how its calls are made, ``pages`` are those that it shows to people in a browser, and
    ``looks`` what the doctor looks at.
    """

    conversation: Conversation
    performed: Mapping[str, Perform] = field(default_factory=dict)
    pages: Pages = no_pages
    looks: tuple[Callable[[Turn], Awaitable[list[Finding]]], ...] = ()
