"""Extra values that a conversation adds to its own departing messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from flows.policy.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Along:
    """Extra ``values`` that a message's text may use.

    ``locked``: the rows that could forbid the message are locked until this turn ends, so that only this turn, which
    sends the message, can change them.
    """

    values: Mapping[str, Any]
    locked: bool = False


Given: TypeAlias = Along | Verdict
"""The extras, or the reason why the message does not leave now."""
