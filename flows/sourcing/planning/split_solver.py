"""The split of an order over the shops that reported stock.

Covering as many pieces as possible comes first. Among all splits that do, the one with the least weighted sum is chosen
(`Weights`); among equals the one with the fewest shops, then the earliest completion, then the least commission, then
the first shops by their id. The same needs and holdings, in any order, give the same split. Only if the solver's time
runs out (`Split.proven` is false) another run may find a better one. Only enumeration resolves a tie if earlier ids
need a change of several shops at once.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from math import inf, lcm

from flows.money import MICROS
from flows.sourcing.planning import greedy_split, highs_split, split_enumeration
from flows.sourcing.planning.split_lots import Lot, Prices, Problem, Taken, arrange, weigh

ENUMERATED = 12
"""The maximum shops to enumerate: half a second at worst with 50 lines, four times that with 14 shops."""
SECONDS = 10.0
"""The solver's time limit in total; typical orders take a small part of it."""

_INSTANT = timedelta(microseconds=1)
_HOUR = timedelta(hours=1) // _INSTANT


@dataclass(frozen=True, slots=True)
class Need:
    """A quantity of a line that an order asks for."""

    line: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Holding:
    """Pieces of a line that a source reported, when they could be here, and the commission in micro-units per piece.

    A source may have several holdings of one line, each with its own time and commission: they add up.
    """

    source: str
    line: str
    quantity: int
    ready_in: timedelta
    commission: int


@dataclass(frozen=True, slots=True)
class Share:
    """A quantity of a line taken from a source."""

    source: str
    line: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of one more shop, one more hour until the last piece is ready and one currency unit of commission.

    Only their proportion matters: (200, 5, 1) asks one shop more if that saves more than 40 hours, or more than 200 of
    commission. A weight of 0 only decides among splits of equal sum; without any weight, fewest shops come strictly
    before earliest completion, and that before least commission. Raises ValueError for an invalid weight.
    """

    shops: float = 0
    hours: float = 0
    commission: float = 0

    def __post_init__(self) -> None:
        for name in ("shops", "hours", "commission"):
            if not 0 <= (weight := getattr(self, name)) < inf:
                raise ValueError(f"the weight of {name} is {weight}, which is not a number from 0 up")


class Method(StrEnum):
    """How a split was found."""

    EXACT = "exact"  # every set of shops was weighed: nothing is better
    MILP = "milp"  # by the solver: nothing is better if `Split.proven`
    GREEDY = "greedy"  # no solver for so many shops, or no time: everything is covered, perhaps dearly


@dataclass(frozen=True, slots=True)
class Split:
    """The shares of the shops, the missing pieces, and the method.

    ``shops`` counts the shops used; ``completion`` is when the last piece is ready; ``commission`` is that of all
    pieces, in micro-units. ``proven``: no split of these holdings is better.
    """

    shares: tuple[Share, ...]
    missing: tuple[Need, ...]
    method: Method
    proven: bool
    shops: int
    completion: timedelta
    commission: int


def split(
    needs: Iterable[Need],
    holdings: Iterable[Holding],
    weights: Weights = Weights(),
    *,
    quick: bool = False,
) -> Split:
    """Return the best split of an order, or with ``quick`` a good one at once.

    Needs of one line add up; quantities below 1 are ignored, and past times count as now. With more than 12 shops it
    may take seconds of processor time: call it outside the event loop.
    """
    wanted: Counter[str] = Counter()
    for need in needs:
        wanted[need.line] += max(0, need.quantity)
    held = [one for one in holdings if one.quantity > 0 and wanted[one.line] > 0]
    names = sorted({one.source for one in held})
    lines = sorted({one.line for one in held})
    problem = _problem(wanted, held, names, lines, weights)
    taken, method, proven = (greedy_split.choose(problem), Method.GREEDY, False) if quick else _choose(problem)
    return _answer(problem, taken, names, lines, wanted, method, proven)


def _choose(problem: Problem) -> tuple[Taken, Method, bool]:
    """Enumerate if that is fast, else solve; an unproven solution is compared with the greedy one."""
    quick = greedy_split.choose(problem)
    if problem.sources <= ENUMERATED:
        return split_enumeration.choose(problem, weigh(problem, quick)), Method.EXACT, True
    if not highs_split.is_installed():
        return quick, Method.GREEDY, False
    found, proven = highs_split.choose(problem, SECONDS)
    if weigh(problem, quick) < weigh(problem, found):
        return quick, Method.MILP, False
    return greedy_split.improve(problem, found), Method.MILP, proven


def _problem(
    wanted: Counter[str], held: list[Holding], names: list[str], lines: list[str], weights: Weights
) -> Problem:
    """Return the problem with numbers instead of names; lots that differ only in pieces are merged."""
    source = {name: number for number, name in enumerate(names)}
    pieces: Counter[tuple[str, int, int, int]] = Counter()
    for one in held:
        ready = max(0, one.ready_in // _INSTANT)
        pieces[one.line, source[one.source], ready, one.commission] += one.quantity
    lots: dict[str, list[Lot]] = {line: [] for line in lines}
    for (line, number, ready, fee), count in pieces.items():
        lots[line].append(Lot(number, lines.index(line), min(count, wanted[line]), ready, fee))
    demand = [min(wanted[line], sum(lot.pieces for lot in lots[line])) for line in lines]
    return arrange(demand, lots.values(), len(names), _prices(weights))


def _prices(weights: Weights) -> Prices:
    """Return the weights as exact integers of one unit."""
    shop, hour, unit = (Fraction(str(weight)) for weight in (weights.shops, weights.hours, weights.commission))
    exact = (shop, hour / _HOUR, unit / MICROS)
    common = lcm(*(part.denominator for part in exact))
    return Prices(*(int(part * common) for part in exact))


def _answer(
    problem: Problem,
    taken: Taken,
    names: list[str],
    lines: list[str],
    wanted: Counter[str],
    method: Method,
    proven: bool,
) -> Split:
    shares: Counter[tuple[int, int]] = Counter()
    for lot, count in taken:
        shares[lot.source, lot.line] += count
    found = dict(zip(lines, problem.demand, strict=True))
    missing = {line: quantity - found.get(line, 0) for line, quantity in sorted(wanted.items())}
    cost = weigh(problem, taken)
    return Split(
        shares=tuple(Share(names[source], lines[line], count) for (source, line), count in sorted(shares.items())),
        missing=tuple(Need(line, quantity) for line, quantity in missing.items() if quantity > 0),
        method=method,
        proven=proven,
        shops=cost.shops,
        completion=cost.ready * _INSTANT,
        commission=cost.fees,
    )
