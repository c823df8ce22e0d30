"""The names that phrases of a business's staff may have: its goods, brands, marks, places, sources
and audiences."""

from __future__ import annotations

from dataclasses import replace

from flows.audience.criteria import Compared
from flows.audience.expanding import AUDIENCE
from handlers.audience import phrases
from handlers.audience.replies.calling import ready_names
from handlers.audience.replies.names import Names
from handlers.audience.replies.titles import Titles
from handlers.replies.text import normalise
from handlers.turn import Turn
from storage.audience.known_names import KnownNames
from storage.audience.segments import Segments


async def names_of(turn: Turn) -> Names:
    """All of them; an audience of the business's own wins over a ready one that is called the same, and a phrase that
    begins with "tag" or "not" over an audience of a release before that is called so."""
    names = turn.unit.of(KnownNames)
    known, goods = await names.all(), await names.goods()
    own = {normalise(one.name): Compared(AUDIENCE, "=", str(one.id)) for one in await turn.unit.of(Segments).all()}
    turned = {name for name in own if phrases.begins_turned(name)}
    plain = Names(
        turn.business.currency,
        turn.business.country,
        {**ready_names(), **{name: one for name, one in own.items() if name not in turned}},
        known.brands,
        known.categories,
        known.tags,
        known.cities,
        known.sources,
        known.visited,
        Titles(goods.titles, goods.skus),
        turn.today,
        turn.zone,
        known.regions,
    )
    kept = {name: own[name] for name in turned if not phrases.is_turned(name, plain)}
    return replace(plain, audiences={**plain.audiences, **kept}) if kept else plain
