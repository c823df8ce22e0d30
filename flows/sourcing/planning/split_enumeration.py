"""The optimal split for few shops: every set of them is evaluated, or proven to be no better than the best so far.

Branch and bound: shops are included or excluded one by one, in their order. A branch is abandoned if even its best case
costs no less than the best split so far: the included shops plus as many as some line still needs, the earliest time
and the least fees of all shops not yet excluded.
"""

from flows.sourcing.planning.split_lots import Cost, Problem, Taken, find_first_ready, sum_fees, take, weigh


def choose(problem: Problem, ceiling: Cost) -> Taken:
    """Return the choice of least cost, among equals that of the first shops; some choice must cost at most
    ``ceiling``."""
    search = _SplitSearch(problem, ceiling)
    search.look(0)
    search.branch(0, problem.everybody, 0)
    assert search.best is not None, "some choice costs no more than the ceiling"
    return search.best


class _SplitSearch:
    """The best choice so far, and the cost that it must not exceed."""

    def __init__(self, problem: Problem, ceiling: Cost) -> None:
        self.problem = problem
        self.ceiling = ceiling
        self.best: Taken | None = None
        self.held = [[0] * problem.sources for _ in problem.demand]
        for line, lots in enumerate(problem.cheapest):
            for lot in lots:
                self.held[line][lot.source] += lot.pieces

    def branch(self, chosen: int, among: int, shop: int) -> None:
        """Evaluate every set that contains ``chosen`` and, besides, only sources of ``among`` from ``shop`` on."""
        floor = self._floor(chosen, among)
        if floor is None or self._is_hopeless(floor):
            return
        self._halve(chosen, among, shop, floor)

    def _halve(self, chosen: int, among: int, shop: int, floor: Cost) -> None:
        if shop == self.problem.sources:
            return
        with_it = chosen | 1 << shop
        self.look(with_it)
        more = self._shops(with_it, among)
        # Taking one in leaves the earliest time and the least fees of all that are left as they were.
        raised = self.problem.cost(max(floor.shops, more), floor.ready, floor.fees)
        if not self._is_hopeless(raised):
            self._halve(with_it, among, shop + 1, raised)
        self.branch(chosen, among & ~(1 << shop), shop + 1)

    def look(self, chosen: int) -> None:
        """Try these sources with every possible completion time: waiting longer may cost less commission."""
        earliest = find_first_ready(self.problem, chosen)
        cheapest = take(self.problem, chosen)
        if earliest is None or cheapest is None:
            return
        for until in self.problem.levels(chosen, earliest):
            if self._is_hopeless(self.problem.cost(chosen.bit_count(), until, sum_fees(cheapest))):
                return
            taken = take(self.problem, chosen, until)
            if taken is not None and not self._is_hopeless(cost := weigh(self.problem, taken)):
                self.best, self.ceiling = taken, cost

    def _is_hopeless(self, floor: Cost) -> bool:
        return floor > self.ceiling if self.best is None else floor >= self.ceiling

    def _floor(self, chosen: int, among: int) -> Cost | None:
        ready, taken = find_first_ready(self.problem, among), take(self.problem, among)
        if ready is None or taken is None:
            return None
        return self.problem.cost(self._shops(chosen, among), ready, sum_fees(taken))

    def _shops(self, chosen: int, among: int) -> int:
        """Return a lower bound of the number of shops: those chosen, and those needed for the line that lacks most."""
        needed = 0
        for wanted, held in zip(self.problem.demand, self.held, strict=True):
            missing = wanted - sum(pieces for source, pieces in enumerate(held) if chosen >> source & 1)
            if missing > 0:
                others = among & ~chosen
                free = sorted((pieces for source, pieces in enumerate(held) if others >> source & 1), reverse=True)
                needed = max(needed, _count(missing, free))
        return chosen.bit_count() + needed


def _count(missing: int, free: list[int]) -> int:
    """Return how many of these quantities, the largest first, cover what is missing; all if they do not."""
    for count, pieces in enumerate(free, 1):
        missing -= pieces
        if missing <= 0:
            return count
    return len(free)
