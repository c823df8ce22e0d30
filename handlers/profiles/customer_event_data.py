"""The payloads of customer events: profile, visit, loyalty, return."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field, field_validator

from flows.events import (
    LONGEST_CITY,
    CustomerUpdated,
    CustomerVisited,
    LoyaltyProgressed,
    ReturnCompleted,
)
from handlers.api import field_types
from handlers.api.customer_fields import CUSTOMER, CustomerNamed, customer
from handlers.api.event_declaration import Data, EventTiming
from handlers.api.field_types import Amount, Id, MaybeId, Moment, keep_first, line
from handlers.api.returned_goods_fields import ReturnedLines, build_items

_MOST_TAGS = 250  # Shopify's own limit for a customer
_Tag = Annotated[str | None, *line(100)]


class UpdatedData(Data):
    """A customer as the shop knows them now. ``tags`` are all of the shop's tags; tags from the chat stay."""

    EXAMPLES: ClassVar = {
        "": {"customer": {**CUSTOMER, "birthday": "1990-05-04"}, "tags": ["wholesale"], "acquired_from": "instagram"}
    }

    customer: CustomerNamed
    tags: Annotated[list[_Tag] | None, keep_first(_MOST_TAGS)] = None
    acquired_from: Annotated[str | None, *line(100), Field(description="where they came from, set once")] = None

    def event(self, told: EventTiming) -> CustomerUpdated:
        tags = None if self.tags is None else tuple(one for one in self.tags if one)
        return CustomerUpdated(customer(self.customer), told.at, tags=tags, acquired_from=self.acquired_from or None)


class VisitedData(Data):
    """A customer's visit: in a shop (``place``), or on its site (``page``)."""

    EXAMPLES: ClassVar = {
        "": {"customer": CUSTOMER, "place": "Connaught Place"},
        "on the site": {"customer": {"id": "77"}, "page": "https://shop.example/shorts"},
    }

    customer: CustomerNamed
    place: Annotated[str | None, *line(LONGEST_CITY)] = None
    page: Annotated[str | None, *line(500)] = None

    def event(self, told: EventTiming) -> CustomerVisited:
        return CustomerVisited(customer(self.customer), told.at, self.place or "", self.page or "")


class ProgressedData(Data):
    """A customer's progress in a loyalty programme: ``progress`` of ``goal``, in any unit."""

    EXAMPLES: ClassVar = {
        "": {
            "customer": CUSTOMER, "programme": "coffee card", "progress": 7, "goal": 10, "reward": "a free coffee",
            "reward_expires": "2026-06-30T00:00:00Z",
        }
    }  # fmt: skip

    customer: CustomerNamed
    programme: Annotated[str, *field_types.must(lambda field: field.text(100), field_types.SEEN)]
    progress: Amount
    goal: Amount
    reward: Annotated[str | None, *line(200)] = None
    reward_expires: Moment = None

    @field_validator("goal")
    @classmethod
    def _check_goal(cls, value: Decimal) -> Decimal:
        if not value:
            raise ValueError("must be more than 0")
        return value

    def event(self, told: EventTiming) -> LoyaltyProgressed:
        amounts = self.progress, self.goal
        who, reward = customer(self.customer), self.reward or ""
        return LoyaltyProgressed(who, self.programme, *amounts, told.at, reward, self.reward_expires)


class ReturnedData(Data):
    """A return of goods; the customer is named here or by the order."""

    EXAMPLES: ClassVar = {
        "": {
            "return_id": "r1", "order_id": "o1", "customer": CUSTOMER, "city": "Mobile",
            "items": [{"sku": "TEA-1", "title": "Green tea", "brand": "Leaf", "category": "Tea", "size": "100 g",
                       "reason": "arrived late"}],
        }
    }  # fmt: skip

    return_id: Id
    order_id: MaybeId = None
    items: ReturnedLines
    city: Annotated[str | None, *line(LONGEST_CITY)] = None
    customer: CustomerNamed | None = None

    def event(self, told: EventTiming) -> ReturnCompleted:
        who, items = customer(self.customer), build_items(self.items)
        return ReturnCompleted(self.return_id, self.order_id or "", items, who, told.at, self.city or "")


TOLD: Mapping[str, type[Data]] = {
    "customer.updated": UpdatedData,
    "customer.visited": VisitedData,
    "loyalty.progressed": ProgressedData,
    "return.completed": ReturnedData,
}
"""The payload of each type."""
