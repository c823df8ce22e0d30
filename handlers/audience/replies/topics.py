"""What phrases may say a number or a time of, by the words that name it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.audience.replies.saying import Meant
from handlers.audience.replies.spending import large, money
from handlers.audience.replies.telling import moment, number, rhythm, times
from handlers.audience.replies.words import pattern

_LINK = "(?:{link}|{sent_by_us})"
_CLICKED = f"{{clicked}}(?: (?:on |en |a |al )?(?:(?:{{of_ours}}|tus) )?{_LINK})?"
_PLACE = "(?:{of_ours} )?{site}(?: (?:pe|par|me|mein|ko|में|पर))?"
_VISITED = (
    f"(?:(?:{_PLACE} )?{{walked_in}}(?: (?:(?:to|into|in|at|a|al|en) )?{_PLACE})?"
    f"|seen (?:them |her |him )?(?:in|at) {_PLACE})"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A fact or an event by the words that name it: ``verb`` says that it was done, ``noun`` names it alone.

    ``lead`` may stand before the number ("left 2 carts"), ``tail`` behind it; ``led`` are nouns
    that name it behind a lead alone, ``often`` behind a number alone; ``dated_before``: "oct was their last
    order".
    """

    meant: Meant
    cue: re.Pattern[str]
    noun: re.Pattern[str] | None = None
    verb: re.Pattern[str] | None = None
    lead: re.Pattern[str] | None = None
    tail: re.Pattern[str] | None = None
    led: re.Pattern[str] | None = None
    often: re.Pattern[str] | None = None
    dated_before: bool = False

    def is_noun(self, cue: str) -> bool:
        """Whether the cue names it alone, as well."""
        return self.noun is not None and self.noun.match(cue) is not None

    def is_verb(self, cue: str) -> bool:
        """Whether the cue says that it was done."""
        return self.verb is not None and self.verb.match(cue) is not None


def _topic(
    meant: Meant, noun: str, verb: str = "", lead: str = "", tail: str = "", led: str = "", often: str = ""
) -> Cue:
    cue = pattern("(?:" + "|".join(one for one in (verb, noun, led, often) if one) + r")(?!\w)")
    return Cue(
        meant,
        cue,
        pattern(f"(?:{noun})$"),
        pattern(f"(?:{verb})$") if verb else None,
        pattern(rf"(?:{lead})(?!\w)") if lead else None,
        pattern(rf"(?:{tail})(?![^\W\d])") if tail else None,
        pattern(led) if led else None,
        pattern(often) if often else None,
    )


def _moment(fact: str, noun: str) -> Cue:
    return Cue(moment(fact), pattern(rf"(?:{noun})(?!\w)"), dated_before=True)


_COUNTED = (
    _topic(times("orders", "order.created"), "{orders}", "{bought}(?: {nothing})?", "{made_of}", "{orders}"),
    _topic(times("returns", "return.completed"), "{returns}", "{returned}(?: {nothing})?", "{made_of}", "{pieces}"),
    _topic(times("clicks", "message.clicked"), "{click_nouns}", _CLICKED, "{made_of}"),
    _topic(times("replies", "message.replied"), "{reply_nouns}", "{replied}", "{made_of}"),
    _topic(times("visits", "customer.visited"), "{visit_nouns}", _VISITED, f"{{made_of}}|{_PLACE}", often="{came}"),
    _topic(times(None, "order.cancelled"), "{cancellations}", "{cancelled}(?: {nothing})?",
           "{cancelled}", "{orders}", "{orders}"),
    _topic(times(None, "order.refunded"), "{refunds}",
           "{refunded}(?: {article_of_order} (?:{orders}))?", "{made_of}", "{orders}"),
    _topic(times(None, "cart.abandoned"), "{left_carts}",
           "{left_cart}|{in_cart} (?:{goods_put} )?{put_there} (?:{and} )?{forgotten}", "{left}", "{carts}", "{carts}"),
    _topic(times("discounts_used", None), "{discount}",
           "{used} (?:(?:a|an|any|un|una|algun|alguna|koi|the) )?{discount}", "{used}", "{applied}"),
)  # fmt: skip
CUES: tuple[Cue, ...] = (
    _topic(large(money("spend", "order.created")), "{total_bought}", lead="{made_of}"),  # before "purchase" of orders
    *_COUNTED,
    _topic(money("spend", "order.created"), "{spent}|{lifetime}", lead="{made_of}"),
    _topic(money("average_order"), "{average}"),
    _topic(number("rfm.recency"), "{recency}(?: {score})?"),
    _topic(number("rfm.frequency"), "{frequency}(?: {score})?"),
    _topic(number("rfm.monetary"), "{monetary}(?: {score})?"),
    _topic(number("spend_percentile", bare=False), "{percentile}"),
    _topic(number("loyalty.progress"), "{loyalty}|(?:% ?|percent )?{loyalty_card}", tail="%|percent|pct|per cent"),
    _topic(rhythm, "{usually} (?:(?:{buys})(?: {every})?)|{rhythm}(?: {every})?|(?:{buys}) {usually}(?: {every})?"),
    _moment("first_order_at", "{first_order}"),
    _moment("last_order_at", "{last_order}"),
    _moment("last_active_at", "{last_active}"),
    _moment("acquired_at", "{joined}|{new}"),
)  # fmt: skip
"""All of them; the longest clause counts."""
NOUNS = pattern(
    r"(?:{orders}|{returns}|{click_nouns}|{reply_nouns}|{visit_nouns}|{cancellations}|{refunds}|{left_carts}|{discount}"
    r"|{carts}|{average}|{recency}|{frequency}|{monetary}|{loyalty})(?!\w)"
)
"""Nouns to which a number before them belongs."""
