"""Learn the weights of the signs of an opt-out from our own phrases: `python -m tests.learning`.

Logistic regression by FTRL-proximal (McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD 2013,
algorithm 1), which leaves most weights at nothing. Phrases that are held out take no part, nor does development data.
The same phrases always give the same weights; the file names the digest of what it was learned from.
"""

import hashlib
import math
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.replies.optout import judge, signs_of, split
from tests import reply_figures as figures

WEIGHTS = figures.ROOT / "handlers/replies/data/opt_out.tsv"
ROUNDS = 15
SEEN = 2  # a sign of one phrase alone says nothing about others
PLENTY, REPEATS = 800, 3  # phrases that a language should have, how often one is shown at most to make up for them
SMALL = 0.04  # weights below are left out of the file


@dataclass(slots=True)
class Learner:
    """FTRL-proximal over named signs; `alpha` and `beta` set the pace, `l1` and `l2` hold weights down."""

    alpha: float = 0.05
    beta: float = 1.0
    l1: float = 1.0
    l2: float = 1.0
    _z: dict[str, float] = field(default_factory=dict)
    _n: dict[str, float] = field(default_factory=dict)

    def weight(self, sign: str) -> float:
        """What this sign weighs so far."""
        z = self._z.get(sign, 0.0)
        if abs(z) <= self.l1:
            return 0.0
        return (math.copysign(self.l1, z) - z) / ((self.beta + math.sqrt(self._n[sign])) / self.alpha + self.l2)

    def learn(self, signs: Sequence[str], truth: bool) -> None:
        """See one text and whether it is an opt-out."""
        weights = [self.weight(sign) for sign in signs]
        odds = max(-30.0, min(30.0, sum(weights)))
        error = 1 / (1 + math.exp(-odds)) - truth
        for sign, weight in zip(signs, weights, strict=True):
            before = self._n.get(sign, 0.0)
            after = before + error * error
            self._z[sign] = (
                self._z.get(sign, 0.0) + error - weight * (math.sqrt(after) - math.sqrt(before)) / self.alpha
            )
            self._n[sign] = after

    def weights(self, small: float) -> dict[str, float]:
        """All weights of at least `small`, either way."""
        return {sign: weight for sign in self._z if abs(weight := self.weight(sign)) >= small and weight}


def learn(lines: Iterable[figures.Line], small: float = SMALL) -> dict[str, float]:
    """The weights that these labelled texts teach; a label other than "stop" and "other" teaches nothing."""
    told = sorted((line for line in lines if line.label in ("stop", "other")), key=lambda line: line.text)
    texts = [(sorted(_signs(line.text)), line.label == "stop") for line in told]
    seen = Counter(sign for signs, _ in texts for sign in signs)
    texts = [([sign for sign in signs if seen[sign] >= SEEN], truth) for signs, truth in texts]
    texts = [text for text, times in zip(texts, _repeats(told), strict=True) for _ in range(times)]
    learner, order = Learner(), random.Random(47)
    for _ in range(ROUNDS):
        order.shuffle(texts)
        for signs, truth in texts:
            learner.learn(signs, truth)
    return learner.weights(small)


def _repeats(told: Sequence[figures.Line]) -> Iterable[int]:
    """How often each text is shown per round: a language of few phrases has words that are seen seldom otherwise."""
    phrases = Counter(line.language for line in told)
    return (max(1, min(REPEATS, PLENTY // phrases[line.language])) for line in told)


def _signs(text: str) -> set[str]:
    words = split(text)
    return signs_of(words, judge(words))


def lessons() -> Iterable[figures.Line]:
    """All phrases that teach: opt-outs and their look-alikes, answers to questions, what customers else write."""
    yield from figures.read_phrases("opt_out", held_out=False)
    for name in ("yes_no", "customer"):
        for line in figures.read_phrases(name, held_out=False):
            yield figures.Line(line.text, line.language, "other")


def digest() -> str:
    """The digest of the phrases that the weights are learned from."""
    told = (f"{line.label}\t{line.text}\n".encode() for line in lessons())
    return hashlib.sha256(b"".join(told)).hexdigest()[:16]


def write(weights: Mapping[str, float]) -> None:
    """Write the weights as lines of hundredths, tab, sign, the heaviest first."""
    rows = sorted((-abs(round(weight * 100)), sign) for sign, weight in weights.items())
    lines = [f"{round(weights[sign] * 100)}\t{sign}" for _, sign in rows if "\t" not in sign and "\n" not in sign]
    head = (
        f"# Weights of signs of an opt-out, hundredths of log-odds; learned by tests.learning from phrases {digest()}"
    )
    WEIGHTS.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    learned = learn(lessons())
    write(learned)
    print(f"{len(learned)} signs")
