"""Sizes against the standard's borders and another implementation; the plain form of a text."""

import pytest
import smsutil
from hypothesis import example, given
from hypothesis import strategies as st

from templates.sms_segments import GSM7, Encoding, Size, find_costly_letter, measure, simplify_text, strip_accents
from tests.cases import each

GSM, UCS = Encoding.GSM7, Encoding.UCS2


@each(
    ("text", "size"),
    [
        pytest.param("", Size(GSM, 0, 1), id="empty"),
        pytest.param("a" * 160, Size(GSM, 160, 1), id="one full segment"),
        pytest.param("a" * 161, Size(GSM, 161, 2), id="one more"),
        pytest.param("a" * 306, Size(GSM, 306, 2), id="two full segments"),
        pytest.param("a" * 307, Size(GSM, 307, 3), id="three segments"),
        pytest.param("€" * 80, Size(GSM, 160, 1), id="extension characters take two"),
        pytest.param("€" + "a" * 159, Size(GSM, 161, 2), id="an extension character too many"),
        pytest.param("a" * 152 + "€" + "a" * 152, Size(GSM, 306, 3), id="a pair is not split at the border"),
        pytest.param("[]{}\\~^|€\f", Size(GSM, 20, 1), id="the extension table"),
        pytest.param("é ñ ü Ç ¿ ¡\r\n", Size(GSM, 13, 1), id="accents of the basic table"),
        pytest.param("á", Size(UCS, 1, 1), id="an accent outside it"),
        pytest.param("ç", Size(UCS, 1, 1), id="only the capital cedilla is in it"),
        pytest.param("`", Size(UCS, 1, 1), id="an ASCII character outside it"),
        pytest.param("ह" * 70, Size(UCS, 70, 1), id="one full segment of Hindi"),
        pytest.param("ह" * 71, Size(UCS, 71, 2), id="one more of Hindi"),
        pytest.param("ह" * 134, Size(UCS, 134, 2), id="two full segments of Hindi"),
        pytest.param("ह" * 135, Size(UCS, 135, 3), id="three of Hindi"),
        pytest.param("😀" * 35, Size(UCS, 70, 1), id="pictures take two"),
        pytest.param("ह" * 66 + "😀" + "ह" * 66, Size(UCS, 134, 3), id="a picture is not split at the border"),
        pytest.param("a" * 100 + "\u202f", Size(UCS, 101, 2), id="a narrow space costs the half"),
    ],
)
def test_size_at_the_borders(text: str, size: Size) -> None:
    assert measure(text) == size


LETTERS = st.one_of(
    st.sampled_from(sorted(GSM7)),
    st.sampled_from("áíóúçहिंदी₹😀’…\u202f`"),
    st.characters(exclude_categories=["Cs"], exclude_characters="\x1b"),
)
GSM_LETTERS = st.sampled_from(sorted(GSM7))


@given(st.one_of(st.text(LETTERS, min_size=1, max_size=400), st.text(GSM_LETTERS, min_size=1, max_size=400)))
@example("€" * 77)
@example("€" * 153)
@example("😀" * 67)
def test_size_agrees_with_another_implementation(text: str) -> None:
    ours = measure(text)
    assert (ours.encoding is GSM) == smsutil.is_valid_gsm(text)
    assert ours.segments == len(smsutil.split(text).parts)
    assert ours.units == (len(smsutil.encode(text)) if ours.encoding is GSM else len(text.encode("utf-16-be")) // 2)


@each(
    ("text", "kept", "transliterated"),
    [
        pytest.param("6\u202fpm, 89\u00a0€", "6 pm, 89 €", "6 pm, 89 €", id="spaces"),
        pytest.param("“it’s”", '"it\'s"', '"it\'s"', id="quotes"),
        pytest.param("so… 1–2 — `x`", "so... 1-2 - 'x'", "so... 1-2 - 'x'", id="dots and dashes"),
        pytest.param("Sí, mañana, café", "Sí, mañana, café", "Si, mañana, café", id="only what GSM-7 lacks"),
        pytest.param("₹1,798", "₹1,798", "Rs 1,798", id="rupees"),
        pytest.param("Łódź çà œuvre", "Łódź çà œuvre", "Lodz cà oeuvre", id="other Latin letters"),
        pytest.param("e\u0301a\u0301", "e\u0301a\u0301", "éa", id="decomposed letters"),
        pytest.param("हिन्दी क़लम", "हिन्दी क़लम", "हिन्दी क़लम", id="Hindi is never touched"),
        pytest.param("½ ™ 10 × 2", "½ ™ 10 × 2", "1/2  10 x 2", id="signs"),
    ],
)
def test_plain(text: str, kept: str, transliterated: str) -> None:
    assert simplify_text(text, transliterate=False) == kept
    assert simplify_text(text, transliterate=True) == transliterated


@given(st.text())
def test_plain_twice_is_plain_once(text: str) -> None:
    once = simplify_text(text, transliterate=True)
    assert simplify_text(once, transliterate=True) == once


@given(st.text(st.sampled_from("áéíóúÁÉÍÓÚñÑüÜ¿¡abc ’“”–…\u00a0")))
def test_spanish_becomes_gsm7(text: str) -> None:
    assert measure(strip_accents(simplify_text(text, transliterate=True))).encoding is GSM


def test_unaccented_keeps_letters_that_change_the_sound() -> None:
    assert strip_accents("Aquí también, mañana, pingüino") == "Aqui tambien, mañana, pingüino"


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        pytest.param("Lamps are here", "", id="none"),
        pytest.param("Lamps are here ✨", "✨", id="a picture"),
        pytest.param("Velas aquí, ¡mañana más!", "í", id="an accent"),
        pytest.param("नमस्ते Maya, दीये आ गए", "", id="its own script"),
        pytest.param("नमस्ते ✨", "", id="a picture that does not matter beside its own script"),
    ],
)
def test_a_letter_is_named_only_where_the_text_would_be_shorter_without_it(text: str, letter: str) -> None:
    assert find_costly_letter(text) == letter
