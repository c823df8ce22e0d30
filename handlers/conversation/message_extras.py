"""What a conversation gives along with a message of its own that is about to leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from flows.policy.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Along:
    """``values`` that a text may name beside its own. ``locked``: what would have to be changed for the message to stay
    is locked until the turn ends, so that nobody but this turn has changed it, and this turn lets it leave."""

    values: Mapping[str, Any]
    locked: bool = False


Given: TypeAlias = Along | Verdict
"""What goes along, or why the message does not leave now."""
