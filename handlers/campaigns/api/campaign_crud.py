"""``/api/notifications/campaigns``: draft, list, show, change and delete."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from flows.campaigns.campaign import UNLAUNCHED
from flows.engine import Subject
from handlers.api import api_audit
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.idempotency import REPLAYED, refuse_deleted, run_once
from handlers.api.list_cursors import Cursor, cut_page
from handlers.api.resource_versions import must_match, show_version
from handlers.campaigns.api.campaign_document import changes_told, read_new_campaign
from handlers.campaigns.api.campaign_lookup import attempt, compute_version, find_campaign, make_origin
from handlers.campaigns.api.campaign_resource import CampaignList, CampaignShown, CampaignTold, show_campaign
from handlers.campaigns.api.routes import CHANGE_CAMPAIGN, DELETE_CAMPAIGN, LIST_CAMPAIGNS, MAKE_CAMPAIGN, SHOW_CAMPAIGN
from handlers.campaigns.drafts.campaign_draft import EditCampaign, edit, save_draft
from handlers.engine.turn import Turn
from storage.campaigns.campaign_mailings import SUBJECT
from storage.campaigns.campaigns import Campaigns

MOST = 200
_EXAMPLE = {
    "name": "Diwali",
    "audience": "vip",
    "texts": [{"text": "Hi {name|friend}, lamps and sweets are here: {link}"}],
    "schedule": {"at": "2027-10-29T12:30:00Z"},
}


class CampaignsWanted(BaseModel):
    """The filter and page of a list of campaigns."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50


class CampaignNamed(BaseModel):
    """The id of a campaign in a path."""

    id: Annotated[str, Field(description="its id")]


@make_endpoint(
    LIST_CAMPAIGNS, scope="read", takes=CampaignsWanted, answers={200: CampaignList}, refuses=(Code.INVALID,)
)
async def list_campaigns(call: ApiCall, wanted: CampaignsWanted) -> ApiReply:
    """List the campaigns

    Campaigns made here or in chat, newest first.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        found = await turn.unit.of(Campaigns).page(wanted.limit + 1, wanted.cursor)
        page, following = cut_page(found, wanted.limit)
        return {"items": [await show_campaign(turn, one) for one in page], "next": following}

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(
    MAKE_CAMPAIGN,
    scope="write",
    takes=CampaignTold,
    answers={201: CampaignShown},
    refuses=(Code.CONFLICT, Code.NOT_FOUND),
    examples={"to a ready segment": _EXAMPLE},
    once=True,
)
async def make_campaign(call: ApiCall, told: CampaignTold) -> ApiReply:
    """Draft a campaign

    Its preview takes seconds: read the campaign again until the preview is there, then launch it with the preview's
    snapshot. 409 if the name is taken.
    """

    async def work(turn: Turn) -> tuple[dict[str, Any], str, bool]:
        async def keep() -> UUID:
            made = await attempt(turn, save_draft(turn, make_origin(call), await read_new_campaign(turn, told)))
            return made.id

        which, before = await run_once(call, turn, keep)
        made = await turn.unit.of(Campaigns).get(which)
        if made is None:
            raise refuse_deleted()
        return await show_campaign(turn, made), compute_version(made), before

    made, version, before = await call.api.turns.act(call.business, work)
    headers = {"Location": f"{MAKE_CAMPAIGN.path}/{made['id']}", "ETag": version}
    return ApiReply(201, made, headers | (REPLAYED if before else {}))


@make_endpoint(
    SHOW_CAMPAIGN,
    scope="read",
    takes=CampaignNamed,
    answers={200: CampaignShown},
    refuses=(Code.NOT_FOUND,),
    versioned=True,
)
async def show_one_campaign(call: ApiCall, named: CampaignNamed) -> ApiReply:
    """Show a campaign

    With its last preview, if the preview is still valid.
    """

    async def look(turn: Turn) -> tuple[dict[str, Any], str]:
        found = await find_campaign(turn, named.id)
        return await show_campaign(turn, found), compute_version(found)

    return show_version(call, *await call.api.turns.look(call.business, look))


@make_endpoint(
    CHANGE_CAMPAIGN,
    scope="write",
    takes=CampaignTold,
    answers={200: CampaignShown},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={"other words": {**_EXAMPLE, "texts": [{"text": "Lamps are here"}]}},
    versioned=True,
)
async def change_campaign(call: ApiCall, told: CampaignTold) -> ApiReply:
    """Change a campaign

    Send back the answer of GET with your changes. A draft gets a new preview. A launched campaign can get a new name,
    and new texts and a new budget for people with no message yet; any other change is 409.
    """

    async def work(turn: Turn) -> tuple[dict[str, Any], str]:
        kept = await find_campaign(turn, call.path["id"])
        must_match(call, compute_version(kept))
        changes = await changes_told(turn, kept, told)
        if changes == EditCampaign(kept.id):
            return await show_campaign(turn, kept), compute_version(kept)
        changed = await attempt(turn, edit(turn, make_origin(call), changes), call)
        return await show_campaign(turn, changed), compute_version(changed)

    shown, version = await call.api.turns.act(call.business, work)
    return ApiReply(200, shown, {"ETag": version})


@make_endpoint(
    DELETE_CAMPAIGN,
    scope="write",
    takes=CampaignNamed,
    answers={204: None},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    versioned=True,
)
async def delete_campaign(call: ApiCall, named: CampaignNamed) -> ApiReply:
    """Delete a draft

    Its name can be used again. A launched campaign keeps its results and cannot be deleted: 409; cancel it instead.
    """

    async def work(turn: Turn) -> None:
        kept = await find_campaign(turn, named.id, alone=True)  # waits for a launch in another transaction
        must_match(call, compute_version(kept))
        if kept.status not in UNLAUNCHED:
            raise ApiRefused(Code.CONFLICT, f"it is {kept.status.value}: a launched campaign cannot be deleted", "id")
        await turn.unit.of(Campaigns).remove(kept.id)
        await api_audit.log(call, turn, "campaign.deleted", Subject(SUBJECT, kept.id))

    await call.api.turns.act(call.business, work)
    return ApiReply(204)
