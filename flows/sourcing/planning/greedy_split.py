"""A fast, good split for any number of shops: it covers everything that can be covered, but may use a shop too many.

Used where enumeration would take too long and SciPy is not installed, and as the initial bound of the exact methods.
"""

from flows.sourcing.planning.split_lots import Problem, Taken, find_first_ready, sources, take, weigh

TIMES = 8
"""The maximum completion times tried, spread over all of them; each costs a pass over all lots."""

ROUNDS = 3
"""The maximum rounds that try to exchange every used shop; the first round brings most of the gain."""


def choose(problem: Problem) -> Taken:
    """Return the best of a few splits: for some completion times, once with few shops, and once with the
    cheapest ones."""
    earliest = find_first_ready(problem, problem.everybody)
    assert earliest is not None, "the demand is never more than all sources hold"
    starts = [
        start
        for until in _spread(problem.levels(problem.everybody, earliest))
        for start in (_cover(problem, until), take(problem, problem.everybody, until))
        if start is not None
    ]
    return improve(problem, min((_trim(problem, start) for start in starts), key=lambda taken: weigh(problem, taken)))


def improve(problem: Problem, taken: Taken) -> Taken:
    """Exchange single shops as long as that lowers the cost, or keeps it with shops that come first by id."""
    for _ in range(ROUNDS):
        better = _exchange(problem, taken)
        if better is taken:
            break
        taken = better
    return taken


def _spread(levels: list[int]) -> list[int]:
    """Return the first, the last, and some levels between them."""
    if len(levels) <= TIMES:
        return levels
    return [levels[index * (len(levels) - 1) // (TIMES - 1)] for index in range(TIMES)]


def _cover(problem: Problem, until: int) -> Taken | None:
    """Repeatedly take the shop that has most of the missing pieces, the first among equals; None if they cannot be
    covered."""
    missing = list(problem.demand)
    held: dict[int, dict[int, int]] = {source: {} for source in range(problem.sources)}
    for line, lots in enumerate(problem.cheapest):
        for lot in lots:
            if lot.ready <= until:
                held[lot.source][line] = held[lot.source].get(line, 0) + lot.pieces
    chosen = 0
    while any(missing):
        best = max(held, key=lambda source: (_gives(held[source], missing), -source), default=None)
        if best is None or not _gives(held[best], missing):
            return None
        chosen |= _use(best, held, missing)
    return take(problem, chosen, until)


def _gives(stock: dict[int, int], missing: list[int]) -> int:
    return sum(min(pieces, missing[line]) for line, pieces in stock.items())


def _use(source: int, held: dict[int, dict[int, int]], missing: list[int]) -> int:
    """Subtract from ``missing`` what a source has; return the set with only this source."""
    for line, pieces in held.pop(source).items():
        missing[line] = max(0, missing[line] - pieces)
    return 1 << source


def _trim(problem: Problem, taken: Taken) -> Taken:
    """Drop each shop whose removal lowers the cost, starting with the one that gives least."""
    cost = weigh(problem, taken)
    given: dict[int, int] = {}
    for lot, pieces in taken:
        given[lot.source] = given.get(lot.source, 0) + pieces
    chosen, until = sources(taken), cost.ready
    for shop in sorted(given, key=lambda shop: (given[shop], -shop)):
        fewer = take(problem, chosen & ~(1 << shop), until)
        if fewer is not None and (less := weigh(problem, fewer)) < cost:
            taken, cost, chosen = fewer, less, chosen & ~(1 << shop)
    return taken


def _exchange(problem: Problem, taken: Taken) -> Taken:
    """Replace each shop by the first better one."""
    cost = weigh(problem, taken)
    for shop in range(problem.sources):
        chosen = sources(taken)
        if not chosen >> shop & 1:
            continue
        for other in range(problem.sources):
            swapped = chosen & ~(1 << shop) | 1 << other
            changed = take(problem, swapped, cost.ready) if not chosen >> other & 1 else None
            if changed is not None and (weigh(problem, changed), other) < (cost, shop):
                taken, cost = changed, weigh(problem, changed)
                break
    return taken
