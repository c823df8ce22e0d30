"""Extras that a conversation gives along with its own departing messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from flows.policy.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Along:
    """``values`` that a text may name in addition to its own.

    ``locked`` says that the rows that could keep the message back are locked until this turn ends. Only this turn can
    change the rows, and this turn lets the message leave.
    """

    values: Mapping[str, Any]
    locked: bool = False


Given: TypeAlias = Along | Verdict
"""The extras, or the reason why the message does not leave now."""
