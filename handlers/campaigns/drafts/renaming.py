"""/campaign rename: a campaign is called otherwise, "rename diwali to lamps"."""

from __future__ import annotations

import re

from flows.phrase import phrase
from handlers.admins.arguments import Found, Known, Missing
from handlers.admins.command import Asked, Reply
from handlers.campaigns.called import led_by
from handlers.campaigns.drafts.drafting import EditCampaign
from handlers.campaigns.drafts.told import said, unknown

_JOINS = re.compile(r"^[\s,:=]*(?:(?:to|as|into|a|como|en|ko|se|को|से)(?=\s|$))?\s*", re.IGNORECASE)

_BETWEEN = re.compile(r"\s(?:to|as|into|a|como)\s", re.IGNORECASE)


async def read_rename(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """Which campaign is to be called what."""
    told = await led_by(asked.turn, said(asked)) if words else None
    if told is None:
        return unknown(_BETWEEN.split(" ".join(words))[0]) if words else Missing()
    campaign, behind = told
    name = new_name(behind)
    if name in {"", campaign.name}:
        return Reply(phrase("campaign_rename_how", name=campaign.name), asks=("rename", *campaign.name.split(), "to"))
    return Found(EditCampaign(campaign.id, name=name))


def new_name(behind: str) -> str:
    """The name in what stands behind the old one."""
    return " ".join(_JOINS.sub("", behind, count=1).strip().strip("“”\"'.").split())
