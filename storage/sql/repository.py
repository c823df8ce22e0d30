"""The common part of repositories: their transaction, records with fields named like columns, and actors."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol, TypeVar

from flows.actor import Actor, ActorKind
from storage.sql.transaction import Transaction


class _Record(Protocol):
    """A dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


R = TypeVar("R", bound=_Record)


class Repository:
    """The rows of a noun of one business."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction


def read_record(kind: type[R], row: Any, /, **others: Any) -> R:
    """Return a record from the columns named like its fields; ``others`` are the other fields."""
    return kind(**{name: getattr(row, name) for name in kind.__dataclass_fields__ if name not in others}, **others)


def dump_record(record: _Record) -> dict[str, Any]:
    """Return the fields of a record by name, for the columns of these names."""
    return pick_fields(record, *record.__dataclass_fields__)


def pick_fields(record: _Record, *names: str) -> dict[str, Any]:
    """Return these fields of a record, for the columns of these names."""
    return {name: getattr(record, name) for name in names}


def dump_actor(actor: Actor) -> dict[str, str]:
    """Return the columns of an actor, for a row."""
    return {"actor_kind": actor.kind.value, "actor": actor.id}


def read_actor(row: Any) -> Actor:
    """Return the writer of a row."""
    return Actor(ActorKind(row.actor_kind), row.actor)
