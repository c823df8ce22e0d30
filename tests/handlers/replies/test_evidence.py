"""Evidence for an opt-out: weights that belong to the phrases, and their sums."""

import pytest

from handlers.replies.evidence import Evidence, find_signs, opt_out_evidence
from handlers.replies.optout import judge, signs_of, split
from tests import learning
from tests.reply_figures import Line

TEACHING = [
    *(Line(text, "en", "stop") for text in ("drop me from it", "drop me now", "please drop me", "drop me, thanks")),
    *(Line(text, "en", "other") for text in ("where is it", "is it blue", "send it now", "thanks, it fits")),
]


def _odds(text: str) -> float:
    words = split(text)
    return opt_out_evidence().weigh(signs_of(words, judge(words)))


def test_the_weights_were_learned_from_the_present_phrases() -> None:
    """When this fails, run `python -m tests.learning`."""
    head = learning.WEIGHTS.read_text(encoding="utf-8").partition("\n")[0]
    assert head.endswith(learning.digest())


def test_learning_is_the_same_every_time_and_tells_its_phrases_apart() -> None:
    weights = learning.learn(TEACHING, small=0.0)
    assert weights == learning.learn(reversed(TEACHING), small=0.0)
    assert weights["drop"] > 0 > weights["it"]


def test_the_weight_of_a_text_is_the_sum_of_its_signs() -> None:
    evidence = Evidence({"stop": 150, "order": -200, "now": 25})
    assert evidence.weigh({"stop", "order", "unheard"}) == -0.5


def test_signs() -> None:
    assert find_signs(["no", "ads"], ["no", "channel"], ["stop"]) == {
        *("rules: stop", "length: phrase"),
        *("no", "ads", "^ no", "no ads", "ads $"),
        *("‹no", "no›", "‹no›", "‹ad", "ads", "ds›", "‹ads", "ads›"),
        *("[^]", "[no]", "[channel]", "[$]", "[^][no][channel]", "[no][channel][$]"),
        *("[^][no]", "[^]…[channel]", "[^]…[$]", "[no][channel]", "[no]…[$]", "[channel][$]"),
    }  # fmt: skip


def test_letters_that_stand_for_words_are_read_together() -> None:
    signs = find_signs(["别", "再", "发", "了", "ok"], ["other"] * 5, [])
    assert {"别再发", "再发了", "别再发了", "别 再"} <= signs
    assert "发了ok" not in signs


def test_syllables_of_korean_are_pieces_of_two() -> None:
    assert {"그만", "‹그", "만›"} <= find_signs(["그만"], ["other"], [])


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("take my number off this thing", "take the number 12 off my order"),
        ("i moved away, no need to keep writing", "i moved away, where do i change the address"),
        ("no quiero saber mas de ustedes", "no quiero saber el precio"),
        ("ab mujhe kuch mat bhejna", "ab mujhe photo bhejna"),
        ("schickt mir bitte nichts mehr", "schickt mir bitte ein foto"),
        ("больше не шлите мне смс", "пришлите мне номер заказа"),
        ("请不要再给我发短信", "请给我发订单号"),
        ("もう送らないでください", "赤を送ってください"),
        ("مش عايز رسايل تاني", "عايز مقاس تاني"),
    ],
)
def test_evidence_tells_likes_apart(more: str, less: str) -> None:
    assert _odds(more) > 0 > _odds(less)
