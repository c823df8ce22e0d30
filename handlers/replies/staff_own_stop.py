"""Opt-outs of staff members from their own messages: "stop sending me offers", "stop my subscription"."""

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
"""Messages to the staff: a stop of these ends no offers."""


def has_own_subscription(text: str) -> bool:
    """Return True if a text names its writer's own subscription."""
    return _OWN_SUBSCRIPTION.search(text) is not None


def speaks_of_oneself(text: str) -> bool:
    """Return True if a text that asks for an end is about messages to its writer."""
    if has_own_subscription(text):
        return True
    return _ONESELF.search(text) is not None and _OF_THE_STAFF.search(text) is None
