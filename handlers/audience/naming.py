"""The names that filters of one business may use: its goods, brands, tags, places, sources and audiences."""

from __future__ import annotations

from flows.audience.criteria import Compared
from flows.audience.expanding import AUDIENCE
from flows.folding import folded
from handlers.audience.goods import KnownGoods
from handlers.audience.names import Names, ready_names
from handlers.turn import Turn
from storage.audience.known_names import KnownNames
from storage.audience.segments import Segments


async def names_of(turn: Turn) -> Names:
    """Load all names of the business. Its own audience wins over a ready one of the same name."""
    known_names, segments = turn.unit.of(KnownNames), turn.unit.of(Segments)
    known, goods = await known_names.all(), await known_names.goods()
    own = {folded(one.name): Compared(AUDIENCE, "=", str(one.id)) for one in await segments.all()}
    return Names(
        turn.business.currency,
        turn.business.country,
        {**ready_names(), **own},
        known.brands,
        known.categories,
        known.tags,
        known.cities,
        known.sources,
        known.visited,
        KnownGoods(goods.titles, goods.skus),
        turn.zone,
        known.regions,
    )
