"""A conversation's hooks for people who arrive, confirm a consent, opt out or are erased."""

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
    """The greeting of a person. ``comes_back``: it lifts the person's own opt-out."""

    async def __call__(self, turn: Turn, written: Written, *, comes_back: bool = False) -> None: ...


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An open matter of a customer, such as an order. It has the subjects of its messages (``about``), its ``number``,
    and the line for the staff."""

    about: Subject
    number: str
    told: Text


@dataclass(frozen=True, slots=True)
class CustomerEntrance:
    """The greeting of people with no other role in the business, and the step that confirms a consent.

    After a shop reports the consent, ``ask`` starts a run of ``flow`` with the address as key.
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
class LeavingHooks:
    """Hooks of a conversation for people who stop our messages or are forgotten; a missing hook does nothing.

    ``spares`` returns whether an apparent opt-out is about something of the conversation. ``owns`` returns whether a
    possible opt-out, read as a certain intent, is about one of the person's orders. ``names`` returns whether only a
    name of goods makes the text look like an opt-out. ``goes_on`` returns whether the person still gets updates in
    chats. ``keeps`` returns whether the person is more than a customer. ``ended`` runs in the transaction of the
    opt-out, with the event or message that caused it. ``told`` returns values for the confirmation, by the address and
    the message, and alerts the staff. ``beside`` handles the other requests in the same message. ``kept`` resumes open
    things if the person wants our messages after all. ``lost`` lists what ends with an erasure, for the person who
    confirms it. ``forgotten`` runs before the rows are deleted and ``erased`` after, in one transaction.
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
