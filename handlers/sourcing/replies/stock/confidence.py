"""How far an answer is believed that holds words which no vocabulary lists."""

from dataclasses import replace

from handlers.sourcing.replies.stock.hearing import PartsHeard
from handlers.sourcing.replies.stock.parts import Part
from handlers.sourcing.replies.stock.signs import AGREEING, THERE
from handlers.sourcing.replies.stock.values import Says, StockAnswer

_LOW = 0.3
# What says outright that goods are there; beside an unknown word a deed ("send it") may mean something else.
_STATING = THERE - {"send", "come", "offer", "left"}
# How many words a yes may hold that no vocabulary lists; their share where it is said in two ways, or in one.
_MOST_UNKNOWN, _OUTRIGHT, _ALONE, _BARELY = 3, 0.5, 0.4, 0.25


def weigh(heard: PartsHeard, answer: StockAnswer) -> StockAnswer:
    """Lower the confidence for words that are not known; under what its answer needs it is unclear."""
    unknown, share = heard.unknown, heard.unknown / max(heard.words, 1)
    allowed = {
        Says.YES: unknown == 0 or _may_pass(heard, share),
        Says.PARTIAL: unknown <= 1 or share <= 0.3,
        Says.NO: share <= 0.5,
        Says.LATER: share <= 0.5,
        Says.UNCLEAR: True,
    }[answer.says]
    if not allowed:
        return StockAnswer(answer.ask, Says.UNCLEAR, price=answer.price, price_for=answer.price_for, confidence=_LOW)
    return replace(answer, confidence=round(answer.confidence - 0.3 * min(share, 0.5), 2))


def _may_pass(heard: PartsHeard, share: float) -> bool:
    """Whether a yes is a yes beside what is not understood: few words, none of which may say otherwise."""
    stated = any(part.has(*_STATING) or _is_priced(part) for part in heard.there + heard.agreed)
    if heard.risky or heard.unknown > _MOST_UNKNOWN or not stated:
        return False
    counted = any(part.has("number", "all") for part in heard.there)
    agreed = heard.agreed or any(part.has(*AGREEING) for part in heard.there)
    return share <= (_OUTRIGHT if counted or agreed else _ALONE if heard.unknown == 1 else _BARELY)


def _is_priced(part: Part) -> bool:
    """Whether it names a price beyond doubt: "Rs 500 per pc"."""
    return part.has("price_said") and part.has("rupee", "each", "all", "@", "price")
