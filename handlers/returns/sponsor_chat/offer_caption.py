"""The words of an offer in a partner's message: the first line is the title, a link its page, the rest its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)
_AROUND = ".,;:!?)]}»”\"'"  # signs that end a sentence, not a link


@dataclass(frozen=True, slots=True)
class OfferCaption:
    """The title, the text and the link of a message; each is "" if it is missing."""

    title: str = ""
    text: str = ""
    url: str = ""


def read_caption(message: str) -> OfferCaption:
    """Read a message. The first link counts; one without a scheme gets https. Further links stay in the text."""
    found = _LINK.search(message)
    url = found[0].rstrip(_AROUND) if found is not None else ""
    rest = message.replace(url, "", 1) if url else message
    lines = [" ".join(line.split()) for line in rest.splitlines()]
    title, *text = [line for line in lines if line.strip(" :-–→")] or [""]
    return OfferCaption(title, "\n".join(text), url if "://" in url or not url else f"https://{url}")
