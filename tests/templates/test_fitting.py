"""What gives way when an SMS is too long, and what never does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.finished_message import Rendered
from templates.message_library import Library
from templates.sms_segments import Encoding, measure
from tests.templates.samples import CODE, LINK, values

LIBRARY = Library.load()
LONG = "Extraordinarily comfortable women's organic cotton kurta with embroidery and lace"

LATIN = st.text(
    st.sampled_from("abcdefghij klm nop qrs tuvwxyz ABCD 0123 áéíóúñüçãø €[]{}~^|\\ ’“”–…\u00a0 ™®½ 😀👍🏽❤️★"),
    min_size=1,
    max_size=150,
).filter(lambda title: any(letter.isalnum() for letter in title))
HINDI = st.text(
    st.sampled_from("कखगघचछज झटठ डतथदनपफ बभमयरलवश षसह ािीुूेैोौ्ंँः ज़ abc 0123 😀\u200d"), min_size=1, max_size=150
)
BRANDS = st.text(st.sampled_from("abcdefgh ijklmn ABC &'é"), min_size=3, max_size=40).filter(str.strip)
STOPS = {"en": "STOP to opt out", "es": "STOP para salir", "hi": "बंद: STOP", "hi-Latn": "Band: STOP"}


def remind(name: str, locale: str, **others: object) -> Rendered:
    return LIBRARY.render(name, channel="sms", locale=locale, values=values(**others))


@pytest.mark.parametrize(
    ("titles", "link", "start"),
    [
        pytest.param(
            [LONG],
            LINK,
            "Tiger Tees: You left Extraordinarily comfortable women's organic cotton.. in",
            id="cut at a word",
        ),
        pytest.param(
            ["Blue kurta", LONG], LINK, "Tiger Tees: You left Blue kurta and 1 more in", id="others only counted"
        ),
        pytest.param([LONG], LINK + "x" * 45, "Tiger Tees: You left Extrao.. in", id="cut in a word"),
        pytest.param([LONG, "Belt"], LINK + "x" * 42, "Tiger Tees: You left Extrao.. +1 in", id="counted by a figure"),
        pytest.param([LONG], LINK + "x" * 48, "Tiger..: You left Extrao.. in", id="the brand last"),
    ],
)
def test_what_gives_way(titles: list[str], link: str, start: str) -> None:
    said = remind("cart_reminder", "en", items=titles, link=link)
    assert said.text == f"{start} your cart. It's saved here: {link} STOP to opt out"
    assert said.size
    assert said.size.segments == 1


@pytest.mark.parametrize("name", ["cart_reminder", "cart_reminder_last"])
@pytest.mark.parametrize("locale", ["en", "es", "hi-Latn"])
@given(titles=st.lists(LATIN, min_size=1, max_size=6), brand=BRANDS)
def test_reminders_take_one_segment(name: str, locale: str, titles: list[str], brand: str) -> None:
    said = remind(name, locale, items=titles, brand=brand)
    assert said.size == measure(said.text)
    assert (said.size.encoding, said.size.segments) == (Encoding.GSM7, 1)
    assert f" {LINK} {STOPS[locale]}" in said.text
    assert name == "cart_reminder" or CODE in said.text


@pytest.mark.parametrize("name", ["cart_reminder", "cart_reminder_last"])
@pytest.mark.parametrize("locale", ["en", "es", "hi", "hi-Latn"])
@given(titles=st.lists(HINDI.filter(str.strip), min_size=1, max_size=6), brand=BRANDS)
def test_hindi_takes_two_segments_at_most(name: str, locale: str, titles: list[str], brand: str) -> None:
    said = remind(name, locale, items=["कुर्ता " + titles[0], *titles[1:]], brand=brand)
    assert said.size
    assert (said.size.encoding, said.size.segments) <= (Encoding.UCS2, 2)
    assert f" {LINK} {STOPS[locale]}" in said.text


def test_a_cut_never_parts_a_letter_from_its_vowel_sign() -> None:
    for length in range(20):
        said = remind("cart_reminder", "hi", items=["क" * length + "कि" * 60])
        kept = said.text.split(": ")[2].split("…")[0]
        assert kept.endswith("ि")


def test_what_cannot_fit_says_so() -> None:
    said = remind("cart_reminder", "en", items=[LONG], link=LINK + "x" * 200)
    assert said.size
    assert said.size.segments == 3
    assert LINK + "x" * 200 in said.text


def test_a_long_brand_makes_the_ask_longer_rather_than_unknown() -> None:
    said = remind("opt_in_ask", "en", brand="The Very Long Name Of A Shop")
    assert said.text.startswith("The Very Long Name Of A Shop: Reply YES")
    assert said.size
    assert said.size.segments == 2


def test_pictures_go_and_accents_stay_where_they_can() -> None:
    said = remind("cart_reminder", "en", items=["Crème brûlée 🍮 set™", "🔥", "Señor “Fría”"])
    assert "You left Crème brulée set and Señor" in said.text


def test_a_title_of_pictures_alone_is_said_as_it_is() -> None:
    said = remind("cart_reminder", "en", items=["🍮"])
    assert "You left 🍮 in" in said.text
    assert said.size
    assert (said.size.encoding, said.size.segments) == (Encoding.UCS2, 2)
