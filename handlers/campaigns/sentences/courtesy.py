"""What people say around an order and mean nothing by: "ok looks good, launch it pls"."""

from __future__ import annotations

import re

from handlers.replies.forbidding import COLON

_BEFORE = re.compile(
    r"^\s*(?:(?:hi|hello|hey|hola|namaste|ok|okay|okey|hmm+|great|good|perfect|perfecto|nice|vale|listo|yes|si|sí|haan|haa"
    r"|looks? (?:good|fine|great)|all good|sounds good|theek hai|thik hai|accha|acha|please|pls|plz|por favor"
    r"|(?:can|could|will|would) (?:u|you)(?: please| pls| plz)?|i want (?:u|you) to|zara)(?!\w)[\s,.!:;-]*)+",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:[\s,.!;-]+(?:pls|plz|please|thx|thanks|thank you|por favor|gracias|sorry|bhai|bhaiya|ji|na|yaar|instead|insted"
    r"|rather|mejor|though|ok|okay|in the end|so far|dhanyavaad|shukriya))+[\s.!]*$",
    re.IGNORECASE,
)


def led_in(text: str) -> str:
    """A text without the courtesies at its beginning, unless there is nothing else."""
    return _BEFORE.sub("", text, count=1).strip() or text


def bare(text: str) -> str:
    """A text without the courtesies at its end; whole where words for customers stand behind a colon."""
    return text if re.search(COLON, text) else _BEHIND.sub("", text, count=1).strip() or text
