"""What a conversation has to do with people who come in, confirm a consent, stop our messages, or are forgotten."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from flows.engine import Subject
    from flows.phrase import Text
    from flows.policy.departure_facts import Programme
    from handlers.conversation.message_reader import Written
    from handlers.customer_talk.understood_message import UnderstoodMessage
    from handlers.engine.turn import Turn
    from handlers.replies.customer_intents import Intent
    from storage.events.runs import RunQuestion
    from storage.people.people import Address
    from storage.sending.message import Message


class Welcome(Protocol):
    """Greets a person; ``comes_back``: by saying hello they take back a stop of their own."""

    async def __call__(self, turn: Turn, written: Written, *, comes_back: bool = False) -> None: ...


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An order, or the like, that goes on with a customer: what messages of it are ``about``, its ``number``, and the
    line that the staff is told."""

    about: Subject
    number: str
    told: Text


@dataclass(frozen=True, slots=True)
class SecondStep:
    """How a person confirms a consent that a shop told: ``ask`` begins a run of ``flow``, its key the address."""

    flow: str
    ask: Callable[[Turn, Address, Sequence[Programme]], Awaitable[None]]


async def _no(*_asked: object) -> bool:
    return False


async def _nothing(*_asked: object) -> None:
    return None


async def _none(*_asked: object) -> Sequence[Text]:
    return ()


async def _no_values(*_asked: object) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """What a conversation has to do with people who stop our messages, or are forgotten: nothing, where not given.

    ``spares`` says whether what reads like an opt-out is about something of its own, ``owns`` whether what may be one,
    and wants of an order what the intent tells, is about an order that it has of them; ``names`` whether nothing but a
    name of its goods makes a text sound like one; ``goes_on`` whether it still has
    to tell a person something in their chats, ``keeps`` whether a person is more to it than a customer. ``ended`` is
    called in the transaction in which somebody opts out, with the event or message that it followed from; ``told`` are
    values for the confirmation, by the address and the message that it came in, and the staff is told what it has
    to know; ``beside`` does what the same message asks for besides; ``kept`` goes on
    with what was open, where they want our messages after all. ``lost`` says to whoever is to confirm an
    erasure what ends with it; ``forgotten`` is called before the rows go, ``erased`` after it, in one transaction.
    """

    spares: Callable[[Turn, Message, RunQuestion | None], Awaitable[bool]] = _no
    owns: Callable[[Turn, Message, Intent], Awaitable[bool]] = _no
    names: Callable[[Turn, str], Awaitable[bool]] = _no
    goes_on: Callable[[Turn, UUID], Awaitable[bool]] = _no
    keeps: Callable[[Turn, UUID], Awaitable[bool]] = _no
    ended: Callable[[Turn, UUID, UUID], Awaitable[None]] = _nothing
    lost: Callable[[Turn, UUID], Awaitable[Sequence[Text]]] = _none
    forgotten: Callable[[Turn, UUID], Awaitable[None]] = _nothing
    erased: Callable[[Turn], Awaitable[None]] = _nothing
    told: Callable[[Turn, Address, Message], Awaitable[Mapping[str, Any]]] = _no_values
    beside: Callable[[Turn, UnderstoodMessage], Awaitable[None]] = _nothing
    kept: Callable[[Turn, UnderstoodMessage], Awaitable[None]] = _nothing
