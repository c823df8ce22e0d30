"""What a conversation gives along with a message of its own that is about to leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from flows.policy.verdict import Verdict

Given: TypeAlias = Verdict | Mapping[str, Any]
"""Values that its text may name beside its own, or why it does not leave now."""
