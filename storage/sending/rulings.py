"""The rules of past verdicts: one row for each distinct set, for any number of sends.

The text of the rules is stored, not only their names, so that the rules of an old message can be shown after the
packaged rules have changed. Nobody is named here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from flows.policy.policy_rules import compute_rules_version
from flows.policy.verdict import RuleRef
from storage.schema import rulings
from storage.sql import bulk_statements
from storage.sql.repository import Repository

Rules = tuple[RuleRef, ...]
_NAMES = ("business", "id", "rules", "version", "first_at")


def make_ruling_id(rules: Rules) -> UUID | None:
    """Return the rules' id, the same for the same rules; None if there are no rules."""
    return _write_rules(rules)[0] if rules else None


class Rulings(Repository):
    """The sets of rules that judged a business's messages."""

    async def keep(self, judged: Iterable[Rules], now: datetime) -> None:
        """Store these sets of rules; existing ones stay."""
        written = sorted({_write_rules(rules) for rules in judged if rules})
        rows = [(self._tx.business, key, text, compute_rules_version(), now) for key, text in written]
        await bulk_statements.insert(self._tx, rulings, _NAMES, rows, again=True)

    async def find_rules(self, which: Collection[UUID]) -> dict[UUID, Rules]:
        """Return the rules with these ids."""
        wanted = [(self._tx.business, key) for key in set(which)]
        found = await bulk_statements.find(self._tx, rulings, ("business", "id"), wanted, ("id", "rules"))
        return {key: tuple(map(_read, json.loads(text))) for key, text in found}


@lru_cache(maxsize=4096)
def _write_rules(rules: Rules) -> tuple[UUID, str]:
    text = json.dumps([asdict(rule) for rule in rules], default=date.isoformat, ensure_ascii=False)
    digest = hashlib.sha256(f"{compute_rules_version()} {text}".encode()).digest()
    return UUID(bytes=digest[:16]), text


def _read(told: dict[str, Any]) -> RuleRef:
    first = told["effective_from"]
    return RuleRef(**told | {"effective_from": date.fromisoformat(first) if first else None})
