"""What is said not to be done is not done: neither behind a preview nor to the people of a campaign."""

import pytest

from handlers.replies.bare_answers import bare_answer, beside_a_yes
from handlers.replies.forbidding import forbids

AGAINST = (
    "yes don't launch it", "ok don't launch it", "don't launch it ok", "of course don't launch it", "ok no launch it",
    "ok launch it no", "no yes launch it", "ok cancel launch it", "stop yes launch it", "theek hai nahi launch it",
    "ok nahi bhejo", "हां नहीं भेजो", "ok don't delete it all", "ok don't book it", "yes don't turn it on",
)  # fmt: skip


@pytest.mark.parametrize("said", AGAINST)
def test_a_yes_beside_a_no_is_no_answer_and_no_button(said: str) -> None:
    assert bare_answer(said) is None
    assert beside_a_yes(said) not in {"launch it", "bhejo", "भेजो", "delete it all", "book it", "turn it on"}


@pytest.mark.parametrize(
    "said",
    [
        "do not launch it to loyal customers", "don't launch it to vip", "never send diwali to loyal customers",
        "don't launch diwali to everyone", "please don't send it, cancel it", "no la lances a los vip",
        "no lo envíes a todos", "vip ko mat bhejo", "don't pause diwali", "nunca la mandes a vip", "vip को मत भेजो",
        "diwali ko 7:30 baje mat bhejo",
    ],
)  # fmt: skip
def test_a_sentence_that_forbids_is_no_change(said: str) -> None:
    assert forbids(said)


@pytest.mark.parametrize(
    "said",
    [
        "win back people who never ordered, 10% off, friday 6pm", "never ordered: come and see",
        "no discount", "no offer", "tell everyone: don't miss the lamps", "change diwali to: mat bhulna",
        "nunca compraron, 10% de descuento", "no, make it 20%", "launch it", "no holdout",
    ],
)  # fmt: skip
def test_what_only_has_such_a_word_forbids_nothing(said: str) -> None:
    assert not forbids(said)
