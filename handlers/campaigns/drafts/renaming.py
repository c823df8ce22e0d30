"""/campaign rename NAME to NEW NAME."""

from __future__ import annotations

import re

from flows.phrase import phrase
from handlers.admins.arguments import Found, Known, Missing
from handlers.admins.command import Asked, Reply
from handlers.campaigns.called import led_by
from handlers.campaigns.drafts.drafting import EditCampaign
from handlers.campaigns.drafts.grammar import said, unknown

_TO = re.compile(r"\s*to\s+(?P<name>\S.*)", re.IGNORECASE | re.DOTALL)


async def read_rename(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """Return the campaign with its new name, or the question for it."""
    named = await led_by(asked.turn, said(asked)) if words else None
    if named is None:
        return unknown(" ".join(words).partition(" to ")[0]) if words else Missing()
    campaign, rest = named
    found = _TO.fullmatch(rest)
    name = " ".join(found["name"].strip("“”\"' .").split()) if found is not None else ""
    if name in {"", campaign.name}:
        return Reply(phrase("campaign_rename_how", name=campaign.name), asks=("rename", *campaign.name.split(), "to"))
    return Found(EditCampaign(campaign.id, name=name))
