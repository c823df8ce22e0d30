"""A conversation's hooks for people who come in, confirm a consent, stop our messages or are forgotten."""

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


class Greeting(Protocol):
    """Greeting of a person. ``comes_back``: the hello takes back the person's own stop."""

    async def __call__(self, turn: Turn, written: Written, *, comes_back: bool = False) -> None: ...


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An order, or similar, that goes on with a customer: the subjects of its messages (``about``), its ``number``, and
    the line for the staff.
    """

    about: Subject
    number: str
    told: Text


@dataclass(frozen=True, slots=True)
class CustomerEntrance:
    """Greeting of people who are nothing else to the business, and the step that confirms a consent.

    A shop reports the consent; ``ask`` then begins a run of ``flow`` with the address as key.
    """

    welcome: Greeting
    flow: str
    ask: Callable[[Turn, Address, Sequence[Programme]], Awaitable[None]]


async def _deny(*_asked: object) -> bool:
    return False


async def _do_nothing(*_asked: object) -> None:
    return None


async def _list_nothing(*_asked: object) -> Sequence[Text]:
    return ()


async def _give_no_values(*_asked: object) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """Hooks of a conversation for people who stop our messages or are forgotten; a missing hook does nothing.

    ``spares`` returns whether an apparent opt-out is about something of the conversation. ``owns`` returns whether a
    possible opt-out, with the wish of its intent, is about one of the person's orders. ``names`` returns whether only a
    name of goods makes the text sound like an opt-out. ``goes_on`` returns whether the person still gets news in chats.
    ``keeps`` returns whether the person is more than a customer. ``ended`` runs in the transaction of the opt-out, with
    the causing event or message. ``told`` returns values for the confirmation, by the address and the message, and
    alerts the staff. ``beside`` does the other requests of the same message. ``kept`` resumes open things if the person
    wants our messages after all. ``lost`` lists, for the person who confirms an erasure, what ends with it.
    ``forgotten`` runs before the rows are deleted and ``erased`` after, in one transaction.
    """

    spares: Callable[[Turn, Message, RunQuestion | None], Awaitable[bool]] = _deny
    owns: Callable[[Turn, Message, Intent], Awaitable[bool]] = _deny
    names: Callable[[Turn, str], Awaitable[bool]] = _deny
    goes_on: Callable[[Turn, UUID], Awaitable[bool]] = _deny
    keeps: Callable[[Turn, UUID], Awaitable[bool]] = _deny
    ended: Callable[[Turn, UUID, UUID], Awaitable[None]] = _do_nothing
    lost: Callable[[Turn, UUID], Awaitable[Sequence[Text]]] = _list_nothing
    forgotten: Callable[[Turn, UUID], Awaitable[None]] = _do_nothing
    erased: Callable[[Turn], Awaitable[None]] = _do_nothing
    told: Callable[[Turn, Address, Message], Awaitable[Mapping[str, Any]]] = _give_no_values
    beside: Callable[[Turn, UnderstoodMessage], Awaitable[None]] = _do_nothing
    kept: Callable[[Turn, UnderstoodMessage], Awaitable[None]] = _do_nothing
