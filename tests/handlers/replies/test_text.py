"""One spelling for many, and words that keep their vowel signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.text_normalisation import normalise, split_tokens, words
from handlers.replies.word_grammar import Vocabulary
from tests.cases import each


@each(
    ("text", "spelling"),
    [
        ("YESSS", "yes"),
        ("S T O P", "stop"),
        ("s.t.o.p", "stop"),
        ("don’t", "dont"),
        ("mañana", "manana"),
        ("n'envoyez", "n envoyez"),
        ("हाँ", "हां"),
        ("२", "2"),
        ("st\u200bop", "stop"),
        ("👍🏽", "👍"),
        ("  a \t b\n c ", "a b\nc"),
        ("Artık yazmayın", "artik yazmayin"),
        ("wyłącz", "wylacz"),
        ("đừng", "dung"),
        ("إلغاء", "الغاء"),
        ("توقّف۔", "توقف."),
        ("پیغامات ۱۲", "پيغامات 12"),
        ("別再傳簡訊", "别再传简讯"),
        ("ഞാൻ", "ഞാന്"),
    ],
)
def test_normalise(text: str, spelling: str) -> None:
    assert normalise(text) == spelling


def test_devanagari_words_keep_their_marks() -> None:
    assert words("नहीं चाहिए।") == ["नहीं", "चाहिए"]
    assert split_tokens("हाँ!") == ["हां", "!"]


@each(
    ("text", "found"),
    [
        ("停止发短信。", ["停", "止", "发", "短", "信", "."]),
        ("メールが要らない", ["メ", "ー", "ル", "が", "要", "ら", "な", "い"]),
        ("เลิกส่ง sms", ["เลิ", "ก", "ส่", "ง", "sms"]),
        ("বন্ধ করুন", ["বন্ধ", "করুন"]),
        ("நிறுத்து", ["நிறுத்து"]),
        ("ఆపండి", ["ఆపండి"]),
        ("보내지 마세요", ["보내지", "마세요"]),
        ("iPhone用", ["iphone", "用"]),
        ("توقف؟", ["توقف", "?"]),
    ],
    ids=["zh", "ja", "th", "bn", "ta", "te", "ko", "mixed", "ar"],
)
def test_words_of_scripts_with_marks_and_of_scripts_without_spaces(text: str, found: list[str]) -> None:
    assert split_tokens(text) == found


SCRIPTS = st.text(
    st.one_of(*(st.characters(min_codepoint=first, max_codepoint=first + 0x7F) for first in range(0, 0x3200, 0x80)))
    | st.sampled_from("停止退订号信お願いします그만보내세요 \n"),
    max_size=60,
)


@given(SCRIPTS)
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(words(text))
    assert [c for c in kept if c.isalnum()] == [c for c in normalise(text) if c.isalnum()]


@given(st.text(max_size=120))
def test_words_hold_no_space_and_no_capital(text: str) -> None:
    assert all(word and not word.isspace() and not word.isupper() for word in words(text) if word.isascii())


@pytest.mark.parametrize(
    ("classes", "pattern"),
    [({"yes": ("ok",), "no": ("ok",)}, "yes"), ({"yes": ("ok",)}, "yes maybe")],
    ids=["a word in two classes", "a rule without its class"],
)
def test_a_vocabulary_refuses_contradictions(classes: dict[str, tuple[str, ...]], pattern: str) -> None:
    with pytest.raises(ValueError, match=r"two classes|no class named"):
        _ = Vocabulary(classes).rule(pattern), Vocabulary(classes).encode(["ok"])


def test_the_longest_phrase_wins() -> None:
    vocabulary = Vocabulary({"stop": ("stop",), "place": ("bus", "bus stop")})
    assert vocabulary.name(split_tokens("the bus stop, stop")) == ["other", "place", "comma", "stop"]


@pytest.mark.parametrize("sign", ["\ufdfa", "\ufdf2", "\u2167", "\u33a5"])
def test_folding_makes_no_text_longer_than_a_channel_takes(sign: str) -> None:
    """One sign may stand for 18 letters; an end of the text stays its end."""
    text = sign * 4_090 + " STOP"
    assert len(normalise(text)) <= 4_096
    assert normalise(text).endswith("stop")
    assert read_opt_out(text) in {OptOut.STOP, OptOut.AMBIGUOUS}
