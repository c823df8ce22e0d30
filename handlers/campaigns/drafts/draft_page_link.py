"""The signed link of the page that changes a draft, for one staff member and one campaign."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flows.campaigns.campaign import UNLAUNCHED, Campaign
from handlers.engine.sealed_links import seal as sealed
from handlers.engine.sealed_links import unseal
from handlers.engine.turn import Turn
from handlers.staff_chat.staff_command import OWNERS
from storage.businesses.access import Member

PATH = "/campaign/"
USER = "user"
"""The form field with the Telegram user who opened it, set by us."""
VALID_FOR = timedelta(hours=24)


def make_link(turn: Turn, member: Member, campaign: Campaign) -> str:
    """Make the link to the page; "" if there is no public domain, or the member may not change the campaign."""
    if not turn.link_base or campaign.status not in UNLAUNCHED or member.role not in OWNERS:
        return ""
    until = turn.now.replace(microsecond=0) + VALID_FOR
    return f"{turn.link_base}{PATH}{sealed(turn, _purpose(member), campaign.id, until)}"


async def open_link(turn: Turn, token: str) -> tuple[Member, UUID] | None:
    """Return the staff member and the campaign of a link; None if the member has left. Raises Expired."""
    for member in await turn.unit.access.members():
        if member.role in OWNERS and member.contact is not None:
            found = unseal(turn, _purpose(member), token)
            if found is not None:
                return member, found.thing
    return None


def _purpose(member: Member) -> str:
    return f"campaign:{member.id}"
