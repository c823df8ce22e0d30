"""Probabilities of a text's meanings, from learned weights (logistic regression).

Every sign of a text (a word, a word pair, a piece of a word, a feature of its meaning) has a weight for each meaning.
`make learn` learns the weights from labelled lines. A text's evidence for a meaning is the sum of the weights of its
signs. A softmax turns the sums into probabilities, calibrated on lines not used for training.

A file of weights is one line of JSON, a line end, and compressed bytes (handlers/replies/data_compression.py). The
bytes hold for each meaning the count of its weights (four bytes, little-endian). Then come the distances between the
places (three planes of a byte each, lowest byte first, since alike bytes compress well). Last are the weights, a signed
byte each. The place of a sign is a checksum of 22 bits (handlers/replies/text_signs.py), so the file has no words. If
the head names ``shared`` bits, signs that are equal in these bits share one place. Many small weights then need less
space than few large ones, and change fewer answers (docs/understanding.md).
"""

import json
import math
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, repeat

from handlers.replies.data_compression import decompress
from handlers.replies.text_signs import fold_signs

_LANE = 20  # bits of a sum of one meaning: 4 000 signs of a byte each
_MIDDLE = 128  # added to each weight, so that none is negative
_SUM = (1 << _LANE) - 1


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """Weight of each sign for each meaning, in units of ``step`` of the log odds; unknown signs have no weight.

    ``rows`` has for each place the weights of all meanings in one integer: a field of bits for each, and a 1 above
    them. So one sum adds all weights and counts them. Weights are integers, so the order of the sum does not matter.
    ``always`` is the bias of each meaning. ``shared`` is the number of bits that distinguish signs, 0 for all.
    """

    always: Mapping[str, int]
    rows: Mapping[int, int]
    step: float
    shared: int = 0

    def weigh(self, signs: Set[int]) -> dict[str, float]:
        """Return the probability of each meaning, given the places of a text's signs; they add up to one."""
        places = fold_signs(signs, self.shared) if self.shared else signs
        total = sum(map(self.rows.get, places, repeat(0)))
        middle = _MIDDLE * (total >> _LANE * len(self.always))
        sums = [always + (total >> _LANE * lane & _SUM) - middle for lane, always in enumerate(self.always.values())]
        most = max(sums)
        shares = [math.exp((one - most) * self.step) for one in sums]
        whole = sum(shares)
        return {meaning: share / whole for meaning, share in zip(self.always, shares, strict=True)}


@cache
def load_evidence(reader: str) -> TextEvidence:
    """Return a reader's learned weights, loaded from the package's data at first use: ``shop``, ``sourcing:stock``."""
    conversation, _, own = reader.rpartition(":")
    path = f"{conversation}/replies/data/{own}.weights" if conversation else f"replies/data/{own}.weights"
    return unpack(files("handlers").joinpath(path).read_bytes())


def unpack(packed: bytes) -> TextEvidence:
    """Unpack the weights from the bytes of a file. Raises ValueError if they are invalid."""
    head, _, body = packed.partition(b"\n")
    told = json.loads(head)
    rest = memoryview(decompress(body))
    lanes = range(len(told["always"]))
    empty = sum(_MIDDLE << _LANE * lane for lane in lanes) + (1 << _LANE * len(lanes))
    rows: dict[int, int] = {}
    for lane in lanes:
        count, rest = int.from_bytes(rest[:4], "little"), rest[4:]
        low, middle, high, weights = (rest[plane * count : (plane + 1) * count] for plane in range(4))
        gaps = (one | two << 8 | three << 16 for one, two, three in zip(low, middle, high, strict=True))
        for place, weight in zip(accumulate(gaps), weights.cast("b"), strict=True):
            rows[place] = rows.get(place, empty) + (weight << _LANE * lane)
        rest = rest[4 * count :]
    if rest:
        raise ValueError(f"{len(rest)} bytes behind the last weight: make them anew with make learn")
    return TextEvidence(told["always"], rows, told["step"], told["shared"])
