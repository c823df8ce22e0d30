"""The services of a conversation at run time, besides the value itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from aiohttp import web

    from bot.clock import Clock
    from bot.common_calls import Perform
    from bot.examination.doctor_finding import Finding
    from bot.open_turns import OpenTurns
    from bot.vendor_accounts import VendorAccounts
    from handlers.conversation import Conversation
    from handlers.engine.turn import Turn

Part: TypeAlias = "Callable[[web.Application], None]"
"""Adds its routes to the application."""
Pages: TypeAlias = "Callable[[OpenTurns, VendorAccounts, Clock], Iterable[Part]]"
"""Returns the parts of the web that a conversation adds."""


def none_performed() -> Mapping[str, Perform]:
    """Return no functions for calls."""
    return {}


def no_pages(*_service: object) -> Iterable[Part]:
    """Return no pages."""
    return ()


@dataclass(frozen=True, slots=True)
class Brought:
    """A conversation of the service.

    ``performed`` tells how its calls are made, ``pages`` those that it shows to people in a browser, and ``looks`` are
    what the doctor looks at. The first two load what a command that runs no service has no use for.
    """

    conversation: Conversation
    performed: Callable[[], Mapping[str, Perform]] = none_performed
    pages: Pages = no_pages
    looks: tuple[Callable[[Turn], Awaitable[list[Finding]]], ...] = ()
