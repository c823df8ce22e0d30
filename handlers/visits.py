"""Visits to short links: people are counted, link previews and scanners are not."""

from __future__ import annotations

import re
from dataclasses import replace

from flows.events import LinkVisited
from handlers.turn import Turn

# Programs that fetch a link to show a preview of it, or to look for malware, name themselves in their user agent:
# WhatsApp, Telegram, Apple's and Android's message apps, social networks, mail scanners, and general crawlers.
_ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|whatsapp|telegram|facebookexternalhit|facebot|twitter|linkedin|skype|"
    r"slack|discord|pinterest|embedly|bingpreview|google-safety|googleimageproxy|apple-?pubsub|cfnetwork|"
    r"safelinks|proofpoint|barracuda|mimecast|headless|python-|curl/|wget/|okhttp|go-http|java/|axios|node-fetch",
    re.IGNORECASE,
)


def is_robot(method: str, user_agent: str | None, purpose: str | None) -> bool:
    """Whether a request for a link is a machine's: HEAD, a prefetch, no user agent, or one that says so."""
    prefetch = bool(purpose) and any(word in str(purpose).lower() for word in ("prefetch", "preview"))
    return method != "GET" or prefetch or not user_agent or bool(_ROBOTS.search(user_agent))


async def visited(turn: Turn, event: LinkVisited) -> None:
    """Keep a visit."""
    link = await turn.unit.links.get(event.code)
    if link is not None:
        if link.contact is not None:
            link = replace(link, contact=await turn.unit.people.hold(link.contact))
        await turn.unit.links.visit(link, event.occurred_at, robot=event.robot)
