"""What a conversation gives along with a message of its own that is about to leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from flows.policy.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Along:
    """``values`` that a text may name beside its own. ``sure``: nobody can hold the message back before the turn ends,
    for what would be changed for that is locked; what holds it by now was done by this turn, behind it."""

    values: Mapping[str, Any]
    sure: bool = False


Given: TypeAlias = Along | Verdict
"""What goes along, or why the message does not leave now."""
