"""A good split at once, for any number of shops: it covers all that can be covered, and may use a shop too many.

Used where enumeration would take too long and SciPy is not installed, and as the bound that the exact ways begin with.
"""

from flows.sourcing.planning.split_lots import Problem, Taken, find_first_ready, sources, take, weigh

TIMES = 8
"""So many moments of completion are tried, spread over those there are: each costs a pass over all lots."""

ROUNDS = 3
"""So often every shop in use is tried against every other: the first time brings most of it."""


def choose(problem: Problem) -> Taken:
    """Return the best of a few choices: for some moments of completion, few shops that have all, and the cheapest
    ones."""
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
    """Exchange single shops as long as that makes it cost less, or the same with shops that come first by their id."""
    for _ in range(ROUNDS):
        better = _exchange(problem, taken)
        if better is taken:
            break
        taken = better
    return taken


def _spread(levels: list[int]) -> list[int]:
    """Return the first, the last, and some between them."""
    if len(levels) <= TIMES:
        return levels
    return [levels[index * (len(levels) - 1) // (TIMES - 1)] for index in range(TIMES)]


def _cover(problem: Problem, until: int) -> Taken | None:
    """Again and again the shop that has most of what is still missing; the first among equals."""
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
    """Take from a source what is missing; answers the set that holds it alone."""
    for line, pieces in held.pop(source).items():
        missing[line] = max(0, missing[line] - pieces)
    return 1 << source


def _trim(problem: Problem, taken: Taken) -> Taken:
    """Leave out each shop without which it costs less, the one that gives least first."""
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
