"""What a code says of a message that failed: a provider's is named, one of our own is told in words."""

from __future__ import annotations

from types import MappingProxyType

from flows.delivery import TAKEN, Status
from storage.messages import Message

_OURS = MappingProxyType(
    {
        "sandbox": "this channel's provider is outside, and nothing leaves a sandbox",
        "credentials": "the channel's credentials cannot be used; parley doctor says what is wrong with them",
        "unsendable": "the channel does not take such a text",
    }
)


def code_of(message: Message) -> str | None:
    """The provider's error code or ours, or the rule's name; None for what a provider has, whatever came before."""
    return None if message.status in TAKEN else message.code


def why_failed(message: Message) -> str:
    """What came of a message whose status is failed or unknown, in words that follow a colon."""
    code = code_of(message)
    if code is not None and code in _OURS:
        return _OURS[code]
    if message.status is Status.UNKNOWN:
        return "the provider has not said whether it arrived" + (f" (code {code})" if code else "")
    return f"the provider gave it up with code {code}" if code else "the provider gave it up"
