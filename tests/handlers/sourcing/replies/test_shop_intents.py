"""What shopkeepers ask for of their own accord, and what must never be taken for it."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sourcing.replies.shop_intents import ShopIntent, ShopReading, read_shop
from tests import stock_figures
from tests.cases import each
from tests.handlers.replies.listed import phrases

DELHI = ZoneInfo("Asia/Kolkata")
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)  # a Tuesday, 15:00 in Delhi

PHRASES = {
    ShopIntent.STOCK: "stock|Stock?|my stock|mera stock dikhao|show stock please|स्टॉक दिखाओ|mi inventario",
    ShopIntent.ORDERS: "orders|order?|mere orders|kya lana hai|what to bring|mis pedidos|ऑर्डर दिखाओ",
    ShopIntent.EARNINGS: "earnings|my earnings this month|kitna kamaya|how much did i earn|ganancias|मेरी कमाई",
    ShopIntent.PAYOUT: "payout|payout please|paise do|send my money|pay me|मेरे पैसे दो|I want my payout|quiero cobrar",
    ShopIntent.BACK: "back|we're back|open now|shop is open|holiday over|chutti khatam|abierto|ya volvi|wapas aa gaye",
    ShopIntent.HELP: "help|madad|help me please|what can I write|kya likhu|ayuda|मदद|menu",
    ShopIntent.LANGUAGE: "language|bhasha|भाषा|idioma|language please",
    ShopIntent.GREETING: "hello|namaste ji|hi bhai|hola|नमस्ते|good morning sir|?|??",
    ShopIntent.COURTESY: "thanks|ok|theek hai ji|👍|ok thanks bhai|gracias|shukriya|धन्यवाद",
    ShopIntent.NOTHING: """
        2 hai|haan 2 hai|haan|kal tak|only 1|L nahi XL hai|@250|yes|no|nahi hai|1 yes 2 no 3 yes|yes to all|stock hai
        stock nahi hai|out of stock|stock khatam|no stock|back in stock|order 1234|order cancel karo|which order is this
        payment mil gaya|paise mil gaye thanks|450 rs|payout 500|band hai|band karo|mess band kar do|closed
        messages band karo|no holiday|happy holidays|kal chutti thi|holiday hai kya?|open till 8|call me|kaun ho
        where is the rider|tiger shorts L 5|mug 12|undo|stop|kal shaam tak 2|5 baje ke baad|L size khatam|sab hai
        chutti nahi hai|paisa|my son will bring it|the help you sent was rude|ek minute|dekh ke batata hu|😀
        photo bhej diya|photo kaise hai|who picks it up?|new stock monday
        payment not received from customer|2 back tomorrow|open box damaged|how much|diwali tak band
    """,
}
CASES = [
    pytest.param(phrase.strip(), intent, id=phrase.strip())
    for intent, phrases in PHRASES.items()
    for phrase in chain.from_iterable(line.split("|") for line in phrases.strip().splitlines())
]


@each(("text", "intent"), CASES)
def test_what_is_asked_for(text: str, intent: ShopIntent) -> None:
    assert read_shop(text, NOW, DELHI).intent is intent


HOLIDAYS = [
    ("holiday till monday", "2026-03-09"),
    ("chutti kal tak", "2026-03-04"),
    ("holiday", "2026-03-04"),
    ("holiday for 3 days", "2026-03-06"),
    ("do din chutti", "2026-03-05"),
    ("a week holiday", "2026-03-10"),
    ("chutti 5 tarikh tak", "2026-03-05"),
    ("सोमवार तक छुट्टी", "2026-03-09"),
    ("vacaciones hasta el lunes", "2026-03-09"),
    ("good morning sir, aaj chutti hai", "2026-03-04"),
    ("chutti aaj shaam tak", "2026-03-03T18:30+05:30"),
]


@each(("text", "end"), HOLIDAYS, ids=[text for text, _ in HOLIDAYS])
def test_until_when_a_holiday_lasts(text: str, end: str) -> None:
    day = None if "T" in end else date.fromisoformat(end)
    until = datetime.fromisoformat(end) if "T" in end else None
    assert read_shop(text, NOW, DELHI) == ShopReading(ShopIntent.HOLIDAY, day=day, until=until)


LATER = {
    "2026-03-04": "kal chutti|kal chutti hai bhai|holiday tomorrow|कल छुट्टी है",
    "2026-03-05": "parso chutti hai|परसों छुट्टी है",
    "2026-03-08": "sunday ko chutti hai|रविवार को छुट्टी है",
}


@each(
    ("text", "day"), [(said.strip(), day) for day, texts in LATER.items() for said in re.split(r"[|\n]", texts.strip())]
)
def test_a_holiday_of_one_later_day(text: str, day: str) -> None:
    begins = date.fromisoformat(day)
    expected = ShopReading(ShopIntent.HOLIDAY, day=begins + timedelta(days=1), begins=begins)
    assert read_shop(text, NOW, DELHI) == expected


@each(
    "text",
    [
        "kal chutti nahi hai", "kal chutti hai kya", "kal chutti hai kya?", "closed tomorrow?", "not closed tomorrow",
        "nahi hai, kal shaadi hai", "kal shaadi hai, band hai kya?",
        "kal chutti thi", "kal band tha", "no holiday tomorrow", "closed every sunday", "is tomorrow a holiday",
        "mañana no cerramos", "¿cerrado mañana?", "are you closed tomorrow", "कल छुट्टी नहीं है", "aaj band nahi hai",
    ],
)  # fmt: skip
def test_what_is_no_holiday(text: str) -> None:
    assert read_shop(text, NOW, DELHI).intent is not ShopIntent.HOLIDAY


@each(
    "text",
    [
        "kal band hai",
        "holiday tomorrow morning",
        "holiday weekend",
        "holiday for 2 hours",
        "back on monday",
        "from tomorrow holiday",
        "holiday next week",
        "holiday from friday to monday",
        "chutti kal se",
        "holiday till 2 march",
        "holiday till 31 february",
        "holiday till 2020",
        "holiday till yesterday",
        "vacaciones hasta ayer",
        "holiday for 400 days",
        "holiday for 0 days",
    ],
)
def test_a_holiday_that_cannot_be_told_has_no_end(text: str) -> None:
    assert read_shop(text, NOW, DELHI) in {ShopReading(ShopIntent.NOTHING), ShopReading(ShopIntent.HOLIDAY)}


HOURS = """
    we close at 8 today|shop closes early today|aaj 8 baje band|we open at 11 tomorrow|closed till 5pm|closed today
    hours 11-20|closed 2 to 5 pm|we will be open on sunday|hoy cerramos a las 8|aaj dukan band hai|back at 4pm
"""


@each("text", phrases(HOURS))
def test_words_of_opening_and_closing_are_for_a_person(text: str) -> None:
    assert read_shop(text, NOW, DELHI).intent is ShopIntent.NOTHING


def test_a_pressed_button_counts_more_than_the_text() -> None:
    assert read_shop("whatever", NOW, DELHI, button="Help").intent is ShopIntent.HELP


def test_no_answer_of_our_phrases_is_a_command() -> None:
    """But for a shop that says that it is closed, or asks for its money or who comes for the goods."""
    meant = {"shop is closed today", "dukan band hai", "what is my commission", "paisa kab milega"}
    meant |= {"abhi dukan band hai", "अभी दुकान बंद है", "not available till sunday", "not available till monday"}
    meant |= {"dukan band hai aaj", "payment kab aayegi?", "पैसे कब मिलेंगे?"}
    meant |= {"kaun lene aayega", "who will pick it up", "कौन लेने आएगा?", "who is picking up"}
    lines = [line for held_out in (False, True) for line in stock_figures.read_phrases(held_out=held_out)]
    assert len(lines) > 500
    assert {line.text for line in lines if read_shop(line.text, NOW, DELHI).is_command} <= meant


@given(st.text(max_size=200))
def test_nothing_that_is_typed_is_too_much(text: str) -> None:
    assert isinstance(read_shop(text, NOW, DELHI), ShopReading)
