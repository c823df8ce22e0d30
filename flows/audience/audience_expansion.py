"""Audiences within an audience: each name is replaced by its criteria before anything is evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from flows.audience.criteria import All, Any, Compared, Criteria, Not, leaves
from flows.audience.standard_audiences import READY

AUDIENCE = "audience"
MOST_LEVELS, MOST_EXPANDED = 10, 500
"""The maximum depth of nested audiences, and the maximum number of conditions after expansion."""


class BadAudience(ValueError):
    """An audience that cannot be evaluated because of an audience that it names; the message says which and why."""


class UnknownAudience(BadAudience):
    """The criteria name an audience that does not exist."""


class ContainsItself(BadAudience):
    """An audience that contains itself, directly or through other audiences."""


@dataclass(frozen=True, slots=True)
class NamedCriteria:
    """Criteria with their name for people."""

    name: str
    criteria: Criteria


def list_named(criteria: Criteria) -> frozenset[str]:
    """Return the audiences that criteria name; "" refers to any audience."""
    return frozenset(_list_named(criteria))


def find_users(which: str, audiences: Mapping[str, NamedCriteria]) -> frozenset[str]:
    """Return the audiences that name this one, directly or through others, without the audience itself."""
    names = {key: list_named(one.criteria) for key, one in audiences.items()}
    found, latest = frozenset[str](), frozenset((which,))
    while latest:
        latest = frozenset(key for key, inner in names.items() if inner & (latest | {""})) - found - {which}
        found |= latest
    return found


def expand(criteria: Criteria, audiences: Mapping[str, NamedCriteria], today: date, within: str = "") -> Criteria:
    """Replace each "audience" fact in the criteria by that audience's own criteria.

    ``audiences`` are the business's own by id; ``within`` is the id of the audience that has these criteria. Raises
    UnknownAudience, ContainsItself, and BadAudience if the result is too large.
    """
    return _Expanding(audiences, today).expand(criteria, (within,) if within else ())


def _list_named(criteria: Criteria) -> Iterator[str]:
    for one in leaves(criteria):
        if isinstance(one, Compared) and one.fact == AUDIENCE:
            yield from ("",) if one.op == "exists" else map(str, one.values)


@dataclass(slots=True)
class _Expanding:
    audiences: Mapping[str, NamedCriteria]
    today: date
    met: int = field(default=0)  # conditions, those that name an audience too

    def expand(self, criteria: Criteria, path: tuple[str, ...]) -> Criteria:
        match criteria:
            case All(of):
                return All(tuple(self.expand(one, path) for one in of))
            case Any(of):
                return Any(tuple(self.expand(one, path) for one in of))
            case Not(of):
                return Not(self.expand(of, path))
        self.met += 1
        if self.met > MOST_EXPANDED:
            raise BadAudience(f"nested audiences have more than {MOST_EXPANDED} conditions; use fewer")
        if isinstance(criteria, Compared) and criteria.fact == AUDIENCE:
            return self._audience(criteria, path)
        return criteria

    def _audience(self, compared: Compared, path: tuple[str, ...]) -> Criteria:
        if compared.op == "exists":
            some = Any(tuple(self._expand_one(name, path) for name in self.audiences))
            return some if compared.value else Not(some)
        found = Any(tuple(self._expand_one(str(name), path) for name in compared.values))
        return found if compared.op in {"=", "in"} else Not(found)

    def _expand_one(self, name: str, path: tuple[str, ...]) -> Criteria:
        if name in path:
            way = " in ".join(map(self._name_path, reversed((*path[path.index(name) :], name))))
            raise ContainsItself(f"the audience would contain itself, {way}; take one out of the other")
        if len(path) >= MOST_LEVELS:
            raise BadAudience(f"audiences are nested more than {MOST_LEVELS} deep; use fewer levels")
        if name in self.audiences:
            return self.expand(self.audiences[name].criteria, (*path, name))
        if name not in READY:
            raise UnknownAudience(f"there is no audience {name}; ready ones are {', '.join(READY)}")
        return self.expand(READY[name].on(self.today), (*path, name))

    def _name_path(self, name: str) -> str:
        return self.audiences[name].name if name in self.audiences else name
