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

DELHI = ZoneInfo("Asia/Kolkata")
NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)  # a Tuesday, 15:00 in Delhi

PHRASES = {
    ShopIntent.STOCK: """
        stock|Stock?|my stock|mera stock dikhao|show stock please|stok|update stock|stock update karo|what do i have
        mere paas kya hai|स्टॉक दिखाओ|inventario|mera stock kya hai|mi inventario por favor|maal list|stock list bhejo
    """,
    ShopIntent.ORDERS: """
        orders|order?|mere orders|kya lana hai|what to bring|what should I keep aside|any new orders today?|pedidos
        kya dena hai|mis pedidos|ऑर्डर दिखाओ|pending orders|show my orders|aaj ke order|ordres
    """,
    ShopIntent.EARNINGS: """
        earnings|my earnings this month|is mahine ki kamai|kitna kamaya|how much did i earn|commission kitna hua
        ganancias|मेरी कमाई|hisab batao|last payout|earnigs|cuanto he ganado|income this month
        maine kitna kamaya|kitna kamaya maine|kitne paise kamaye maine|ab tak kitna kamaya|what have i made
        how much money did i make|cuánto llevo ganado|मैंने कितने कमाए|is mahine maine kitna kamaya
        कितना बकाया है मेरा|mera kitna paisa baki hai|how much do you owe me|what am i owed|cuanto me deben
    """,
    ShopIntent.PAYOUT: """
        payout|payout please|paise do|paise chahiye|mera paisa kab milega|send my money|payment kab aayega|pay me
        मेरे पैसे दो|I want my payout|quiero cobrar|bhugtan kar do|request payout|paise kab milenge
        when will u pay me|when do I get my money?|when will I get paid|where is my money|paise kab doge
        kab milenge paise|पैसे कब दोगे|cuándo me pagan
    """,
    ShopIntent.FETCHING: """
        who picks it up?|mera maal kaun lega|who will collect it|should I bring it?|do I have to bring it?
        quién lo recoge?|quién viene por él?|mera saman kaun le jayega|kaun lene aayega
    """,
    ShopIntent.BACK: """
        back|I am back|we're back|dukaan khul gayi|open now|shop is open|holiday over|chutti khatam|cancel holiday
        abierto|ya volvi|wapas aa gaye|दुकान खुल गई
    """,
    ShopIntent.PHOTOS: """
        photo kaise bheju|how do I send photos?|फोटो कैसे भेजूं|where do i send the pictures|cómo mando las fotos
        photos kaise bhejni hai bhai
    """,
    ShopIntent.HELP: "help|madad|help me please|what can I write|kya likhu|ayuda|halp|मदद|menu|que puedo hacer",
    ShopIntent.GREETING: "hello|namaste ji|hi bhai|hola|नमस्ते|good morning sir|?|??",
    ShopIntent.COURTESY: "thanks|ok|theek hai ji|👍|ok thanks bhai|gracias|shukriya|धन्यवाद",
    ShopIntent.NOTHING: """
        2 hai|haan 2 hai|haan|kal tak|only 1|L nahi XL hai|@250|yes|no|nahi hai|1 yes 2 no 3 yes|yes to all|stock hai
        stock nahi hai|out of stock|stock khatam|no stock|back in stock|order 1234|order cancel karo|which order is this
        payment mil gaya|paise mil gaye thanks|450 rs|payout 500|band hai|band karo|mess band kar do|closed
        messages band karo|no holiday|happy holidays|kal chutti thi|holiday hai kya?|open till 8|call me|kaun ho
        where is the rider|tiger shorts L 5|mug 12|undo|stop|kal shaam tak 2|5 baje ke baad|L size khatam|sab hai
        chutti nahi hai|paisa|my son will bring it|the help you sent was rude|ek minute|dekh ke batata hu|😀
        photo bhej diya|photos bhejta hu|photo kaise hai
        payment not received from customer|2 back tomorrow|open box damaged|how much|diwali tak band
    """,
}
CASES = [
    pytest.param(phrase.strip(), intent, id=phrase.strip())
    for intent, phrases in PHRASES.items()
    for phrase in chain.from_iterable(line.split("|") for line in phrases.strip().splitlines())
]


@pytest.mark.parametrize(("text", "intent"), CASES)
def test_what_is_asked_for(text: str, intent: ShopIntent) -> None:
    assert read_shop(text, NOW, DELHI).intent is intent


HOLIDAYS = [
    ("holiday till monday", "2026-03-09"),
    ("Holidya till monday", "2026-03-09"),
    ("chutti kal tak", "2026-03-04"),
    ("chutti monday tak", "2026-03-09"),
    ("closed today", "2026-03-04"),
    ("aaj band", "2026-03-04"),
    ("aaj dukaan band hai", "2026-03-04"),
    ("holiday", "2026-03-04"),
    ("chutti hai aaj", "2026-03-04"),
    ("holiday for 3 days", "2026-03-06"),
    ("3 din ki chutti", "2026-03-06"),
    ("do din chutti", "2026-03-05"),
    ("a week holiday", "2026-03-10"),
    ("2 weeks holiday", "2026-03-17"),
    ("ek hafta chutti", "2026-03-10"),
    ("chutti 5 tarikh tak", "2026-03-05"),
    ("closed until 5 march", "2026-03-05"),
    ("holiday till 10th", "2026-03-10"),
    ("holiday till 10th april", "2026-04-10"),
    ("छुट्टी कल तक", "2026-03-04"),
    ("सोमवार तक छुट्टी", "2026-03-09"),
    ("vacaciones hasta el lunes", "2026-03-09"),
    ("cerrado hasta mañana", "2026-03-04"),
    ("cerrado hoy", "2026-03-04"),
    ("band hai parso tak", "2026-03-05"),
    ("holiday today and tomorrow", "2026-03-05"),
    ("holiday from today to friday", "2026-03-06"),
    ("chutti aaj se somwar tak", "2026-03-09"),
    ("back on monday", "2026-03-09"),
    ("we will open on monday", "2026-03-09"),
    ("monday ko khulega", "2026-03-09"),
    ("vuelvo el lunes", "2026-03-09"),
    ("i'm on leave till friday", "2026-03-06"),
    ("closed till 5pm", "2026-03-03T17:00+05:30"),
    ("closed for 2 hours", "2026-03-03T17:00+05:30"),
    ("back at 4pm", "2026-03-03T16:00+05:30"),
    ("aaj shaam tak band", "2026-03-03T18:30+05:30"),
    ("closing for 2 days", "2026-03-05"),
    ("we close today", "2026-03-04"),
    ("aaj band hai", "2026-03-04"),
    ("good morning sir, aaj dukan band hai", "2026-03-04"),
    ("chutti 2-3 din", "2026-03-06"),
    ("back in 2 days", "2026-03-05"),
    ("closed for an hour", "2026-03-03T16:00+05:30"),
    ("back in 1 hour", "2026-03-03T16:00+05:30"),
    ("we open at 5", "2026-03-03T17:00+05:30"),
    ("will open today evening", "2026-03-03T18:30+05:30"),
    ("back at 11 tomorrow", "2026-03-04T11:00+05:30"),
    ("vuelvo mañana a las 11", "2026-03-04T11:00+05:30"),
    ("reopen at 11 tomorrow", "2026-03-04T11:00+05:30"),
]


@pytest.mark.parametrize(("text", "end"), HOLIDAYS, ids=[text for text, _ in HOLIDAYS])
def test_until_when_a_holiday_lasts(text: str, end: str) -> None:
    day = None if "T" in end else date.fromisoformat(end)
    until = datetime.fromisoformat(end) if "T" in end else None
    assert read_shop(text, NOW, DELHI) == ShopReading(ShopIntent.HOLIDAY, day=day, until=until)


LATER = {
    "2026-03-04": """
        kal chutti|kal chutti hai|kal chutti hai bhai|kal dukan band hai|kal band hai|kal dukan band rahegi
        closed tomorrow|tomorrow holiday|we are closed tomorrow|shop closed tomorrow|mañana cerrado|mañana cerramos
        mañana es festivo|cerrado mañana|कल छुट्टी है|कल दुकान बंद है|कल दुकान बंद रहेगी
        kal dukaan band rahegi, shaadi hai|कल दुकान बंद है क्योंकि शादी है|we are closed tomorrow, wedding
    """,
    "2026-03-05": "parso chutti hai|closed day after tomorrow|परसों छुट्टी है",
    "2026-03-08": "closed on sunday|sunday ko chutti hai|el domingo cerrado|रविवार को छुट्टी है",
}


@pytest.mark.parametrize(
    ("text", "day"), [(said.strip(), day) for day, texts in LATER.items() for said in re.split(r"[|\n]", texts.strip())]
)
def test_a_holiday_of_one_later_day(text: str, day: str) -> None:
    begins = date.fromisoformat(day)
    expected = ShopReading(ShopIntent.HOLIDAY, day=begins + timedelta(days=1), begins=begins)
    assert read_shop(text, NOW, DELHI) == expected


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
    "text",
    [
        "kal band ho gaya",
        "kal subah band hai",
        "closed tomorrow morning",
        "closed weekend",
        "from tomorrow holiday",
        "holiday next week",
        "holiday from friday to monday",
        "chutti kal se",
        "holiday till 2 march",
        "holiday for 400 days",
        "holiday for 0 days",
    ],
)
def test_a_long_holiday_that_begins_later_or_ends_nobody_knows_when_has_no_end(text: str) -> None:
    assert read_shop(text, NOW, DELHI) == ShopReading(ShopIntent.HOLIDAY)


@pytest.mark.parametrize(
    "text",
    [
        "holiday till 31 february",
        "chutti 30 feb tak",
        "holiday till 2020",
        "holiday till 1 march 2020",
        "holiday till yesterday",
        "vacaciones hasta ayer",
        "closed till yesterday",
    ],
)
def test_a_day_that_is_over_or_in_no_calendar_ends_no_holiday(text: str) -> None:
    assert read_shop(text, NOW, DELHI) == ShopReading(ShopIntent.HOLIDAY, is_over=True)


HOURS = """
    we close at 8 today|we close at 8 pm today|closing at 8 today|we are closing at 8 pm|shop closes at 8|we close at 8
    shop closes early today|we will close early|closing in 1 hour|8 pm close|close at 8 tomorrow|closed sunday 2 pm
    aaj 8 baje band|aaj 8 baje band hoga|aaj dukan 8 baje band|8 baje band|aaj raat 8 baje band hai|aaj jaldi band
    lunch tak band|shaam ko band|raat ko band|closed this evening|aaj 5 baje se band|closed from 5 pm
    chutti 8 baje se
    we open at 11 tomorrow|we open at 11|open at 11 tomorrow|opens at 11|kal 11 baje khulega|aaj 11 baje khulega
    hours 11-20|shop hours today|timing 11 to 8|open 11-20|we are open 11 to 8 today|11 se 8 khula|closed 1-2 pm
    closed 2 to 5 pm|2 se 5 baje tak band
    we are open today|open tomorrow|open sunday|we will be open on sunday|kal khula hai|aaj khulega|aaj 8 baje tak band
    hoy cerramos a las 8|cerramos a las 8|hoy cerramos temprano|abrimos a las 11 mañana|cerrado a las 8|mañana abierto
    आज 8 बजे बंद|आज 8 बजे बंद होगी|कल 11 बजे खुलेगा|आज जल्दी बंद|closed in 2 days|holiday 5 to 10 march
"""


@pytest.mark.parametrize("text", [said.strip() for line in HOURS.strip().splitlines() for said in line.split("|")])
def test_an_hour_at_which_they_close_or_open_keeps_nobody_from_being_asked(text: str) -> None:
    """It is read as nothing, or as a holiday of which nobody knows the end: a person reads it."""
    assert read_shop(text, NOW, DELHI) in {ShopReading(ShopIntent.NOTHING), ShopReading(ShopIntent.HOLIDAY)}


@pytest.mark.parametrize("text", ["hours 11-20", "hours today 11 to 8", "timings 10 to 7", "we close at 8 pm today"])
def test_hours_answer_nothing_that_a_shop_is_asked(text: str) -> None:
    assert read_shop(text, NOW, DELHI).is_command


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("language hindi", "hi"),
        ("change language to english", "en"),
        ("hinglish me likho", "hi-Latn"),
        ("idioma español", "es"),
        ("भाषा हिंदी", "hi"),
        ("language", None),
        ("bhasha badlo", None),
        ("english or hindi language", None),
    ],
)
def test_which_language(text: str, locale: str | None) -> None:
    read = read_shop(text, NOW, DELHI)
    assert (read.intent, read.locale) == (
        (ShopIntent.LANGUAGE, locale) if "or" not in text else (ShopIntent.NOTHING, None)
    )


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
