"""/shops best: the shops by how well they do, and those that are too young to say."""

from flows.phrase import Lines, Text, listed, phrase, sentences, tap
from flows.sourcing.shop_performance import ENOUGH, Standing
from handlers.admins.command import LONGEST, Command
from handlers.sourcing import shown
from handlers.sourcing.actions.shops_shown import RankedShops, RankShops, rank_shops
from storage.sourcing.shops import Shop

_MOST_RANKED, _MOST_YOUNG = 8, 6


def _ranked(one: RankedShops) -> Text:
    """The best first, a line for each."""
    head = [phrase("shops_best_head", days=one.days)] if one.rows else []
    rows = [_row(place, *row) for place, row in enumerate(one.rows[:_MOST_RANKED], 1)]
    more = [phrase("and_more", many=len(one.rows) - _MOST_RANKED)] if len(one.rows) > _MOST_RANKED else []
    return Lines((*head, *rows, *more, *_young(one), phrase("more_of_ranking")), longest=LONGEST)


def _row(place: int, shop: Shop, standing: Standing) -> Text:
    """ "1. /shop_delhi Delhi: had it 9 of 10 times, answers in 14 min; 12 pieces fetched, none late"."""
    handed = standing.handed
    quick = {"quick": standing.median_reply} if standing.median_reply is not None else {}
    brought = {"pieces": handed.pieces, "orders": handed.orders, "late": handed.late, "overdue": handed.overdue}
    record = {"asked": standing.asked, "yes": standing.yes}
    line = phrase("shop_ranked", shop=shown.shop_name(shop), **record, **brought, **quick)
    return sentences(f"{place}.", tap("shop", shop.ref), line)


def _young(one: RankedShops) -> list[Text]:
    """The young shops, each with how often we asked."""
    if not one.young:
        return []
    names = [phrase("shop_asked_times", shop=shown.shop_name(shop), many=how.asked) for shop, how in one.young]
    return [phrase("shops_too_young", enough=ENOUGH, shops=listed(names, _MOST_YOUNG))]


BEST = Command(name="best", aliases=("ranking", "rank", "top"), takes=RankShops, does=rank_shops, says=_ranked)
