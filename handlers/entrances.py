"""By which links customers begin to write to a business."""

from __future__ import annotations

from flows.channels import CHANNELS
from handlers.turn import Turn


def links(turn: Turn) -> dict[str, str]:
    """By channel the link with which a customer begins to write to the business."""
    found: dict[str, str] = {}
    for name in turn.business.channels_order:
        settings = turn.business.channel(name)
        link = settings and CHANNELS[name].link(settings.address, start="", words="JOIN")
        if link:
            found[name] = link.removesuffix("?start=")
    return found
