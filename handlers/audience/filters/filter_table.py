"""The table of all filters: the name of each, an example, and the function that parses its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from flows.audience.criteria import Counted, Criteria
from handlers.audience.filter_names import FilterNames
from handlers.audience.filters.event_filters import read_event
from handlers.audience.filters.figure_filters import best, compare_birthday, compare_last_order, compare_moment, figure
from handlers.audience.filters.name_filters import compare_names, compare_place

Read = Callable[[str, str, FilterNames], Criteria]
"""A function of the operator, the value and the names. Raises WrongValue."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter. ``alone`` is its meaning if it has no value; ``blank``: a blank may replace its ":"."""

    example: str
    read: Read
    blank: bool = True
    alone: Criteria | None = None


def _figure(fact: str, example: str, event: str = "") -> Filter:
    return Filter(example, partial(figure, fact, event), blank=False)


def _moment(fact: str, example: str) -> Filter:
    return Filter(example, partial(compare_moment, fact))


def _make_name_filter(fact: str, example: str) -> Filter:
    return Filter(example, partial(compare_names, fact))


def _event(name: str, example: str) -> Filter:
    return Filter(example, partial(read_event, name), alone=Counted(name))


FILTERS: Mapping[str, Filter] = MappingProxyType(
    {
        "spent": _figure("spend", "spent>100", "order.created"),
        "orders": _figure("orders", "orders>=3", "order.created"),
        "average_order": _figure("average_order", "average_order>50"),
        "returns": _figure("returns", "returns=0", "return.completed"),
        "discounts": _figure("discounts_used", "discounts>=2"),
        "clicks": _figure("clicks", "clicks>=1/30d", "message.clicked"),
        "replies": _figure("replies", "replies>0", "message.replied"),
        "visits": _figure("visits", "visits>=3/30d", "customer.visited"),
        "points": _figure("loyalty.progress", "points=80..99"),
        "rhythm": _figure("own_rhythm_days", "rhythm<=30"),
        "recency": _figure("rfm.recency", "recency>=4"),
        "frequency": _figure("rfm.frequency", "frequency=5"),
        "monetary": _figure("rfm.monetary", "monetary=4,5"),
        "percentile": _figure("spend_percentile", "percentile>=80"),
        "top": Filter("top:20%", best),
        "last": Filter("last:60d", compare_last_order),
        "gone": Filter("gone:60d", compare_last_order),
        "first": _moment("first_order_at", "first>=2026-01-01"),
        "active": _moment("last_active_at", "active:30d"),
        "new": _moment("acquired_at", "new:30d"),
        "birthday": Filter("birthday:7d", compare_birthday),
        "in": Filter("in:MO", compare_place),
        "country": _make_name_filter("country", "country=us,ca"),
        "region": _make_name_filter("region", "region:TX"),
        "city": _make_name_filter("city", "city:austin"),
        "zone": _make_name_filter("zone", "zone:America/Chicago"),
        "language": _make_name_filter("language", "language:es"),
        "source": _make_name_filter("acquired_from", "source:instagram"),
        "tag": _make_name_filter("tag", "tag:wholesale"),
        "audience": _make_name_filter("audience", "audience:vip"),
        "lifecycle": _make_name_filter("lifecycle", "lifecycle:lost"),
        "brand": _make_name_filter("brand", "brand:nike"),
        "category": _make_name_filter("category", "category:shoes"),
        "reachable": _make_name_filter("reachable", "reachable:whatsapp"),
        "opted_out": _make_name_filter("opted_out", "opted_out:sms"),
        "consent": _make_name_filter("consent", "consent:offers"),
        "bought": _event("order.created", "bought:nike/90d"),
        "ordered": _event("order.created", "ordered:30d"),
        "paid": _event("order.paid", "paid:30d"),
        "cancelled": _event("order.cancelled", "cancelled:2x/90d"),
        "refunded": _event("order.refunded", "refunded:90d"),
        "shipped": _event("order.shipped", "shipped:7d"),
        "delivered": _event("order.delivered", "delivered:7d"),
        "cart": _event("cart.updated", "cart:7d"),
        "abandoned": _event("cart.abandoned", "abandoned:7d"),
        "returned": _event("return.completed", "returned:nike/90d"),
        "visited": _event("customer.visited", "visited:30d"),
        "clicked": _event("message.clicked", "clicked:30d"),
        "replied": _event("message.replied", "replied:sms/30d"),
    }
)
"""All filters by name (docs/audiences.md, "Filters")."""
