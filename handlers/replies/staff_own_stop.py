"""Whether a stop of the staff is about what they get themselves: "stop sending me offers", "stop my subscription"."""

from __future__ import annotations

import re

_OWN_SUBSCRIPTION = re.compile(
    r"(?<!\w)(?:my|mi|meri|mera|mere|मेरी|मेरा|मेरे)\s+(?:subscriptions?|suscripci[oó]n|सब्सक्रिप्शन)(?!\w)", re.IGNORECASE
)
_ONESELF = re.compile(
    r"(?<!\w)(?:(?:send|messag|text|contact|writ|bother|spam|email)(?:e|es|ing)?\s+(?:to\s+)?me"
    r"|no\s+me|me\s+(?:mand|escrib|env[ií])\w+|mujhe|mujhko|मुझे|मुझको)(?!\w)",
    re.IGNORECASE,
)
_OF_THE_STAFF = re.compile(
    r"(?<!\w)(?:alert|digest|report|summar|question|order|alerta|resumen|informe|pregunta|pedido)", re.IGNORECASE
)
"""What the staff is told: a stop of that is none of offers."""


def names_own_subscription(text: str) -> bool:
    """Whether a text names a subscription of whoever writes it."""
    return _OWN_SUBSCRIPTION.search(text) is not None


def speaks_of_oneself(text: str) -> bool:
    """Whether a text that wants something to stop is about what is sent to whoever writes it."""
    if names_own_subscription(text):
        return True
    return _ONESELF.search(text) is not None and _OF_THE_STAFF.search(text) is None
