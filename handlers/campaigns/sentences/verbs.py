"""What a sentence does with a campaign, by the word for it: "launch", "bhejo", "reprograma"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from flows.folding import folded


class Does(StrEnum):
    """What a sentence does with a campaign."""

    LAUNCH = "launch"
    PREVIEW = "preview"
    TEST = "test"
    MOVE = "move"


_VERBS: Mapping[Does, frozenset[str]] = {
    does: frozenset(said.split())
    for does, said in {
        Does.LAUNCH: "launch send start run blast push fire lanza lanzar lanzala envia enviar enviame "
        "manda mandar mandame mandamelo mandamela enviamelo enviamela bhejo bhej "
        "bhejna भेजो भेज भेजिए शुरू",
        Does.PREVIEW: "preview cost foresee prever costo kharcha kharch लागत",
        Does.TEST: "test try prueba pruebala pruebalo probar टेस्ट",
        Does.MOVE: "move reschedule shift postpone mueve mover reprograma pospon khiskao badlo खिसकाओ",
    }.items()
}
_ME = frozenset("me mi mujhe muje mandame enviame mandamelo mandamela enviamelo enviamela".split())  # noqa: SIM905
_TO_ME = _ME | frozenset("me mine my phone number mi mi telefono mujhe mere mera muje".split())  # noqa: SIM905
_FIRST = frozenset("first before pehle pahle primero antes पहले".split())  # noqa: SIM905
AROUND = frozenset(
    """
    campaign campaigns campana la el los las lo a to for of with por favor para al de del ko ka ki ke me par pe the
    please pls plz our my one off karo kar do dijiye kijiye and at on it in only just launch then now? un una
    कैंपेन अभियान को का की के पर करो कर दो में
    """.split()  # noqa: SIM905
)
"""Words that only join the parts of a sentence, or ask politely."""


def take_verb(tokens: list[str], *, named: bool, to_me: bool = False) -> tuple[list[str], Does | None]:
    """The words without that which says what to do: the first or, as in Hindi, the last but for courtesies; a slip of
    one letter is one where a campaign is named. ``to_me``: what is sent is to go to whoever says so, before others."""
    bare = [folded(one) for one in tokens]
    places = [at for at, one in enumerate(bare) if one not in AROUND or one == "launch"]
    for at in dict.fromkeys((*places[:1], *places[-1:], *range(len(bare)))):
        does = next((does for does, said in _VERBS.items() if bare[at] in said), None)
        if does is not None:
            left = tokens[:at] + tokens[at + 1 :]
            tried = does is Does.TEST or (does is Does.LAUNCH and (to_me or _is_a_test(bare)))
            return (_without_me(left), Does.TEST) if tried else (left, does)
    at = places[0] if places else 0
    slipped = _slip(bare[at]) if named and bare else None
    return (tokens, None) if slipped is None else (tokens[:at] + tokens[at + 1 :], slipped)


def names_me(tokens: Sequence[str]) -> bool:
    """Whether words name the member of the staff by whom these are said: "send it to me"."""
    return not _ME.isdisjoint(map(folded, tokens))


def _is_a_test(bare: Sequence[str]) -> bool:
    """ "Send me a test of diwali" tries it, and so does "pehle mujhe bhejo"."""
    return not _VERBS[Does.TEST].isdisjoint(bare) or (names_me(bare) and not _FIRST.isdisjoint(bare))


def _without_me(tokens: list[str]) -> list[str]:
    beside = _TO_ME | _FIRST | _VERBS[Does.TEST] | _VERBS[Does.LAUNCH] | AROUND
    return [one for one in tokens if folded(one) not in beside]


def _slip(word: str) -> Does | None:
    from rapidfuzz.distance import OSA  # loaded with the first word that may be a misspelt one

    said = {(does, one) for does, listed in _VERBS.items() for one in listed if len(one) >= 5}
    near = {does for does, one in said if OSA.distance(word, one, score_cutoff=1) == 1}
    return near.pop() if len(near) == 1 else None
