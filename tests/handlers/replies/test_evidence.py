"""What a text may mean: signs, weights that belong to the lines they were learned from, and calm probabilities."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.harm_thresholds import NEEDS, ReadingDeed, allows
from handlers.replies.opt_out_recognition import OptOut, read_opt_out, weigh
from handlers.replies.text_evidence import TextEvidence, load_evidence, unpack
from handlers.replies.text_signs import PIECE, get_place, make_class_signs, pair_with_question, word_signs
from tests.cases import each
from tests.understanding import fitting, learning
from tests.understanding.learned_from import ROOT, digest_files, list_files


def test_a_text_is_as_likely_as_its_signs_say() -> None:
    stop, order = get_place("stop"), get_place("order")
    middle = 128
    lanes = {stop: (middle + 20) | middle << 20, order: (middle - 40) | middle << 20}
    evidence = TextEvidence({"stop": 0, "other": 0}, lanes, step=0.1)
    assert evidence.weigh({get_place("unheard")}) == {"stop": 0.5, "other": 0.5}
    assert evidence.weigh({stop})["stop"] == pytest.approx(1 / (1 + 2.718281828**-2))
    assert evidence.weigh({stop, order})["stop"] == pytest.approx(1 / (1 + 2.718281828**2))


@given(st.text(max_size=200))
def test_the_chances_of_any_text_add_up_to_one(text: str) -> None:
    assert sum(weigh(text).values()) == pytest.approx(1)


def test_signs_of_words() -> None:
    signs = ("length: two words", "no", "ads", "^ no", "no ads", "ads $")
    pieces = ("‹no", "no›", "‹no›", "‹ad", "ads", "ds›", "‹ads", "ads›")
    assert word_signs(["no", "ads"]) == {*map(get_place, signs), *(get_place(piece) | PIECE for piece in pieces)}


def test_signs_of_classes() -> None:
    signs = ("[no]", "[channel]", "[^][no]", "[no][channel]", "[channel][$]", "[^]…[channel]", "[no]…[$]")
    assert make_class_signs(["no", "channel"], near=3) == set(map(get_place, signs))


def test_an_answer_has_other_signs_than_the_same_words_unasked() -> None:
    signs = word_signs(["no"])
    assert pair_with_question("anything", signs).isdisjoint(signs)


def test_letters_that_stand_for_words_are_read_together() -> None:
    signs = word_signs(["别", "再", "发", "了", "ok"])
    assert {get_place(sign) for sign in ("别再发", "再发了", "别再发了", "别 再")} <= signs
    assert get_place("发了ok") not in signs


def test_a_deed_of_more_harm_needs_more() -> None:
    assert NEEDS[ReadingDeed.REVOKE].sure > NEEDS[ReadingDeed.HOLD].sure
    assert NEEDS[ReadingDeed.CARRY_OUT].sure > NEEDS[ReadingDeed.AGREE].sure > NEEDS[ReadingDeed.LEAVE].sure


@pytest.mark.parametrize(
    ("deed", "sure", "against", "done"),
    [
        (ReadingDeed.REVOKE, 0.5, 0.0, False),
        (ReadingDeed.REVOKE, 0.99, 0.01, True),
        (ReadingDeed.HOLD, 0.05, 0.0, False),
        (ReadingDeed.HOLD, 0.5, 0.0, True),
        (ReadingDeed.CARRY_OUT, 0.8, 0.0, False),
        (ReadingDeed.CARRY_OUT, 0.98, 0.01, True),
        (ReadingDeed.AGREE, 0.55, 0.45, False),
    ],
)
def test_what_is_not_sure_enough_is_not_done(deed: ReadingDeed, sure: float, against: float, *, done: bool) -> None:
    assert allows(deed, sure, against) is done


PINNED = {"opt_out": "9804a3ea3046ec96"}
"""Weights that are kept although their lines have changed: learned anew from the lists of today, the opt-outs lose the
keyword TD and hold one opt-out that is revoked now. New lines have to win both back first."""


@pytest.mark.parametrize("name", learning.LESSONS)
def test_weights_were_learned_from_the_present_lines(name: str, pytestconfig: pytest.Config) -> None:
    """When this fails, run `make learn`. What passed is not tried again while no file behind it has changed."""
    files, cache = digest_files(), getattr(pytestconfig, "cache", None)
    if cache is not None and cache.get(f"learned/{name}", None) == files:
        return
    lesson = learning.LESSONS[name]
    head = json.loads(lesson.file.read_bytes().partition(b"\n")[0])
    assert head["learned"] == (PINNED.get(name) or learning.digest(lesson, list(lesson.samples())))
    if cache is not None:
        cache.set(f"learned/{name}", files)


@each(
    "name",
    [
        "handlers/replies/text_signs.py",
        "handlers/replies/data/opt_out.txt",
        "handlers/sourcing/__init__.py",
        "tests/understanding/varying.py",
        "tests/understanding/lines/customers.plain-1.txt",
        "requirements-dev.lock",
    ],
)
def test_what_weights_are_learned_from_is_known(name: str) -> None:
    assert ROOT / name in list_files()


def test_all_weights_together_are_small() -> None:
    assert sum(lesson.file.stat().st_size for lesson in learning.LESSONS.values()) <= 128 * 1024


def test_weights_that_are_cut_off_are_refused() -> None:
    packed = learning.LESSONS["opt_out"].file.read_bytes()
    assert unpack(packed) == load_evidence("opt_out")
    with pytest.raises(ValueError, match="make them anew"):
        unpack(packed[:-40])


@each(
    ("more", "less"),
    [
        ("take my number off this thing", "take the number 12 off my order"),
        ("no quiero saber mas de ustedes", "no quiero saber el precio"),
        ("ab mujhe kuch mat bhejna", "ab mujhe photo bhejna"),
        ("schickt mir bitte nichts mehr", "schickt mir bitte ein foto"),
        ("больше не шлите мне смс", "пришлите мне номер заказа"),
        ("请不要再给我发短信", "订单号是多少"),
        ("もう送らないでください", "赤を送ってください"),
        ("مش عايز رسايل تاني", "عايز مقاس تاني"),
    ],
)
def test_evidence_tells_likes_apart(more: str, less: str) -> None:
    assert 1 - weigh(more)["other"] > NEEDS[ReadingDeed.HOLD].sure
    assert weigh(more)["stop"] > weigh(less)["stop"]


@each("text", ["wait for me", "send the parcel tomorrow", "kal aana", "¿tienen en azul?"])
@each("mark", ["", ".", "!", ". Thanks.", " .", "…"])
def test_a_mark_is_no_evidence(text: str, mark: str) -> None:
    """A full stop once counted for an opt-out."""
    assert weigh(text + mark.replace("Thanks", ""))["stop"] == weigh(text)["stop"]
    assert read_opt_out(text + mark) is OptOut.NONE


def test_whatever_a_reader_makes_of_a_line_is_in_the_digest() -> None:
    lesson = learning.LESSONS["concern"]
    one = fitting.Sample(frozenset({1, 2}), "price")
    digests = {learning.digest(lesson, [other]) for other in (one, replace(one, signs=frozenset({1, 3})))}
    digests |= {learning.digest(lesson, [replace(one, meaning="thanks")])}
    assert len(digests) == 3
    assert learning.digest(lesson, [one]) in digests
