"""The audiences that are followed night by night: those that are kept, and the ready ones that these are made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from uuid import UUID, uuid5

from flows.audience.audience_expansion import AUDIENCE, BadAudience, NamedCriteria, expanded, named
from flows.audience.criteria import Compared, Criteria
from flows.audience.criteria_json import write_criteria
from flows.audience.standard_audiences import READY
from storage.audience.segments import Segments
from storage.sql.repository import Repository

# A ready one may mean others on another day, as birthdays of a month do: that changes nothing of what is asked.
_A_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class FollowedAudience:
    """An audience by id, with the ``key`` that the API has for it, the ``name`` that people have, of a ready one the
    lasting one, and the ``definition``, a digest of all the criteria within.
    """

    id: UUID
    key: str
    name: str
    definition: str

    @property
    def criteria(self) -> Criteria:
        """Criteria that mean the audience as kept at the moment of reading."""
        return Compared(AUDIENCE, "=", self.key)


class FollowedAudiences(Repository):
    """The followed audiences of one business."""

    async def all(self) -> list[FollowedAudience]:
        """All of them in the order of their ids. One that cannot be read by what it is made of is left out."""
        known = {str(one.id): NamedCriteria(one.name, one.criteria) for one in await Segments(self._tx).all()}
        within = {name for one in known.values() for name in named(one.criteria)}
        names = {key: one.name for key, one in known.items()} | {key: key for key in READY if key in within}
        found = [_followed(key, name, known) for key, name in names.items()]
        return sorted((one for one in found if one is not None), key=lambda one: one.id)


def audience_id(key: str) -> UUID:
    """The id under which an audience is followed, of what the API calls it: its own, or one made of a ready name."""
    return uuid5(UUID(int=0), key) if key in READY else UUID(key)


def _followed(key: str, name: str, known: Mapping[str, NamedCriteria]) -> FollowedAudience | None:
    try:
        whole = write_criteria(expanded(Compared(AUDIENCE, "=", key), known, _A_DAY))
    except BadAudience:
        return None
    digest = blake2b(json.dumps(whole, sort_keys=True).encode(), digest_size=16).hexdigest()
    return FollowedAudience(audience_id(key), key, name, digest)
