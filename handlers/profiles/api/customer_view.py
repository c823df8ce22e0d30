"""Customers as the API shows them: read together, with the requested fields only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flows.customer_ranks import Cuts, rank
from flows.lifecycle import find_stage
from flows.lifetime_totals import CustomerTotals
from flows.money import Money, to_micros
from flows.privacy_limits import UNSCORED
from handlers.engine.checked_fields import utc
from handlers.engine.turn import Turn
from handlers.profiles.api.customer_resource import FIELDS
from storage.consent.privacy_limits import PrivacyLimits
from storage.profiles.customer_tags import CustomerTags
from storage.profiles.loyalty import Loyalty, Progress
from storage.profiles.profiles import AddressKept, Profile, Profiles
from storage.store.customer_totals import Totals
from storage.store.rank_cuts import CustomerCuts

_COUNTS = ("orders", "returns", "discounts_used", "clicks", "replies", "visits")
_MOMENTS = ("first_order_at", "last_order_at", "last_active_at")
_RANKED = frozenset({"rfm", "spend_percentile"})
_SCORES = _RANKED | {"lifecycle"}
_OF_TOTALS = frozenset({*_COUNTS, *_MOMENTS, "spend", "average_order", "lifecycle", "acquired_at"}) | _RANKED


@dataclass(frozen=True, slots=True)
class _CustomerRows:
    """The rows of some people, by their ids."""

    turn: Turn
    totals: Mapping[UUID, CustomerTotals] = field(default_factory=dict)
    cuts: Cuts | None = None
    tags: Mapping[UUID, Sequence[str]] = field(default_factory=dict)
    addresses: Mapping[UUID, Sequence[AddressKept]] = field(default_factory=dict)
    loyalty: Mapping[UUID, Sequence[Progress]] = field(default_factory=dict)
    unscored: Collection[UUID] = ()


async def show_customers(
    turn: Turn, people: Sequence[UUID], fields: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Return these customers in the same order, with these ``fields`` (None for all). People who are not customers are
    left out."""
    wanted = frozenset(FIELDS if fields is None else fields)
    profiles = await turn.unit.of(Profiles).find_profiles(people)
    who = [one for one in people if one in profiles]
    totals = await turn.unit.of(Totals).find_all_totals(who) if wanted & _OF_TOTALS else {}
    known = _CustomerRows(
        turn,
        totals,
        await turn.unit.of(CustomerCuts).get() if wanted & _RANKED and totals else None,
        await turn.unit.of(CustomerTags).find_tags(who) if "tags" in wanted else {},
        await turn.unit.of(Profiles).addresses(who) if "addresses" in wanted else {},
        await turn.unit.of(Loyalty).find_progress(who) if "loyalty" in wanted else {},
        await turn.unit.of(PrivacyLimits).find_limited(who, UNSCORED) if wanted & _SCORES and totals else (),
    )
    return [_show_customer(profiles[one], known, wanted) for one in who]


def _show_customer(profile: Profile, known: _CustomerRows, wanted: Collection[str]) -> dict[str, Any]:
    found = {name: getattr(profile, name) for name in _AS_TOLD}
    totals = known.totals.get(profile.id)
    found |= {name: 0 if totals is None else getattr(totals, name) for name in _COUNTS}
    found |= {name: None if totals is None else utc(getattr(totals, name)) for name in _MOMENTS}
    made = {name: make(profile, totals, known) for name, make in _MADE.items() if name in wanted}
    if profile.id in known.unscored:
        made |= dict.fromkeys(_SCORES)
    return {name: {**found, **made}[name] for name in FIELDS if name in wanted}


def _spend(_profile: Profile, totals: CustomerTotals | None, _known: _CustomerRows) -> str:
    return str(Money(0 if totals is None else totals.spend, ""))


def _format_average(_profile: Profile, totals: CustomerTotals | None, _known: _CustomerRows) -> str | None:
    return None if totals is None else to_micros(totals.average_order)


def _ranks(_profile: Profile, totals: CustomerTotals | None, known: _CustomerRows) -> dict[str, int] | None:
    place = rank(totals, known.cuts)
    if place is None:
        return None
    return {"recency": place.recency, "frequency": place.frequency, "monetary": place.monetary}


def _percentile(_profile: Profile, totals: CustomerTotals | None, known: _CustomerRows) -> int | None:
    place = rank(totals, known.cuts)
    return None if place is None else place.spend_percentile


def _language(profile: Profile, _totals: CustomerTotals | None, _known: _CustomerRows) -> str | None:
    told = profile.locale.replace("_", "-").partition("-")[0] if profile.locale else None
    return profile.writes or told


def _address(one: AddressKept) -> dict[str, Any]:
    return {"channel": one.channel, "value": one.value, "state": one.state, "agreed": list(one.agreed)}


def _progress(one: Progress) -> dict[str, Any]:
    amounts = {"progress": f"{one.progress.normalize():f}", "goal": f"{one.goal.normalize():f}"}
    ends = {"reward": one.reward, "reward_expires": utc(one.reward_expires), "at": utc(one.at)}
    return {"programme": one.programme, **amounts, **ends}


_AS_TOLD = ("name", "locale", "timezone", "country", "region", "city", "postal_code", "acquired_from")
_MADE: Mapping[str, Callable[[Profile, CustomerTotals | None, _CustomerRows], Any]] = MappingProxyType(
    {
        "id": lambda profile, _totals, _known: str(profile.id),
        "language": _language,
        "birthday": lambda profile, _totals, _known: None if profile.birthday is None else str(profile.birthday),
        "acquired_at": lambda profile, totals, _known: utc(totals.acquired_at if totals else profile.created_at),
        "tags": lambda profile, _totals, known: list(known.tags.get(profile.id, ())),
        "addresses": lambda profile, _totals, known: [_address(one) for one in known.addresses.get(profile.id, ())],
        "currency": lambda _profile, _totals, known: known.turn.business.currency,
        "spend": _spend,
        "average_order": _format_average,
        "lifecycle": lambda _profile, totals, known: find_stage(totals, known.turn.now),
        "rfm": _ranks,
        "spend_percentile": _percentile,
        "loyalty": lambda profile, _totals, known: [_progress(one) for one in known.loyalty.get(profile.id, ())],
    }
)
