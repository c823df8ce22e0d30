"""Why something was not sent, in an owner's words, for "Not sent: 31 no consent, 12 one-per-cart rule"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

HOLDOUT = "holdout"

_WORDS = {
    HOLDOUT: "left alone to compare",
    "consent.none": "no consent",
    "consent.unconfirmed": "opt-in not confirmed",
    "consent.revoked": "opted out",
    "consent.stopped": "opted out",
    "address.suppressed": "opted out",
    "address.blocked": "blocked us",
    "address.gone": "number or chat gone",
    "one-sms-per-cart": "one-per-cart rule",
    "cart-48h": "more than 48 h after the cart",
    "cap.business": "your own cap",
    "spend.daily": "day's money spent",
    "whatsapp-window": "WhatsApp's 24 hours over, no template",
    "whatsapp-us-marketing": "no WhatsApp marketing to the US",
    "dlt.unregistered": "text not registered in India",
    "dlt.variable": "too long for a text registered in India",
    "closed-day": "your own closed days",
    "not-relevant": "cart changed meanwhile",
    "stop-asked": "asked whether to stop",
    "unheard": "no address for their STOP",
    "paused": "paused by you",
    "news": "they had just written",
    "spool": "what came in while the database was away not read yet",
    "ask.country": "not a country you named",
    "sms.country": "not a country you named",
    "ask.month": "asked within the month",
    "ask.hour": "enough asked in that hour",
    "number.premium": "premium or satellite number",
    "expired": "too late",
    "stale": "too late",
    "template.missing": "text lacks a value",
    "template.refused": "text cannot be used",
    "no-sender": "no sender for the channel",
    "failed": "did not get through",
    "waiting": "still to come",
    "bought": "bought before we wrote",
    "emptied": "emptied",
    "no-address": "no phone or chat",
    "replaced": "a newer cart instead",
}
_PREFIXES = {"quiet-hours.": "quiet until too late", "cap.": "{} cap", "closed.": "{} closed by you"}


def in_words(rule: str) -> str:
    """A rule as an owner calls it; one that we have no words for goes by its own name."""
    if rule in _WORDS:
        return _WORDS[rule]
    for prefix, words in _PREFIXES.items():
        if rule.startswith(prefix):
            return words.format(rule.removeprefix(prefix))
    return rule


def reasons(counted: Mapping[str, int], most: int) -> str:
    """The most frequent reasons with their counts; empty for none."""
    counts: Counter[str] = Counter()
    for rule, count in counted.items():
        counts[in_words(rule)] += count
    told = [f"{count} {words}" for words, count in counts.most_common(most)]
    rest = counts.total() - sum(count for _, count in counts.most_common(most))
    return ", ".join([*told, f"{rest} for other reasons"] if rest else told)
