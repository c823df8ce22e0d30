"""``/api/customers/{id}/tags``: add and remove tags one by one."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from flows.engine import Subject
from handlers.api import api_audit
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.event_endpoints import SOURCE
from handlers.engine.checked_fields import clean
from handlers.engine.turn import Turn
from handlers.profiles.api.customer_lookup import CustomerById, find_customer
from handlers.profiles.api.customer_update import LONGEST_TAG, MOST_TAGS, TagTold
from handlers.profiles.api.routes import GIVE_TAGS, TAKE_TAG
from storage.profiles.customer_tags import CustomerTags


class TagsGiven(BaseModel):
    """Tags to add to the customer's own."""

    tags: Annotated[list[TagTold], Field(min_length=1, max_length=MOST_TAGS)]


class TagsShown(BaseModel):
    """All tags of a customer."""

    items: list[str]
    next: Annotated[None, Field(description="everything is on this page")]


class TagNamed(CustomerById):
    """A customer and a tag."""

    tag: str


@make_endpoint(
    GIVE_TAGS,
    scope="write",
    takes=TagsGiven,
    answers={200: TagsShown},
    refuses=(Code.NOT_FOUND,),
    examples={"one tag": {"tags": ["vip"]}},
)
async def give_tags(call: ApiCall, given: TagsGiven) -> ApiReply:
    """Add tags to a customer

    Existing tags stay. Spellings of the same tag count as one.
    """

    async def work(turn: Turn) -> dict[str, Any]:
        person = await find_customer(turn, call.path["id"])
        tags = turn.unit.of(CustomerTags)
        await tags.add(person.id, given.tags, SOURCE, turn.now)
        had = await tags.list_tags(person.id)
        if len(had) > MOST_TAGS:
            raise ApiRefused(Code.INVALID, f"a customer has at most {MOST_TAGS} tags", "tags")
        await api_audit.log(call, turn, "tagged", Subject("contact", person.id))
        return {"items": had, "next": None}

    return ApiReply(200, await call.api.turns.act(call.business, work))


@make_endpoint(TAKE_TAG, scope="write", takes=TagNamed, answers={204: None}, refuses=(Code.NOT_FOUND,))
async def take_tag(call: ApiCall, named: TagNamed) -> ApiReply:
    """Remove a tag from a customer

    In any spelling, from any source; if a storefront sends it again, it is added again.
    """

    async def work(turn: Turn) -> None:
        person = await find_customer(turn, named.id)
        if not await turn.unit.of(CustomerTags).drop(person.id, clean(named.tag, LONGEST_TAG)):
            raise ApiRefused(Code.NOT_FOUND, f"the customer has no tag {named.tag[:100]!r}", "tag")
        await api_audit.log(call, turn, "untagged", Subject("contact", person.id))

    await call.api.turns.act(call.business, work)
    return ApiReply(204)
