"""The preview in the chat of the staff member who requested it, with the question whether to launch."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flows.phrase import Text, phrase
from handlers.actions.action import Refused
from handlers.campaigns.drafts.draft_card import make_buttons
from handlers.campaigns.drafts.draft_page_link import make_link
from handlers.campaigns.launch_action import LaunchCampaign, would_launch
from handlers.campaigns.previews.preview_job import read_request
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.turn import Turn
from handlers.staff_chat import command_confirmation
from handlers.staff_chat.staff_chat_output import say
from handlers.staff_chat.staff_command import Reply, make_reply
from storage.campaigns.campaigns import Campaigns
from storage.jobs.jobs import JobRecord, JobState
from storage.sending.message import Message

_LAUNCH = "campaign launch"
_PREVIEW = "preview"


async def show_preview(turn: Turn, job: JobRecord) -> None:
    """Show the preview, or why it failed; nothing if the campaign has changed since."""
    asked = read_request(job)
    message = await turn.unit.messages.get(asked.message) if asked.message else None
    if message is None:
        return
    said = await _make_question(turn, asked.campaign, asked.version, job)
    if said is not None:
        address = await turn.unit.people.address_by_id(message.address)
        shown = await _add_page_button(turn, message, asked.campaign, make_reply(said))
        await say(turn, address, message, f"{_PREVIEW}:{job.id}", shown)


async def _add_page_button(turn: Turn, message: Message, which: UUID, reply: Reply) -> Reply:
    """Add the button that opens the draft's page, if there is a public domain."""
    campaign = await turn.unit.of(Campaigns).get(which)
    member = await turn.unit.access.member_of(message.contact)
    page = make_link(turn, member, campaign) if member is not None and campaign is not None else ""
    return replace(reply, buttons=(*reply.buttons, (page, phrase("button_open_page")))) if page else reply


async def _make_question(turn: Turn, which: UUID, version: int, job: JobRecord) -> Reply | Text | None:
    campaign = await turn.unit.of(Campaigns).get(which)
    if campaign is None or campaign.is_over:
        return None
    if job.state is not JobState.DONE:
        return None if campaign.version != version else phrase("campaign_not_foreseen", name=campaign.name)
    preview = campaign.preview
    if preview is None or preview.version != version + 1:
        return None
    command = LaunchCampaign(NamedCampaign(which, campaign.name), preview.snapshot)
    try:
        return command_confirmation.ask(turn, _LAUNCH, command, await would_launch(turn, command))
    except Refused as refused:
        return Reply(refused.text, make_buttons(campaign))
