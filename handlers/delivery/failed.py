"""What a code says of a message that failed: a provider's is named, one of our own is told in words."""

from flows.delivery import TAKEN, MessageStatus
from flows.phrase import Phrase, phrase
from storage.messages import Message

_OURS = frozenset({"sandbox", "credentials", "unsendable"})


def code_of(message: Message) -> str | None:
    """The provider's error code or ours, or the rule's name; None for what a provider has, whatever came before."""
    return None if message.status in TAKEN else message.code


def why_failed(message: Message) -> Phrase:
    """What came of a message whose status is failed or unknown, in words that follow a colon."""
    code = code_of(message)
    if code in _OURS:
        return phrase(f"failed_{code}")
    return phrase("failed_unknown" if message.status is MessageStatus.UNKNOWN else "failed_given_up", code=code)
