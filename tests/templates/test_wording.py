"""What a business words itself says what the law asks of that very text, in any of our languages, and sells nothing."""

from __future__ import annotations

import pytest

from templates.finished_message import TemplateRefused
from templates.message_library import Library
from templates.wording_rules import WordingHouse
from tests.cases import each
from tests.templates.samples import CHANNELS, LOCALES, values

LIBRARY = Library.load()
TIGER = WordingHouse("Tiger Tees", ("sms", "whatsapp"))
CHATS = WordingHouse("Tiger Tees", ("telegram", "whatsapp"))
REWORDABLE = [
    name for name in LIBRARY.names() if LIBRARY.message(name).rewordable and LIBRARY.message(name).reader == "customer"
]


def refused(name: str, text: str, house: WordingHouse = TIGER) -> str:
    """Why that wording of the message is refused; "" where it may be said."""
    try:
        LIBRARY.check(text, name, house)
    except TemplateRefused as why:
        return str(why)
    return ""


@each("channel", CHANNELS)
@each("locale", LOCALES)
@each("name", REWORDABLE)
def test_our_own_texts_pass_their_own_check(name: str, locale: str, channel: str) -> None:
    assert refused(name, LIBRARY.message(name).source(locale, channel), WordingHouse("Tiger Tees", (channel,))) == ""


@each("often", ["any", "1/1", "3/7", "4/30", "3/14"])
@each("locale", LOCALES)
def test_however_often_a_business_writes_its_ask_says_how_often(locale: str, often: str) -> None:
    for name in ("opt_in_ask", "opt_in_done"):
        said = LIBRARY.render(name, channel="sms", locale=locale, values=values(often=often)).text
        assert refused(name, said) == "", said


@each(
    ("name", "text", "lacks"),
    [
        ("cart_reminder", "You left {{ items }}: {{ link }} STOP to opt out", "name the business"),
        ("cart_reminder", "{{ brand }}: you left {{ items }}: {{ link }}", "how to leave"),
        ("opt_in_ask", "{{ brand }}: offers, 4 a month. Not required to buy. Rates may apply. HELP, STOP", "agree"),
        ("opt_in_ask", "{{ brand }}: YES, 4 a month. Not required to buy. Rates may apply. HELP, STOP", "what will"),
        ("opt_in_ask", "{{ brand }}: YES for offers. Not required to buy. Rates may apply. HELP, STOP", "how often"),
        ("opt_in_ask", "{{ brand }}: YES for offers, 4 a month. Rates may apply. HELP, STOP", "is not required to buy"),
        ("opt_in_ask", "{{ brand }}: YES for offers, 4 a month. Not required to buy. HELP, STOP", "data rates"),
        ("opt_in_ask", "{{ brand }}: YES for offers, 4 a month. Not required to buy. Rates may apply. STOP", "HELP"),
        ("opt_in_ask", "{{ brand }}: YES for offers, 4 a month. Not required to buy. Rates may apply. HELP", "STOP"),
        ("opt_in_done", "{{ brand }}: you're in. Rates may apply. HELP, STOP", "how often"),
        ("opt_in_done", "{{ brand }}: you're in, 4 a month. HELP, STOP", "data rates"),
        ("help", "{{ brand }}: ask us.", "get help from a person"),
        ("stopped", "{{ brand }}: Bye. START if you miss us.", "no more messages come"),
        ("stopped", "{{ brand }}: Thanks, noted. Reply START to come back.", "no more messages come"),
        ("stopped", "{{ brand }}: We will never stop messaging you. START", "no more messages come"),
        ("stopped", "{{ brand }}: Gracias por avisar. START para volver.", "no more messages come"),
        ("stopped", "{{ brand }}: Theek hai. Dobara paane ke liye START likhiye.", "no more messages come"),
        ("stopped", "{{ brand }}: You're unsubscribed. No more messages from us.", "how to come back"),
        ("stopped", "{{ brand }}: no more messages. START: 20% off https://x.example", "no offer and no link"),
        ("stopped", "{{ brand }}: bye. A discount waits if you come back.", "no offer and no link"),
        ("stopped", "{{ brand }}: bye. https://x.example", "no offer and no link"),
        ("refunded", "{{ brand }}: {{ amount|money }} comes back. 10% off your next order!", "also sells is marketing"),
        ("order_update", "{{ brand }}: order {{ order }} is packed. Our sale ends Sunday.", "also sells is marketing"),
        ("unavailable", "{{ brand }}: no {{ items }}. Reply JOIN for news.", "also sells is marketing"),
        ("unavailable", "{{ brand }}: {{ items }} nahi hai. 20 rupaye ki chhoot.", "also sells is marketing"),
    ],
)  # fmt: skip
def test_what_a_wording_lacks_or_has_too_much_of(name: str, text: str, lacks: str) -> None:
    assert lacks in refused(name, text)


@each(
    "hidden",
    [
        pytest.param("{# STOP to opt out #}", id="a comment"),
        pytest.param("{% if false %}STOP to opt out{% endif %}", id="a branch that nothing leads to"),
        pytest.param("{% if name %}STOP to opt out{% endif %}", id="where the name is known"),
        pytest.param("{% if not name %}STOP to opt out{% endif %}", id="where it is not"),
        pytest.param("{% if name and not items %}STOP{% else %}{% if items %}STOP{% endif %}{% endif %}", id="mostly"),
        pytest.param("{% if name == 'Dana' %}STOP to opt out{% endif %}", id="for one reader"),
        pytest.param("{% if name|lower %}STOP{% endif %}", id="by a filter that is asked"),
        pytest.param("Don't stop now, it is non-stop fun", id="another stop"),
        pytest.param("Don't STOP shopping", id="told not to"),
        pytest.param("Don't reply STOP", id="told not to write it"),
        pytest.param("There is no need to text STOP", id="no need"),
        pytest.param("Please do not ever reply with STOP to leave", id="told never to"),
        pytest.param("STOP shopping around", id="stop something else"),
        pytest.param("Our sales never STOP", id="what never stops"),
        pytest.param("You can't STOP to leave us", id="cannot"),
        pytest.param("Tees that go STOP", id="the end of a sentence"),
        pytest.param("Why would you reply STOP?", id="a question"),
        pytest.param("Reply STOP to win a tee", id="for something else"),
        pytest.param("Reply STOP to keep all our news", id="for the opposite"),
        pytest.param("STOP does nothing", id="said to do nothing"),
        pytest.param("Our designers text us and STOP by", id="beside a verb that tells nobody"),
        pytest.param("No respondas STOP", id="told not to, in Spanish"),
        pytest.param("Nunca escribas STOP", id="told never to, in Spanish"),
        pytest.param("STOP mat likhiye", id="told not to, in Hinglish"),
        pytest.param("STOP likhne ki zaroorat nahi", id="no need, in Hinglish"),
        pytest.param("STOP मत लिखिए", id="told not to, in Hindi"),
        pytest.param("{% for item in items if item == 'Shirt' %}STOP{% endfor %}", id="for one thing"),
        pytest.param("{{ name and 'STOP' }}", id="in a value"),
        pytest.param("{{ link }}/STOP", id="in an address"),
        pytest.param("{{ link }}?STOP", id="behind an address"),
        pytest.param("{% for item in items %}STOP{% endfor %}", id="grown together with what stands before it"),
        pytest.param("S\u200bTOP", id="broken by a character that is not seen"),
    ],
)
def test_what_the_law_wants_said_is_looked_for_in_what_is_read(hidden: str) -> None:
    said = refused("cart_reminder", "{{ brand }}: you left {{ items }}: {{ link }} " + hidden)
    assert "must say how to leave, with the word STOP" in said


@each(
    "way",
    [
        "Reply STOP to end", "STOP to unsubscribe", "Text STOP", "STOP = no more", "STOP", "STOP ends this",
        "Reply with the word STOP to opt out", "Text STOP to 12345", "Text back STOP any time", "Opt out: STOP",
        "To leave, text STOP", "To leave text STOP", "If you do not want these, reply STOP", "HELP or STOP",
        "If you do not want these just reply STOP", "Had enough? Reply STOP", "You can reply STOP at any time",
        "HELP for help or STOP to end", "reply stop to end", "Write “stop”",
        "End them with STOP", "Leave by STOP",
        "Don't STOP shopping! Reply STOP to end",
        "Responde STOP", "STOP para salir", "Para salir, escribe STOP", "AYUDA o STOP",
        "Envía STOP para no recibir más", "Reply STOP to quit, HELP for help",
        "STOP likhiye", "Band karne ke liye STOP", "Band: STOP", "Band karne ke liye STOP bhejiye",
        "STOP likhne par message nahi aayenge", "बंद: STOP", "बंद करने के लिए कभी भी STOP लिखिए", "STOP से बंद",
    ],
)  # fmt: skip
def test_how_to_leave_is_told_in_many_ways(way: str) -> None:
    assert refused("cart_reminder", f"{{{{ brand }}}}: you left {{{{ items }}}}: {{{{ link }}}} {way}") == ""


@each(
    "said",
    [
        "No more messages, except offers", "No more messages? Not a chance", "No more messages. Just kidding",
        "No more messages from us, but we keep the offers coming", "No more messages until Monday",
        "No more messages from us for now", "Except for our news, no more messages", "Who said no more messages",
        "We never said that no more messages come", "We won't text you, only email you offers",
        "We won't text you. We will still send offers", "No more messages, apart from orders and offers",
        "No more messages. You'll keep getting our news", "Our messages have never stopped",
        "If only no more messages came",
        "No te escribiremos mas, salvo ofertas", "¿No recibirás más mensajes? Ni hablar",
        "No te escribiremos más, pero sí con ofertas", "No recibirás más mensajes. Seguiremos enviando novedades",
        "Ab aapko message nahi bhejenge, sirf offer", "Message nahi aayenge, offer ke alawa",
        "Ab aapko message nahi bhejenge? Mazaak tha", "आपको संदेश नहीं भेजे जाएँगे, लेकिन ऑफ़र आएँगे",
        "ऑफ़र छोड़कर कोई संदेश नहीं आएगा",
    ],
)  # fmt: skip
def test_an_end_that_is_asked_limited_or_taken_back_is_none(said: str) -> None:
    assert "no more messages come" in refused("stopped", f"{{{{ brand }}}}: {said}. Reply START to come back.")


@each(
    "said",
    [
        "Sorry to see you go, but no more messages will come", "No more messages unless you reply START",
        "No more offers, but you still hear about your order", "No more messages, except about order {{ orders }}",
        "No more texts from us. We were only glad to have you", "We won't write again, but reply START to come back",
        "Want out? Done. No more messages", "No te escribiremos más, salvo por tu pedido",
        "Ab aapko message nahi bhejenge, sirf order ke baare mein",
    ],
)  # fmt: skip
def test_what_is_owed_or_said_beside_it_leaves_an_end_an_end(said: str) -> None:
    assert refused("stopped", f"{{{{ brand }}}}: {said}. Reply START to come back.") == ""


@pytest.mark.parametrize(
    "text",
    [
        "{% if name %}Hi {{ name }}, STOP to leave{% else %}STOP to leave{% endif %} {{ brand }} {{ link }}",
        "{{ brand }}{% if name %} for {{ name }}{% endif %}: {{ 'STOP' }} to leave {{ link }}",
        "{% for item in items %}{{ item }} {% endfor %}{{ brand }}: {{ link }} STOP",
        "Tiger Tees{% if percent == 10 %}, ten{% elif percent > 20 %}, many{% endif %}: {{ link }} STOP",
    ],
)
def test_conditions_hide_nothing_where_each_branch_says_it(text: str) -> None:
    name = "cart_reminder_last" if "percent" in text else "cart_reminder"
    assert refused(name, text) == ""


@pytest.mark.parametrize("name", ["stopped", "cart_reminder", "reserved", "stock_request"])
def test_no_text_comes_to_nothing(name: str) -> None:
    assert "may be empty" in refused(name, "{# see you #}", CHATS)
    assert "may be empty" in refused(name, "{% if order %}{{ order }}{% endif %}".replace("order", A_VALUE[name]))


A_VALUE = {"stopped": "orders", "cart_reminder": "items", "reserved": "order", "stock_request": "order"}


def test_a_button_below_is_a_way_to_leave_where_the_channel_shows_it() -> None:
    text = "{{ brand }}: you left {{ items }}: {{ link }}"
    assert refused("cart_reminder", text, CHATS) == ""
    assert "how to leave" in refused("cart_reminder", text, TIGER)
    assert "how to leave" in refused("opt_in_done", "Welcome, 4 a month", CHATS), "it has no button"


def test_the_name_of_a_business_says_nothing_that_the_text_must() -> None:
    stop = WordingHouse("Last Stop Tees")
    assert "how to leave" in refused("cart_reminder", "Last Stop Tees: you left {{ items }}: {{ link }}", stop)
    assert "name the business" in refused("cart_reminder", "Laxity: {{ link }} STOP", WordingHouse("Lax"))


def test_what_is_said_only_under_a_condition_is_told_so() -> None:
    said = refused("cart_reminder", "{{ brand }}: {{ link }} {% if name %}STOP{% endif %}")
    assert "for all values: outside of any {% if %}" in said


@pytest.mark.parametrize(
    "text",
    [
        "{{ brand }}: You're unsubscribed and won't hear from us again. START to come back.",
        "{{ brand }}: Done, our messages have stopped. Reply START to get them again.",
        "{{ brand }}: We will not text you any more. START brings us back.",
        "{{ brand }}: No te escribiremos mas. Responde START para volver.",
        "{{ brand }}: No recibirás más mensajes. START para volver.",
        "{{ brand }}: Ab aapko koi message nahi aayega. Wapas aane ke liye START.",
        "{{ brand }}: अब आपको कोई संदेश नहीं आएगा। वापस आने के लिए START लिखिए।",
    ],
)
def test_an_opt_out_is_confirmed_in_the_usual_words_of_each_language(text: str) -> None:
    assert refused("stopped", text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "{{ brand }}: Reply YES for cart reminders, up to 3 a week. Not required to buy. Msg & data rates may apply. "
        "HELP for help, STOP to stop",
        "{{ brand }}: Responde SI para recordatorios, 4 al mes. No es obligatorio. "
        "Pueden aplicarse tarifas. AYUDA o STOP",
        "{{ brand }}: कार्ट की याद के लिए YES लिखें, महीने में 4। खरीदना ज़रूरी नहीं। मैसेज शुल्क लग सकता है। मदद: HELP, बंद: STOP",
        "Tiger Tees: HAAN likhiye, cart ki yaad, hafte mein 3. Zaroori nahi. Charges lag sakte hain. HELP, STOP",
    ],
)
def test_an_ask_in_the_usual_words_of_each_language(text: str) -> None:
    assert refused("opt_in_ask", text) == ""


def test_who_sends_no_sms_needs_no_rates_and_may_leave_the_name_to_the_window_of_the_chat() -> None:
    text = "Reply YES for offers, 4 a month. Not required to buy. STOP any time."
    assert refused("opt_in_ask", text, CHATS) == ""
    assert "name the business" in refused("opt_in_ask", text)


OWN_ASK = (
    "{{ brand }}: Reply YES for offers, 4 a month. Not required to buy. Msg & data rates may apply. HELP for help, "
    "STOP to stop."
)
PAGES = WordingHouse(
    "Tiger Tees",
    terms="https://tigertees.example/terms",
    privacy="https://tigertees.example/privacy",
    mailing_address="12 Main St, Newark, NJ 07102",
)


@pytest.mark.parametrize(
    ("more", "lacks"),
    [
        ("", ["{{ terms }}", "{{ privacy }}", "{{ mailing_address }}"]),
        (" {{ mailing_address }}. Terms: {{ terms }}", ["{{ privacy }}"]),
        (" {% if privacy %}Our terms and privacy page are on our site{% endif %} {{terms}}, {{ mailing_address }}",
         ["{{ privacy }}"]),
        (" {{ mailing_address }}. {% if terms %}Terms: {{terms}}{% endif %} Privacy: {{ privacy }}", []),
        (" 12 Main St, Newark, NJ 07102. https://tigertees.example/terms https://tigertees.example/privacy", []),
    ],
)  # fmt: skip
def test_an_ask_names_the_pages_and_the_address_that_are_set(more: str, lacks: list[str]) -> None:
    said = refused("opt_in_ask", OWN_ASK + more, PAGES)
    assert [name for name in ("{{ terms }}", "{{ privacy }}", "{{ mailing_address }}") if name in said] == lacks
    assert refused("opt_in_ask", OWN_ASK) == "", "what is not set cannot be missed"


def test_only_an_ask_has_to_name_them() -> None:
    done = "{{ brand }}: you're in, 4 a month. Rates may apply. HELP, STOP"
    assert refused("opt_in_done", done, PAGES) == ""


def test_all_that_is_wrong_is_said_at_once() -> None:
    said = refused("opt_in_ask", "Welcome")
    assert all(part in said for part in ("name the business", "agree", "how often", "rates", "HELP", "STOP"))


def test_what_leaves_as_marketing_may_sell() -> None:
    assert refused("cart_reminder_last", "{{ brand }}: 20% off with {{ code }}: {{ link }} STOP to opt out") == ""


def test_the_staff_may_be_told_in_any_words() -> None:
    assert refused("staff_alert", "{{ text }} 20% off") in {"", refused("staff_alert", "{{ text }}")}
