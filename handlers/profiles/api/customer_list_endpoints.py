"""``GET /api/customers`` and ``GET /api/segments/{id}/customers``: find, filter, sort and page customers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema, model_validator

from flows.search_words import LONGEST_TEXT
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.list_cursors import cut_page_by
from handlers.engine.checked_fields import clean
from handlers.engine.turn import Turn
from handlers.profiles.api.customer_cursors import read_place, write_place
from handlers.profiles.api.customer_resource import CustomerShown, Fields
from handlers.profiles.api.customer_selection import AudienceAsked, CriteriaAsked, combine, read_segment
from handlers.profiles.api.customer_view import show_customers
from handlers.profiles.api.routes import LIST_CUSTOMERS, LIST_SEGMENT_CUSTOMERS
from storage.identity.people_search import PeopleSearch
from storage.profiles.customer_list import CustomerList, Meant, SortedBy, Sorting

MOST = 200
SORTS = tuple(f"{sign}{one.value}" for one in SortedBy for sign in ("-", ""))


def _sort(value: object) -> str:
    told = value.strip() if isinstance(value, str) else ""
    if told and told not in SORTS:
        raise ValueError(f"is none of {', '.join(SORTS)}")
    return told


class CustomersAsked(BaseModel):
    """The filter, order and fields of a list of customers."""

    criteria: CriteriaAsked = None
    sort: Annotated[
        str,
        BeforeValidator(_sort),
        WithJsonSchema({"enum": ["", *SORTS]}),
        Field(description="id orders by first contact; default -id, newest first"),
    ] = ""
    cursor: Annotated[
        str, WithJsonSchema({"type": "string"}), Field(max_length=120, description="`next` of the previous page")
    ] = ""
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50
    fields: Fields = None

    @property
    def sorting(self) -> Sorting:
        """Return the order of the list."""
        return Sorting(SortedBy(self.sort.lstrip("-")), self.sort.startswith("-")) if self.sort else Sorting()


class CustomersWanted(CustomersAsked):
    """The filter of a list of all customers."""

    q: Annotated[
        str,
        Field(
            max_length=LONGEST_TEXT,
            description="a part of a name, the end of a number, a mail, an order, a tag, your own id",
            examples=["dana"],
        ),
    ] = ""
    audience: AudienceAsked = None

    @model_validator(mode="after")
    def _check_order(self) -> CustomersWanted:
        if self.q.strip() and (self.cursor or self.sort):
            raise ValueError("results of q are one page, best first: leave out cursor and sort")
        return self


class SegmentCustomersWanted(CustomersAsked):
    """The segment of a list of customers."""

    id: Annotated[str, Field(description="the segment's id, or the name of a ready one, as vip")]


class CustomerPage(BaseModel):
    """A page of customers."""

    items: list[CustomerShown]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


@make_endpoint(
    LIST_CUSTOMERS,
    scope="read",
    takes=CustomersWanted,
    answers={200: CustomerPage},
    refuses=(Code.NOT_FOUND, Code.INVALID),
)
async def list_customers(call: ApiCall, wanted: CustomersWanted) -> ApiReply:
    """List customers, or find some

    Filtered by an audience, by criteria, or by both. If a customer's figure changes between two pages, the customer may
    be on both pages, or on neither; sorted by id, the pages are stable.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        meant = await combine(turn, *await read_segment(turn, wanted.audience or None, "audience", wanted.criteria))
        if not wanted.q.strip():
            return await _load_page(turn, wanted, meant)
        found = await _find_customers(turn, wanted.q, wanted.limit, meant)
        return {"items": await show_customers(turn, found, wanted.fields), "next": None}

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(
    LIST_SEGMENT_CUSTOMERS,
    scope="read",
    takes=SegmentCustomersWanted,
    answers={200: CustomerPage},
    refuses=(Code.NOT_FOUND, Code.INVALID),
)
async def list_segment_customers(call: ApiCall, wanted: SegmentCustomersWanted) -> ApiReply:
    """List the customers of a segment

    Its current members can be sorted and filtered like all customers.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        meant = await combine(turn, *await read_segment(turn, wanted.id, "id", wanted.criteria))
        return await _load_page(turn, wanted, meant)

    return ApiReply(200, await call.api.turns.look(call.business, look))


async def _load_page(turn: Turn, wanted: CustomersAsked, meant: Meant | None) -> dict[str, Any]:
    try:
        after = read_place(wanted.sorting, wanted.cursor)
    except ValueError as wrong:
        raise ApiRefused(Code.INVALID, f"cursor {wrong}", "cursor") from None
    places = await turn.unit.of(CustomerList).page(wanted.sorting, wanted.limit + 1, after, meant)
    page, following = cut_page_by(places, wanted.limit, partial(write_place, wanted.sorting))
    shown = await show_customers(turn, [one.contact for one in page], wanted.fields)
    return {"items": shown, "next": following}


async def _find_customers(turn: Turn, text: str, limit: int, meant: Meant | None) -> Sequence[UUID]:
    """Return the customers that a text may mean, the best match first; if ``meant`` is given, only those it matches."""
    sought = clean(text, LONGEST_TEXT)
    found = [one.contact for one in await turn.unit.of(PeopleSearch).find(sought, MOST if meant is not None else limit)]
    if meant is None or not found:
        return found
    theirs = await turn.unit.of(CustomerList).find_matching(found, meant)
    return [one for one in found if one in theirs][:limit]
