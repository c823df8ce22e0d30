"""Clauses of where customers stand among all: of a hundred, and by how lately, how often and how much they bought."""

from __future__ import annotations

import re
from decimal import Decimal

from flows.audience.criteria import All, Compared, Criteria
from handlers.audience.replies import meanings
from handlers.audience.replies.kinds import Meant, Reads, plain
from handlers.audience.replies.names import Names
from handlers.audience.replies.words import SHARES, pattern

_SHARE = r"(?P<n>\d{1,2} ?(?:%|percent(?!\w)|per cent|pct|por ciento|फीसदी|प्रतिशत)|{share})"
_BY_SPEND = "(?: {by_spend})?"
_NTH = r"(?P<n>\d{1,2})(?:st|nd|rd|th)? ?{percentile}"
_FIGURES, _DIGIT = re.compile(r"\d+"), re.compile(r"\d")
_SCORES = ("rfm.recency", "rfm.frequency", "rfm.monetary")
_ABOVE = pattern("{more}|{at_least}|{or_more}|{than} {above}|\\+")
_OR = pattern("{or_more}|{or_less}|\\+")
_STRICT = pattern("{more}|{than} {above}|{less}|{than} {beneath}")


def _top(found: re.Match[str], _names: Names) -> Criteria | None:
    share = _share(found["n"])
    return Compared("spend_percentile", ">=", Decimal(100 - share)) if 0 < share < 100 else None


def _bottom(found: re.Match[str], _names: Names) -> Criteria | None:
    share = _share(found["n"])
    return Compared("spend_percentile", "<", Decimal(share)) if 0 < share < 100 else None


def _share(said: str) -> int:
    figures = _FIGURES.search(said)
    return int(figures[0]) if figures else SHARES[" ".join(said.split())]


def _nth(found: re.Match[str], _names: Names) -> Criteria:
    """ "The 80th percentile and up", "below the 20th percentile"."""
    above = bool(_ABOVE.search(found[0]))
    strict = bool(_STRICT.search(found[0])) and not _OR.search(found[0])
    op = (">" if strict else ">=") if above else ("<" if strict else "<=")
    return Compared("spend_percentile", op, Decimal(found["n"]))


def _scores(found: re.Match[str], _names: Names) -> Criteria | None:
    """ "Rfm 5 5 5": all three of them."""
    values = [Decimal(one) for one in _DIGIT.findall(found["n"])]
    if len(values) != len(_SCORES) or not all(1 <= one <= 5 for one in values):
        return None
    return All(tuple(Compared(fact, "=", one) for fact, one in zip(_SCORES, values, strict=True)))


def _score(fact: str) -> Meant:
    return lambda found, _names: Compared(fact, "=", Decimal(found["n"]))


_CUES = (("rfm.recency", "{recency}"), ("rfm.frequency", "{frequency}"), ("rfm.monetary", "{monetary}"))
_PERCENTS = r"(?P<r>(?:between |from |entre |de )?\d{1,3} ?%? ?(?:-|–|to|and|a|y|se) ?\d{1,3} ?%)"
_OF_FIVE = "(?P<n>[1-5])(?:/5| out of 5| de 5)?"
RANKS: tuple[Reads, ...] = (
    plain(f"(?:the |our |my |el |los )?{{top}} {_SHARE}{_BY_SPEND}(?! ?\\w+ile)", _top),
    plain(f"(?:the |el |los )?{_SHARE} {{top}}{_BY_SPEND}(?!\\w)", _top),
    plain(f"(?:the |el |los )?{_SHARE} {{spends_most}}(?!\\w)", _top),
    plain(f"{{spends_most}} {_SHARE}(?!\\w)", _top),
    plain(f"(?:the |our |my |el |los )?{{bottom}} {_SHARE}{_BY_SPEND}(?! ?\\w+ile)", _bottom),
    plain(f"(?:the |el |los )?{_SHARE} {{spends_least}}(?!\\w)", _bottom),
    plain(f"(?:in |en )?(?:{{more}}|{{at_least}}|{{less}}) (?:the |el )?{_NTH}{_BY_SPEND}(?!\\w)", _nth),
    plain(f"{_NTH} ?(?:{{or_more}}|{{or_less}}|{{than}} {{above}}|{{than}} {{beneath}}|\\+)(?!\\w)", _nth),
    plain(f"{_PERCENTS} (?:{{loyalty_card}}|(?:of )?{{loyalty}})(?!\\w)", meanings.among("loyalty.progress")),
    plain(f"{{loyalty}} (?:(?:{{told_behind}}) ){{0,2}}{_PERCENTS}", meanings.among("loyalty.progress")),
    plain(r"rfm(?: {score})?(?: (?:of|de|is|=))? (?P<n>\d ?[-/,]? ?\d ?[-/,]? ?\d)(?!\w)", _scores),
    plain(r"(?P<n>\d ?[-/]? ?\d ?[-/]? ?\d) rfm(?!\w)", _scores),
    *(plain(rf"(?:a |an |un )?{_OF_FIVE} (?:{{in}}|on|for|of|de|in) (?:the |their )?{cue}(?!\w)", _score(fact))
      for fact, cue in _CUES),
)  # fmt: skip
