"""The audiences followed night by night: the stored ones, and the ready-made ones within them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from uuid import UUID, uuid5

from flows.audience.audience_expansion import AUDIENCE, BadAudience, NamedCriteria, expand, list_named
from flows.audience.criteria import Compared, Criteria
from flows.audience.criteria_json import write_criteria
from flows.audience.standard_audiences import READY
from storage.audience.segments import Segments
from storage.sql.repository import Repository

# A ready-made audience may hold others on another day, such as birthdays of a month: its criteria stay the same.
_A_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class FollowedAudience:
    """An audience by id, with the API's ``key`` and its ``name`` for people, which is permanent for a standard
    audience. The ``definition`` is a digest of all criteria within."""

    id: UUID
    key: str
    name: str
    definition: str

    @property
    def criteria(self) -> Criteria:
        """Return criteria that refer to this audience by key, so that its definition is looked up whenever they are
        evaluated."""
        return Compared(AUDIENCE, "=", self.key)


class FollowedAudiences(Repository):
    """The followed audiences of one business."""

    async def all(self) -> list[FollowedAudience]:
        """Return all audiences in the order of their ids, without unreadable ones."""
        known = {str(one.id): NamedCriteria(one.name, one.criteria) for one in await Segments(self._tx).all()}
        within = {name for one in known.values() for name in list_named(one.criteria)}
        names = {key: one.name for key, one in known.items()} | {key: key for key in READY if key in within}
        found = [_read_followed(key, name, known) for key, name in names.items()]
        return sorted((one for one in found if one is not None), key=lambda one: one.id)


def audience_id(key: str) -> UUID:
    """Return the id of a followed audience by its API key: its own, or one derived from a ready-made name."""
    return uuid5(UUID(int=0), key) if key in READY else UUID(key)


def _read_followed(key: str, name: str, known: Mapping[str, NamedCriteria]) -> FollowedAudience | None:
    try:
        whole = write_criteria(expand(Compared(AUDIENCE, "=", key), known, _A_DAY))
    except BadAudience:
        return None
    digest = blake2b(json.dumps(whole, sort_keys=True).encode(), digest_size=16).hexdigest()
    return FollowedAudience(audience_id(key), key, name, digest)
