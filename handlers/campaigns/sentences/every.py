"""All campaigns at once, or campaigns of which none is named: "pause all", "cancela todo". It is asked which."""

from __future__ import annotations

from collections.abc import Sequence

from flows.campaigns.campaign import RUNNING, Campaign
from flows.folding import folded
from flows.phrase import Lines, Text, phrase
from handlers.campaigns.called import ALL, to_tap
from handlers.campaigns.sentences.heard import Heard
from handlers.campaigns.sentences.named import BESIDE, DOES, SHUT, STOPS

CAMPAIGNS = frozenset({"campaign", "campaigns", "campana", "campanas", "कैंपेन", "अभियान"})
"""What campaigns are called, folded."""
_ASKING = frozenset("is was are did has does kya esta fue should shall क्या".split())  # noqa: SIM905
_SEVERAL = frozenset({"campaigns", "campanas"})
_OURS = frozenset("our we las mis nuestras van vamos sab saare chal rahe rahi hain hamare mere meri batao".split())  # noqa: SIM905
_UNSAYING = frozenset({"what", "que", "show", "much", "made", "make", "sent", "did", "dikhao", "ver", "muestra"})
"""Words that alone do not say that it is asked how one stands."""
_CALL_OFF = frozenset({"call", "off"})
_SHOWN = 4  # campaigns to tap


def which_of_all(said: Sequence[str], campaigns: Sequence[Campaign]) -> Text | None:
    """The question which campaign, or what else, is to be held or called off; None where no campaign could be."""
    if _pauses_all(said):
        return _which("campaign_pause_which", "pause", [one for one in campaigns if one.status in RUNNING])
    if _cancels_all(said):
        there = [one for one in campaigns if not one.is_over]
        return _which("campaign_cancel_which", "cancel", sorted(there, key=lambda one: one.status not in RUNNING))
    return None


def asks(heard: Heard) -> bool:
    """Whether a text asks, and asks for nothing to be done: "is diwali paused?", "diwali chalu hai?". What a courtesy
    begins is a wish: "can you pause diwali?"."""
    first = folded(heard.said[0]) if heard.said else ""
    return first in _ASKING or ("?" in heard.led and not heard.is_led_in)


def asks_how_it_stands(said: Sequence[str]) -> bool:
    """Whether it is asked how campaigns stand, or "the campaign", of which no name is said: "how is the campaign
    doing"."""
    spoken = {folded(word) for word in said}
    asks = spoken & (DOES[""] - _UNSAYING)
    return bool(spoken & CAMPAIGNS) and bool(asks) and not spoken - CAMPAIGNS - DOES[""] - BESIDE - _OURS


def is_of_several(said: Sequence[str]) -> bool:
    """Whether more than one is meant."""
    return not {folded(word) for word in said}.isdisjoint(_SEVERAL)


def _pauses_all(said: Sequence[str]) -> bool:
    """Whether everything is to be paused, or campaigns of which none is named, in words that may mean one alone."""
    spoken = {folded(word) for word in said}
    rest, named_so = spoken - BESIDE, bool(spoken & CAMPAIGNS)
    halts = DOES["pause"] | SHUT if named_so else DOES["pause"] - STOPS
    return (named_so or bool(rest & ALL)) and bool(rest & halts) and not rest - ALL - DOES["pause"] - SHUT


def _cancels_all(said: Sequence[str]) -> bool:
    """Whether everything is to be called off, which may mean orders as well, or a campaign of which none is named:
    "cancela todo", "call off the campaign"."""
    spoken = {folded(word) for word in said}
    rest, named_so = spoken - BESIDE, bool(spoken & CAMPAIGNS)
    calls_off = bool(rest & (DOES["cancel"] - SHUT)) or (named_so and spoken >= _CALL_OFF)
    return (named_so or bool(rest & ALL)) and calls_off and not rest - ALL - DOES["cancel"]


def _which(asks: str, does: str, campaigns: Sequence[Campaign]) -> Text | None:
    taps = Lines(tuple(to_tap(one, does) for one in campaigns[:_SHOWN]), " ")
    return phrase(asks, campaigns=taps) if campaigns else None
