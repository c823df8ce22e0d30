"""Media that people send by SMS and WhatsApp, downloaded from Twilio.
https://www.twilio.com/docs/messaging/api/media-resource"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin

from bot.channels.media_download import download, refuse
from bot.channels.provider_http import Wire

# An account may live in a region of its own: https://www.twilio.com/docs/global-infrastructure/using-the-twilio-rest-api-in-a-non-us-region
_MEDIA = (
    r"https://api(?:\.[a-z0-9-]{{1,40}}){{0,2}}\.twilio\.com"
    r"/2010-04-01/Accounts/{account}/Messages/[A-Za-z0-9]{{1,40}}/Media/[A-Za-z0-9]{{1,40}}"
)
# Where Twilio keeps the bytes, by addresses that are signed and expire, so that they need no credentials.
_STORES = re.compile(
    r"https://(?:[a-z0-9-]{1,40}\.twiliocdn\.com|s3-external-1\.amazonaws\.com/media\.twiliocdn\.com)/[^\s#@\\]{1,4000}"
)
_MOST_REDIRECTS = 3


class TwilioMedia:
    """The media of one account. ``place`` replaces a Twilio host by a stub's."""

    def __init__(self, account: str, authorization: str, wire: Wire, place: Callable[[str], str]) -> None:
        self._ours = re.compile(_MEDIA.format(account=re.escape(account)))
        self._authorization = authorization
        self._wire = wire
        self._place = place

    async def fetch(self, url: str, most: int) -> bytes:
        """Return the bytes of a MediaUrl; only the first request carries the account's credentials. Raises
        Unfetched."""
        if not self._ours.fullmatch(url):
            raise refuse("address", "The address is not media of this Twilio account.")
        reply = await download(self._wire, self._place(url), most, {"Authorization": self._authorization})
        for _ in range(_MOST_REDIRECTS):
            if reply.status < 300:
                return reply.body
            url = urljoin(url, reply.headers.get("Location", ""))
            if not _STORES.fullmatch(url):
                raise refuse("redirect", "Twilio redirects to a host that is not its own.")
            reply = await download(self._wire, self._place(url), most)
        raise refuse("redirect", "Twilio redirects in a loop.")
