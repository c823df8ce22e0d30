"""Who wants to bring a friend, who comes by a code, and what is neither."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.sourcing.replies.referral_phrases import read_code, wants_to_refer
from tests.cases import each
from tests.handlers.replies.listed import phrases

WISHES = "refer|Refer a friend|hi, refer and earn|my referral code please|REFERRAL|मेरा कोड|mi código por favor|my code?"
ELSE = """
    my friend wants tiger shorts|where is my order|I was referred by the doctor|code|discount code please|stop|friend
    refer to my last message|can you refer me to a manager|the referral did not work|I don't want to refer anybody|R2D2
"""
CODES = {
    "code R7K2QMX": "R7K2QMX",
    "Hi, code R7K2QMX": "R7K2QMX",
    "code: r7k2qmx": "R7K2QMX",
    "R7K2QMX": "R7K2QMX",
    "r7k 2qm x": None,
    "R7K2QMX.": "R7K2QMX",
    "my friend gave me this code R7K 2QM": None,
    "my friend gave me this code R7K2QMX": "R7K2QMX",
    "mi código es R7K2QMX": "R7K2QMX",
    "कोड R7K2QMX": "R7K2QMX",
    "the parcel is R7K2QMX": None,
    "code R7K2QM": None,
    "code R7K2QMXX": None,
    "code SAVE10": None,
    "receive": None,
    "": None,
}


@each("text", phrases(WISHES))
def test_a_wish_to_bring_somebody(text: str) -> None:
    assert wants_to_refer(text)


@each("text", phrases(ELSE))
def test_what_is_no_such_wish(text: str) -> None:
    assert not wants_to_refer(text)


@each(("text", "code"), CODES.items())
def test_a_code(text: str, code: str | None) -> None:
    assert read_code(text) == code


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    wants_to_refer(text)
    code = read_code(text)
    assert code is None or (len(code) == 7 and code.startswith("R"))
