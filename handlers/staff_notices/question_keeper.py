"""The interface to the conversation that stores questions to the staff and their answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from flows.phrase import Text
    from handlers.engine.turn import Turn
    from storage.people.people import Address
    from storage.sending.message import Message


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A stored question. ``shown`` are values for the alert to the staff. ``opens`` is when somebody can answer; None
    if the customer knows it."""

    shown: Mapping[str, Any] = field(default_factory=dict)
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class QuestionKeeper:
    """The functions of the helpdesk. ``keep`` stores a customer's words for the staff, and the staff's message that
    they answer, if any. ``note`` stores the words of one of many strangers, and returns None if too many wait.
    ``answered`` is called when a staff member answers a customer. ``waiting`` returns the addresses of waiting
    customers, at most the given number; ``is_waiting`` checks one address. ``joined`` is called for a new staff member,
    whose own questions then end. ``returned`` is called for an address with a START: a question that the stop ended
    waits again. ``asked`` returns the beginning of an address's waiting question, or None; ``apart`` does the same, but
    only if words about an order cannot answer it."""

    keep: Callable[[Turn, Address, Message, Message | None], Awaitable[KeptQuestion]]
    note: Callable[[Turn, Address, Message], Awaitable[KeptQuestion | None]]
    answered: Callable[[Turn, Address, UUID | None], Awaitable[None]]
    waiting: Callable[[Turn, int], Awaitable[Sequence[UUID]]]
    is_waiting: Callable[[Turn, UUID], Awaitable[bool]]
    joined: Callable[[Turn, UUID], Awaitable[None]]
    returned: Callable[[Turn, UUID], Awaitable[None]]
    asked: Callable[[Turn, UUID], Awaitable[Text | None]]
    apart: Callable[[Turn, UUID], Awaitable[Text | None]]
