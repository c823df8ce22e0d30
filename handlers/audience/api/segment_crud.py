"""``/api/segments``: save, list, show, change and delete."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

from flows.audience.audience_expansion import BadAudience
from flows.audience.standard_audiences import READY, ReadyAudience
from flows.engine import Subject
from flows.name_folding import fold_name
from handlers.api import api_audit
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.idempotency import REPLAYED, refuse_deleted, run_once
from handlers.api.list_cursors import Cursor, cut_page
from handlers.api.resource_versions import must_match, show_version
from handlers.audience.api.routes import CHANGE_SEGMENT, DELETE_SEGMENT, LIST_SEGMENTS, MAKE_SEGMENT, SHOW_SEGMENT
from handlers.audience.api.segment_lookup import filter_told, find_segment
from handlers.audience.api.segment_resource import (
    CRITERIA,
    SegmentList,
    SegmentShown,
    SegmentTold,
    compute_version,
    show_segment,
)
from handlers.audience.audience_reference import check_name
from handlers.engine.turn import Turn
from storage.audience.segments import NameTaken, Outdated, Segment, Segments, StillNamed
from storage.sql.transaction import RetryTransaction

MOST = 200
T = TypeVar("T")
_EXAMPLE = {"name": "Good customers who went quiet", "criteria": CRITERIA}
_BY_FILTER = {"name": "Good customers who went quiet", "criteria": "spent>=200 last:60d"}
_CONFLICTS = (NameTaken, StillNamed)


class SegmentsWanted(BaseModel):
    """The filter and page of a list of segments."""

    ready: Annotated[bool, Field(description="the ready ones of every business, all on one page")] = False
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50


class SegmentNamed(BaseModel):
    """The id of a segment in a path."""

    id: Annotated[str, Field(description="its id, or the name of a ready one, as vip")]


@make_endpoint(LIST_SEGMENTS, scope="read", takes=SegmentsWanted, answers={200: SegmentList}, refuses=(Code.INVALID,))
async def list_segments(call: ApiCall, wanted: SegmentsWanted) -> ApiReply:
    """List the segments

    The segments that the business saved, by API or as audiences in chat, newest first; if ready is true, also those
    that every business has.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        if wanted.ready:
            return {"items": [show_segment(one, turn.today) for one in READY.values()], "next": None}
        found = await turn.unit.of(Segments).page(wanted.limit + 1, wanted.cursor)
        page, following = cut_page(found, wanted.limit)
        return {"items": [show_segment(one, turn.today) for one in page], "next": following}

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(
    MAKE_SEGMENT,
    scope="write",
    takes=SegmentTold,
    answers={201: SegmentShown},
    refuses=(Code.CONFLICT,),
    examples={"by spend and silence": _EXAMPLE, "by a filter": _BY_FILTER},
    once=True,
)
async def make_segment(call: ApiCall, told: SegmentTold) -> ApiReply:
    """Save a segment

    Its people are those who meet the criteria each time it is read. It is also an audience in chat, with the same name:
    409 if the name is taken.
    """

    async def work(turn: Turn) -> tuple[Segment, bool]:
        (criteria, words), segments = await filter_told(turn, told.criteria), turn.unit.of(Segments)

        async def keep() -> UUID:
            await _free(turn, told.name)
            made = await _keep_segment(lambda: segments.add(told.name, criteria, BY, turn.now, turn.today, words))
            await api_audit.log(call, turn, "audience.kept", Subject("segment", made.id))
            return made.id

        which, before = await run_once(call, turn, keep)
        made = await segments.get(which)
        if made is None:
            raise refuse_deleted()
        return made, before

    made, before = await call.api.turns.act(call.business, work)
    headers = {"Location": f"{MAKE_SEGMENT.path}/{made.id}", "ETag": compute_version(made) or ""}
    return ApiReply(201, show_segment(made, made.made_at.date()), headers | (REPLAYED if before else {}))


@make_endpoint(
    SHOW_SEGMENT,
    scope="read",
    takes=SegmentNamed,
    answers={200: SegmentShown},
    refuses=(Code.NOT_FOUND,),
    versioned=True,
)
async def show_one_segment(call: ApiCall, named: SegmentNamed) -> ApiReply:
    """Show a segment

    The same form as in the list.
    """

    async def look(turn: Turn) -> tuple[dict[str, Any], str | None]:
        found = await find_segment(turn, named.id)
        return show_segment(found, turn.today), compute_version(found)

    return show_version(call, *await call.api.turns.look(call.business, look))


@make_endpoint(
    CHANGE_SEGMENT,
    scope="write",
    takes=SegmentTold,
    answers={200: SegmentShown},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={"another name": {**_EXAMPLE, "name": "Quiet and good"}},
    versioned=True,
)
async def change_segment(call: ApiCall, told: SegmentTold) -> ApiReply:
    """Change a segment

    Send back the answer of GET with your changes. Read-only fields are ignored; if nothing changed, the version stays
    the same. Segments that use it change with it. A ready-made one cannot change: 409.
    """

    async def work(turn: Turn) -> tuple[dict[str, Any], str | None]:
        kept = await _load_segment(call, turn)
        if fold_name(told.name) != fold_name(kept.name):
            await _free(turn, told.name)
        criteria, words = await filter_told(turn, told.criteria)
        # Another filter would have another meaning.
        phrase = words or (kept.phrase if criteria == kept.criteria else None)
        changed = replace(kept, name=told.name, criteria=criteria, phrase=phrase)
        if changed == kept:
            return show_segment(kept, turn.today), compute_version(kept)
        after = await _keep_segment(lambda: turn.unit.of(Segments).change(changed, turn.now, turn.today))
        await api_audit.log(call, turn, "audience.kept", Subject("segment", after.id))
        return show_segment(after, turn.today), compute_version(after)

    shown, version = await call.api.turns.act(call.business, work)
    return ApiReply(200, shown, {"ETag": version or ""})


@make_endpoint(
    DELETE_SEGMENT,
    scope="write",
    takes=SegmentNamed,
    answers={204: None},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    versioned=True,
)
async def delete_segment(call: ApiCall, named: SegmentNamed) -> ApiReply:
    """Delete a segment

    Its customers are not deleted. 409 for a ready-made one, and if other segments use it.
    """

    async def work(turn: Turn) -> None:
        kept = await _load_segment(call, turn)
        await _keep_segment(lambda: turn.unit.of(Segments).remove(kept.id))
        await api_audit.log(call, turn, "audience.deleted", Subject("segment", kept.id))

    await call.api.turns.act(call.business, work)
    return ApiReply(204)


async def _load_segment(call: ApiCall, turn: Turn) -> Segment:
    """Return the segment in the path, if the caller's version is current and it may be changed. Raises ApiRefused."""
    found = await find_segment(turn, call.path["id"])
    if isinstance(found, ReadyAudience):
        raise ApiRefused(Code.CONFLICT, f"{found.name} is a ready segment and cannot be changed", "id")
    must_match(call, compute_version(found) or "")
    return found


async def _free(turn: Turn, name: str) -> None:
    """Raise ApiRefused for a name that chat would read as a command or a filter."""
    try:
        await check_name(turn, name)
    except NameTaken as taken:
        raise ApiRefused(Code.CONFLICT, str(taken), "name") from None


async def _keep_segment(keep: Callable[[], Awaitable[T]]) -> T:
    """Save a segment and return it. Raises ApiRefused with the wrong field."""
    try:
        return await keep()
    except Outdated:
        raise RetryTransaction from None  # a concurrent change; reading anew shows whether it matters
    except _CONFLICTS as other:
        field = "name" if isinstance(other, NameTaken) else "id"
        raise ApiRefused(Code.CONFLICT, str(other), field) from None
    except BadAudience as wrong:
        raise ApiRefused(Code.INVALID, str(wrong), "criteria") from None
    except ValueError as wrong:
        raise ApiRefused(Code.INVALID, str(wrong), "name") from None
