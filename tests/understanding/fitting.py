"""Fitting weights to labelled signs by logistic regression of scikit-learn, and packing them.

scikit-learn is needed for `make learn` alone; the service reads the packed weights.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handlers.replies.data_compression import squeeze
from handlers.replies.text_signs import IN_LIGHT, PIECE, fold_signs

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
    shared: int = 0

    def odds(self, signs: Sequence[frozenset[int]]) -> np.ndarray[Any, Any]:
        """The sums of weights of these texts by meaning."""
        known = {place: at for at, place in enumerate(self.places)}
        odds: np.ndarray[Any, Any] = _matrix(_placed(signs, self.shared), known) @ self.weights.T + self.always
        return odds


def _placed(texts: Sequence[frozenset[int]], bits: int) -> Sequence[frozenset[int]]:
    return [frozenset(fold_signs(signs, bits)) for signs in texts] if bits else texts


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


_LIGHTS = 0.5  # how freely what counts beside a question alone weighs


def fit(samples: Sequence[Sample], *, strength: float, pieces: float, bits: int = 0, seen: int = 2) -> Fitted:
    """The weights that these samples teach: for each meaning what sets it apart from all others.

    An L1 penalty leaves most weights at nothing. Where signs share places of so many `bits`, an L2 penalty leaves many
    small ones instead. `strength` is scikit-learn's C: the more, the less weights are held down; those of pieces of
    words by `pieces` more, or they would remember the lines. A sign of fewer than `seen` texts says nothing of others.
    """
    import numpy as np
    from scipy.sparse import diags
    from sklearn.linear_model import LogisticRegression

    said = _placed([one.signs for one in samples], bits)
    told = Counter(place for signs in said for place in signs)
    places = sorted(place for place, times in told.items() if times >= seen)
    free = np.array([(pieces if at & PIECE else 1.0) * (_LIGHTS if at & IN_LIGHT else 1.0) for at in places])
    texts = _matrix(said, {place: at for at, place in enumerate(places)}) @ diags(free)
    meant, counts = np.array([one.meaning for one in samples]), np.array([one.counts for one in samples])
    meanings = sorted(set(meant))
    weights, always = np.zeros((len(meanings), len(places))), np.zeros(len(meanings))
    for at, meaning in enumerate(meanings):
        sparse = 0.0 if bits else 1.0
        model = LogisticRegression(C=strength, l1_ratio=sparse, solver="liblinear", max_iter=300, random_state=0)
        model.fit(texts, meant == meaning, sample_weight=counts)
        weights[at], always[at] = model.coef_[0] * free, model.intercept_[0]
    kept = (weights != 0).any(axis=0)
    left = [place for place, one in zip(places, kept, strict=True) if one]
    return Fitted(meanings, left, weights[:, kept], always, bits)


def pack(fitted: Fitted, digest: str, cooled: float = 1.0, step: float = STEP) -> bytes:
    """The bytes of a file of weights (handlers/replies/text_evidence.py says how they lie); ``cooled`` divides all
    odds.

    Of many small weights a coarse ``step`` is enough: their errors even out.
    """
    import numpy as np

    units = np.clip(np.rint(fitted.weights / cooled / step), -127, 127).astype(int)
    always = {
        meaning: round(float(one) / cooled / step) for meaning, one in zip(fitted.meanings, fitted.always, strict=True)
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
    head = json.dumps({"always": always, "step": step, "shared": fitted.shared, "learned": digest})
    return head.encode() + b"\n" + squeeze(bytes(body))
