"""What a conversation has to do with people who come in, confirm a consent, stop our messages, or are forgotten."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from flows.phrase import Text
    from flows.policy.facts import Programme
    from handlers.conversation.reader import Written
    from handlers.turn import Turn
    from storage.messages import Message
    from storage.people import Address
    from storage.runs import Asked


class Welcome(Protocol):
    """Greets a person; ``comes_back``: by saying hello they take back a stop of their own."""

    async def __call__(self, turn: Turn, written: Written, *, comes_back: bool = False) -> None: ...


@dataclass(frozen=True, slots=True)
class SecondStep:
    """How a person confirms a consent that a shop told: ``ask`` begins a run of ``flow``, its key the address."""

    flow: str
    ask: Callable[[Turn, Address, Sequence[Programme]], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """What a conversation has to do with people who stop our messages, or are forgotten.

    ``spares`` says whether what reads like an opt-out is about something of its own, ``goes_on`` whether it still has
    to tell a person something in their chats, ``keeps`` whether a person is more to it than a customer. ``ended`` is
    called in the transaction in which somebody opts out, with the event or message that it followed from; ``told`` are
    values for the confirmation, by the address and the message that it came in, and the staff is told what it has to
    know. ``lost`` says to whoever is to confirm an erasure what ends with it; ``forgotten`` is called before the rows
    go, ``erased`` after it, in one transaction.
    """

    spares: Callable[[Turn, Message, Asked | None], Awaitable[bool]]
    goes_on: Callable[[Turn, UUID], Awaitable[bool]]
    keeps: Callable[[Turn, UUID], Awaitable[bool]]
    ended: Callable[[Turn, UUID, UUID], Awaitable[None]]
    lost: Callable[[Turn, UUID], Awaitable[list[Text]]]
    forgotten: Callable[[Turn, UUID], Awaitable[None]]
    erased: Callable[[Turn], Awaitable[None]]
    told: Callable[[Turn, Address, Message], Awaitable[Mapping[str, Any]]]
