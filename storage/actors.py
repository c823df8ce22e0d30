"""Actors in the rows of histories, ledgers and the audit."""

from __future__ import annotations

from typing import Any

from flows.actor import Actor, ActorKind


def columns(actor: Actor) -> dict[str, str]:
    """The columns of an actor, for a row."""
    return {"actor_kind": actor.kind.value, "actor": actor.id}


def actor_of(row: Any) -> Actor:
    """Who wrote a row."""
    return Actor(ActorKind(row.actor_kind), row.actor)
