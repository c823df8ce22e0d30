"""Downloading people's photos and files: what an answer of a provider's file server means, the same for all."""

from __future__ import annotations

from bot.channels.channel import Unfetched
from bot.channels.provider_http import ConnectionCut, ProviderReply, TooLarge, Wire
from flows.delivery import Answer, Failure

_FAILURES = {401: Failure.SENDER, 403: Failure.SENDER, 408: Failure.RETRY, 429: Failure.RETRY}


def refuse(code: str, detail: str = "", failure: Failure = Failure.ALERT) -> Unfetched:
    """Return the error of a failed download. A retry is useless unless ``failure`` says otherwise."""
    return Unfetched(Answer(failure=failure, code=code, detail=detail))


async def download(wire: Wire, url: str, most: int, headers: dict[str, str] | None = None) -> ProviderReply:
    """Return one file, or a redirect to it. Raises Unfetched for any other answer, and for none."""
    try:
        reply = await wire.download(url, most, headers)
    except TooLarge:
        raise refuse("too_large", f"It has more than {most // 2**20} MB.") from None
    except ConnectionCut as cut:
        raise refuse("cut", str(cut), Failure.RETRY) from None
    if reply.status < 400:
        return reply
    failure = _FAILURES.get(reply.status, Failure.RETRY if reply.status >= 500 else Failure.ALERT)
    raise Unfetched(Answer(failure=failure, code=str(reply.status), after=reply.after))


def read_whole(reply: ProviderReply) -> bytes:
    """Return the file's bytes. Raises Unfetched for a redirect, as none is followed here."""
    if reply.status >= 300:
        raise refuse("redirect", "The provider redirects to another host, and Parley fetches nothing there.")
    return reply.body
