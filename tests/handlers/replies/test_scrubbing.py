"""A text that is read outside, or kept as a line that teaches, tells nobody's number, code, link or name."""

import pytest

from handlers.replies.anonymous_text import scrub_text
from tests.cases import each


@each(
    ("text", "kept"),
    [
        ("call 312-555-0177 or r@tiger.example", "call … or …"),
        ("Ravi here, RAVI again", "… here, … again"),
        ("cancel my order 1058", "cancel my order …"),
        ("order P49680 please", "order … please"),
        ("1058 pin 4521", "… pin …"),
        ("my cvv is 123 ok", "my cvv … ok"),
        ("98101\u200b23456", "…"),
        ("t.me/ravi or x.com/abc", "… or …"),
        ("I am @maria_ig", "I am …"),
        ("see https://tiger.example/l/9kYesOk", "see …"),
        ("give it to my sister Roxanna, not to me", "give it to my sister …, not to me"),
        ("98/76/54/32/10 or 9_8_7_6_5_4_3_2_1_0", "… or …"),
        ("call 312 - 555 - 0177", "call …"),
        ("98,765,432,10", "…"),
        ("my pass: hunter2", "my pass …"),
        ("ravi(at)gmail.com or sam at gmail dot com", "… or …"),
        ("nine eight seven six five four three two one zero", "…"),
        ("soy rávi", "soy …"),
        ("el paquete es de Ximena y de Yolotzin", "el paquete es de … y de …"),
    ],
)
def test_what_tells_who_it_is_goes(text: str, kept: str) -> None:
    assert scrub_text(text, "Ravi Rao") == kept


@pytest.mark.parametrize("text", ["size 42 for 350 at 10:30", "2 pieces", "9.99 is ok", "मुझे 3 चाहिए", "XL, 12 of them"])
def test_what_says_what_they_want_stays(text: str) -> None:
    assert scrub_text(text, "Ravi Rao") == text
