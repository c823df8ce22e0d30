"""API endpoints that preview, launch, pause, resume and cancel a campaign."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from flows.campaigns.campaign import UNLAUNCHED, Campaign
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.campaigns.api.campaign_crud import CampaignNamed
from handlers.campaigns.api.campaign_lookup import attempt, compute_version, find_campaign, make_origin
from handlers.campaigns.api.campaign_resource import CampaignShown, show_campaign
from handlers.campaigns.api.routes import (
    CANCEL_CAMPAIGN,
    LAUNCH_CAMPAIGN,
    PAUSE_CAMPAIGN,
    PREVIEW_CAMPAIGN,
    RESUME_CAMPAIGN,
)
from handlers.campaigns.launch_action import LaunchCampaign, launch
from handlers.campaigns.previews.preview_job import start_preview
from handlers.campaigns.sending import campaign_control
from handlers.campaigns.sending.campaign_control import MoveCampaign, NamedCampaign
from handlers.engine.turn import Turn

_REFUSES = (Code.NOT_FOUND, Code.CONFLICT)


class LaunchTold(BaseModel):
    """The snapshot of the preview that a launch confirms."""

    model_config = ConfigDict(extra="forbid")
    snapshot: Annotated[str, Field(min_length=1, max_length=100, description="of the campaign's preview")]


@make_endpoint(PREVIEW_CAMPAIGN, scope="write", takes=CampaignNamed, answers={202: CampaignShown}, refuses=_REFUSES)
async def preview_campaign(call: ApiCall, named: CampaignNamed) -> ApiReply:
    """Preview a campaign

    Counts the people by channel and by reason, and gives the cost and the text, as of now: read the campaign again
    until its preview is there. A launched campaign gets no new preview: 409.
    """

    async def work(turn: Turn) -> dict[str, Any]:
        found = await find_campaign(turn, named.id)
        if found.status not in UNLAUNCHED:
            raise ApiRefused(Code.CONFLICT, f"it is {found.status.value}", "id")
        await start_preview(turn, make_origin(call), found)
        return await show_campaign(turn, found)

    return ApiReply(202, await call.api.turns.act(call.business, work))


@make_endpoint(
    LAUNCH_CAMPAIGN,
    scope="write",
    takes=LaunchTold,
    answers={202: CampaignShown},
    refuses=_REFUSES,
    examples={"as shown": {"snapshot": "2-64f3a1c2d8f40"}},
)
async def launch_campaign(call: ApiCall, told: LaunchTold) -> ApiReply:
    """Launch a campaign

    It is launched as the snapshot previewed it: 409 if the campaign has changed since, or if the preview is a day old.
    If more people get it than `[policy] second_yes_above` says, it stays previewed until an owner or a manager confirms
    it in chat.
    """

    async def work(turn: Turn) -> ApiReply:
        found = await find_campaign(turn, call.path["id"])
        command = LaunchCampaign(NamedCampaign(found.id, found.name), told.snapshot)
        return await _show_campaign(202, turn, await attempt(turn, launch(turn, make_origin(call), command)))

    return await call.api.turns.act(call.business, work)


@make_endpoint(PAUSE_CAMPAIGN, scope="write", takes=CampaignNamed, answers={200: CampaignShown}, refuses=_REFUSES)
async def pause_campaign(call: ApiCall, named: CampaignNamed) -> ApiReply:
    """Pause a campaign

    No further message leaves.
    """
    return await _move_campaign(call, named, campaign_control.pause)


@make_endpoint(RESUME_CAMPAIGN, scope="write", takes=CampaignNamed, answers={200: CampaignShown}, refuses=_REFUSES)
async def resume_campaign(call: ApiCall, named: CampaignNamed) -> ApiReply:
    """Resume a paused campaign

    No person gets a second message.
    """
    return await _move_campaign(call, named, campaign_control.resume)


@make_endpoint(CANCEL_CAMPAIGN, scope="write", takes=CampaignNamed, answers={200: CampaignShown}, refuses=_REFUSES)
async def cancel_campaign(call: ApiCall, named: CampaignNamed) -> ApiReply:
    """Cancel a campaign

    For good: no further message leaves.
    """
    return await _move_campaign(call, named, campaign_control.cancel)


async def _move_campaign(call: ApiCall, named: CampaignNamed, how: Callable[..., Awaitable[Campaign]]) -> ApiReply:
    async def work(turn: Turn) -> ApiReply:
        found = await find_campaign(turn, named.id)
        command = MoveCampaign(NamedCampaign(found.id, found.name))
        return await _show_campaign(200, turn, await attempt(turn, how(turn, make_origin(call), command)))

    return await call.api.turns.act(call.business, work)


async def _show_campaign(status: int, turn: Turn, campaign: Campaign) -> ApiReply:
    return ApiReply(status, await show_campaign(turn, campaign), {"ETag": compute_version(campaign)})
