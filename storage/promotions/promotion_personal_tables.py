"""The tables of promotions that name people. An erasure takes the person out; the rows that bills rest on stay."""

from __future__ import annotations

from storage.identity.personal_tables import Personal
from storage.promotions.prompts import Prompts
from storage.schema import prompts, sponsors

PERSONAL = (
    Personal(
        prompts, moves=True, more=True, told=True,
        forget=lambda unit, people, _scrub, _now: unit.of(Prompts).forget(people),
    ),
    Personal(sponsors, moves=True, answers=("contact",)),
)  # fmt: skip
