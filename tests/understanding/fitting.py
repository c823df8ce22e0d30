"""Fitting weights to labelled signs by logistic regression of scikit-learn, and packing them.

scikit-learn is needed for `make learn` alone; the service reads the packed weights.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

STEP = 1 / 16  # of a logarithm of odds: what one unit of a stored weight is


@dataclass(frozen=True, slots=True)
class Sample:
    """The signs of one text, what it means, how much it counts, and the lines that must not be parted from it."""

    signs: frozenset[int]
    meaning: str
    counts: float = 1.0
    family: str = ""


@dataclass(slots=True)
class Fitted:
    """Weights by meaning and place, and what each meaning weighs by itself."""

    meanings: list[str]
    places: list[int]
    weights: np.ndarray[Any, Any]
    always: np.ndarray[Any, Any]

    @classmethod
    def of_places(cls, places: Iterable[int]) -> Fitted:
        """A set of places, each of one weight for one meaning."""
        import numpy as np

        held = sorted(set(places))
        return cls(["known"], held, np.full((1, len(held)), STEP), np.zeros(1))

    def odds(self, signs: Sequence[frozenset[int]]) -> np.ndarray[Any, Any]:
        """The sums of weights of these texts by meaning."""
        known = {place: at for at, place in enumerate(self.places)}
        odds: np.ndarray[Any, Any] = _matrix(signs, known) @ self.weights.T + self.always
        return odds


def _matrix(texts: Sequence[frozenset[int]], known: dict[int, int]) -> csr_matrix:
    import numpy as np
    from scipy.sparse import csr_matrix

    columns: list[int] = []
    ends = [0]
    for signs in texts:
        columns += [known[place] for place in signs if place in known]
        ends.append(len(columns))
    ones = np.ones(len(columns), dtype=np.float32)
    return csr_matrix((ones, np.array(columns, dtype=np.int32), np.array(ends)), shape=(len(texts), len(known)))


def fit(samples: Sequence[Sample], *, strength: float, seen: int = 2) -> Fitted:
    """The weights that these samples teach: for each meaning what sets it apart from all others.

    An L1 penalty leaves most weights at nothing, and what is left holds better on new lines than many small ones do.
    `strength` is scikit-learn's C: the more, the less weights are held down. A sign of fewer than `seen` texts says
    nothing of others.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    told = Counter(place for one in samples for place in one.signs)
    places = sorted(place for place, times in told.items() if times >= seen)
    texts = _matrix([one.signs for one in samples], {place: at for at, place in enumerate(places)})
    meant, counts = np.array([one.meaning for one in samples]), np.array([one.counts for one in samples])
    meanings = sorted(set(meant))
    weights, always = np.zeros((len(meanings), len(places))), np.zeros(len(meanings))
    for at, meaning in enumerate(meanings):
        model = LogisticRegression(C=strength, l1_ratio=1.0, solver="liblinear", max_iter=300, random_state=0)
        model.fit(texts, meant == meaning, sample_weight=counts)
        weights[at], always[at] = model.coef_[0], model.intercept_[0]
    kept = (weights != 0).any(axis=0)
    return Fitted(meanings, [place for place, one in zip(places, kept, strict=True) if one], weights[:, kept], always)


def pack(fitted: Fitted, digest: str, cooled: float = 1.0) -> bytes:
    """The bytes of a file of weights (handlers/replies/evidence.py says how they lie); ``cooled`` divides all odds."""
    import numpy as np

    units = np.clip(np.rint(fitted.weights / cooled / STEP), -127, 127).astype(int)
    always = {
        meaning: round(float(one) / cooled / STEP) for meaning, one in zip(fitted.meanings, fitted.always, strict=True)
    }
    body = bytearray()
    order = sorted(range(len(fitted.places)), key=fitted.places.__getitem__)
    for row in units:
        told = [(fitted.places[at], int(row[at])) for at in order if row[at]]
        gaps = [place - before for (place, _), (before, _) in zip(told, [(0, 0), *told], strict=False)]
        body += len(told).to_bytes(4, "little")
        for shift in (0, 8, 16):
            body += bytes(gap >> shift & 255 for gap in gaps)
        body += bytes(weight & 255 for _, weight in told)
    head = json.dumps({"always": always, "step": STEP, "learned": digest})
    return head.encode() + b"\n" + zlib.compress(bytes(body), 9)
