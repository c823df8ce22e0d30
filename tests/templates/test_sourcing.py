"""What is said of orders and to shops: with and without each optional value, in every locale and on every channel."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from handlers.sourcing.replies.counter_phrases import CounterIntent, read_counter
from handlers.sourcing.replies.shop_intents import read_shop
from handlers.sourcing.replies.stock.stock_grammar import is_undo
from templates.finished_message import MissingValue
from templates.message_library import Library
from templates.sms_segments import Encoding
from tests.cases import each
from tests.templates.samples import CHANNELS, LINK, LOCALES, NOW, values

ELSEWHERE = {"cancel_number", "cancel_passed_on", "shop_joined", "shop_language"}
"""Texts of sourcing that other modules beside this one test."""
OPTIONAL = {
    "address_ask": ("link",),
    "address_confirm": ("link",),
    "address_kept": ("several",),
    "reserved": ("name", "link", "express"),
    "payment_link": ("again", "first", "made", "off", "express"),
    "payment_by_hand": ("first", "made", "express"),
    "payment_reminder": (),
    "confirm_order": ("express",),
    "quote": (),
    "refer": ("link",),
    "referral_earned": (),
    "referral_refused": ("own",),
    "referred": (),
    "part_available": ("dead", "other", "ready"),
    "waiting_on": ("lost", "dead", "ready", "linked", "gone", "had"),
    "alternatives": (),
    "unavailable": ("unsure", "dead"),
    "out_now": (),
    "waitlist_kept": ("barred",),
    "waitlist_over": (),
    "similar": ("found",),
    "order_late": ("back", "here", "looks"),
    "reservation_over": (),
    "order_cancelled": (),
    "cancel_sure": (),
    "cancel_kept": (),
    "order_update": (
        "expected",
        "link",
        "tracking",
        "paid",
        "undated",
        "asked",
        "late",
        "unasked",
        "express",
        "cancels",
    ),
    "refunded": ("called_off", "returned", "days"),
    "part_given_up": (),
    "approve_photos": ("link",),
    "photos_answered": ("link",),
    "back_in_stock": ("name", "link"),
    "fee_returned": (),
    "payment_returned": (),
    "how_to_order": ("first", "cod"),
    "pick_product": ("again",),
    "pick_size": ("lacks", "again"),
    "pick_offer": ("days", "url", "pieces", "again"),
    "pick_told": ("days", "url"),
    "pick_out": (),
    "pick_summary": ("later", "off", "express", "fee", "gone", "again"),
    "pick_lines": ("again",),
    "pick_line": ("again", "sized"),
    "pick_dropped": ("orders", "several"),
    "pick_gone": (),
    "stock_request": ("size", "commission", "express"),
    "stock_requests": ("each", "commission", "express"),
    "stock_reminder": ("size", "commission", "express"),
    "stock_reminders": ("each", "commission", "express"),
    "stock_outcome": ("yours", "arranged", "held", "nothing", "taken", "freed", "priced", "usual"),
    "stock_taken": (),
    "stock_over": (),
    "stock_freed": (),
    "stock_returned": ("amount",),
    "stock_paid": ("pickup", "team", "express", "ours"),
    "stock_to_bring": ("pickup", "team", "express", "ours"),
    "stock_paid_undo": ("linked", "ours"),
    "stock_how_many": ("size",),
    "stock_unclear": ("size", "figure"),
    "stock_which": ("wanted", "both"),
    "stock_undone": ("denied",),
    "stock_waits": (),
    "stock_delayed": ("ready",),
    "stock_undo_which": ("paid", "others"),
    "stock_nothing_to_undo": ("handed", "undone"),
    "quality_check": ("left", "sized"),
    "quality_note": ("photos",),
    "quality_which": ("orders",),
    "shop_passed_on": ("who", "again"),
    "shop_help": (),
    "shop_stock": ("lines", "kept", "updated", "asked"),
    "shop_stock_undone": ("lines",),
    "shop_orders": (),
    "shop_orders_none": (),
    "shop_pending": ("asks", "kept"),
    "shop_order_over": ("orders", "unknown", "asks"),
    "shop_handed": ("items", "before", "ready", "undone", "unpaid", "brings"),
    "shop_handed_which": (),
    "shop_earnings": ("last", "date", "owed", "back"),
    "shop_paid": ("owed",),
    "shop_payout_asked": (),
    "shop_holiday": ("since",),
    "shop_back": ("freed", "asked"),
    "shop_list_taken": ("unknown", "refused", "repeated"),
}
FLAGS = {
    "first": True,
    "express": "yes",
    "sized": "yes",
    "own": "yes",
    "lost": "yes",
    "dead": "yes",
    "unsure": "yes",
    "other": "yes",
    "here": "yes",
    "looks": "yes",
    "back": NOW + timedelta(hours=24),
    "made": "yes",
    "later": "yes",
    "called_off": True,
    "returned": True,
    "choose": "yes",
    "door": "yes",
    "updated": True,
    "kept": "yes",
    "went": Decimal(100),
}
BESIDE = {"shop_list_taken": {"most"}}  # what is needed beside something optional alone
TO_SHOPS = [name for name in OPTIONAL if name.startswith(("stock_", "shop_", "quality_"))]
TO_CUSTOMERS = [name for name in OPTIONAL if name not in TO_SHOPS]
HAPPENINGS = (
    "reserved", "checking", "available", "part_available", "paid", "making",
    "confirmed", "sourcing", "picked", "quality_check",
    "packed", "shipped", "delivered", "cancelled", "expired", "unavailable", "cannot_source", "refunding", "refunded",
    "held at customs",
)  # fmt: skip
LONG = "Extraordinarily comfortable women's organic cotton kurta with embroidery and lace"


def without_some(name: str) -> Iterator[dict[str, object]]:
    """All values, each optional one absent, only it given, and none given."""
    given = FLAGS | {one: values().get(one, FLAGS.get(one)) for one in OPTIONAL[name]}
    bare = dict.fromkeys(OPTIONAL[name])
    yield given
    yield bare
    for one in OPTIONAL[name]:
        yield given | {one: None}
        yield bare | {one: given[one]}


def silent(name: str, told: dict[str, object]) -> bool:
    """Whether there is nothing to tell a shop: its answers came to nothing at all."""
    parts = ("yours", "held", "nothing", "taken", "freed")
    return name == "stock_outcome" and not any(told[part] for part in parts)


@each("name", OPTIONAL)
def test_it_is_whole_with_and_without_what_is_optional(library: Library, name: str) -> None:
    for told, locale, channel in product(without_some(name), LOCALES, CHANNELS):
        if silent(name, told):
            continue
        said = library.render(name, channel=channel, locale=locale, values=values(**told))
        for text in (said.text, said.approved or said.text, *said.variables.values()):
            assert text.strip() == text != ""
            assert not any(wrong in text for wrong in ("  ", " .", " ,", " ।", "..", ",,", "()", "{", "None"))
        assert all(0 < len(button.text) <= 20 for button in said.buttons)


@each("name", OPTIONAL)
def test_an_sms_keeps_to_its_segments(library: Library, name: str) -> None:
    for told, locale in product(without_some(name), LOCALES):
        if silent(name, told):
            continue
        said = library.render(name, channel="sms", locale=locale, values=values(**told))
        assert said.size
        assert said.size.encoding is (Encoding.UCS2 if locale == "hi" else Encoding.GSM7)
        assert said.size.segments <= library.message(name).segments[said.size.encoding]
        assert said.text.startswith("Tiger Tees: ")


@each("name", TO_CUSTOMERS)
def test_long_titles_cost_no_more(library: Library, name: str) -> None:
    told = values(items=[LONG, f"{LONG} too"], alternatives=[LONG, "Belt"], have=[LONG], missing=["Belt"])
    for locale in LOCALES:
        said = library.render(name, channel="sms", locale=locale, values=told)
        assert said.size
        assert said.size.segments <= library.message(name).segments[said.size.encoding]


@each("name", OPTIONAL)
def test_what_is_needed_is_missed(library: Library, name: str) -> None:
    for locale, channel in product(LOCALES, CHANNELS):
        used = set(library.check(library.message(name).source(locale, channel)))
        for needed in used - set(OPTIONAL[name]) - set(FLAGS) - BESIDE.get(name, set()):
            missing = {_missed(library, name, channel, locale, flags | {needed: None}) for flags in ({}, FLAGS)}
            assert missing - {None} == {needed}, f"{locale}, {channel}"


def _missed(library: Library, name: str, channel: str, locale: str, told: dict[str, object]) -> str | None:
    try:
        library.render(name, channel=channel, locale=locale, values=values(**told))
    except MissingValue as missing:
        return missing.name
    return None


def test_who_reads_it(library: Library) -> None:
    assert {name for name in library.names() if library.message(name).part == "sourcing"} == {*OPTIONAL, *ELSEWHERE}
    readers = {name: library.message(name).reader for name in OPTIONAL}
    assert readers == {name: "shop" if name in TO_SHOPS else "customer" for name in OPTIONAL}


@each("happened", HAPPENINGS)
def test_every_step_is_told_with_its_day(library: Library, happened: str) -> None:
    told = values(happened=happened, when=NOW - timedelta(days=1), tracking=None)
    steady = {"delivered", "cancelled", "expired", "unavailable", "cannot_source", "refunded"}
    for locale, channel in product(LOCALES, CHANNELS):
        said = library.render("order_update", channel=channel, locale=locale, values=told)
        bare = library.render("order_update", channel=channel, locale=locale, values=told | {"expected": None})
        assert {"en": "yesterday", "es": "ayer", "hi": "कल", "hi-Latn": "kal"}[locale] in said.text
        assert LINK in said.text
        assert "process" not in said.text
        assert (said.text == bare.text) is (happened in steady)


def test_every_step_has_words_of_its_own(library: Library) -> None:
    for locale in LOCALES:
        told = (values(happened=happened, expected=None, tracking=None) for happened in HAPPENINGS)
        texts = [library.render("order_update", channel="telegram", locale=locale, values=one).text for one in told]
        assert len(set(texts)) == len(HAPPENINGS)
        assert not any(state in text for text, state in zip(texts, HAPPENINGS, strict=True) if "_" in state)


def test_a_step_in_full(library: Library) -> None:
    told = values(happened="paid", when=NOW, tracking=None, items=["Blue kurta L"])
    sms = library.render("order_update", channel="sms", locale="en", values=told)
    chat = library.render("order_update", channel="whatsapp", locale="en", values=told)
    said = "Order 1234: paid today, thank you. Next: we collect it from our shops; it leaves us by Thursday."
    said = f"{said} Follow it: {LINK}"
    assert sms.text == f"Tiger Tees: {said}"
    assert chat.text == said
    framed = f"There is news of your order of Blue kurta L. Where it stands: {said} Any question? Just reply."
    assert chat.approved == framed
    assert chat.variables == {"1": "Blue kurta L", "2": said}


def test_a_tracking_address_is_whole(library: Library) -> None:
    link = "https://courier.example/" + "t" * 300
    said = library.render("order_update", channel="sms", locale="en", values=values(tracking=link))
    assert f" Tracking: {link} " in said.text


def test_what_a_shop_is_asked(library: Library) -> None:
    told = values(currency="INR", commission=Decimal(300), zone="Asia/Kolkata", now=NOW, deadline=NOW)
    said = library.render("stock_request", channel="whatsapp", locale="en-IN", values=told)
    assert said.spell_buttons().splitlines() == [
        "Order 1234: Blue kurta, size L, 2 pc. You earn ₹300.",
        "Do you have it? Please tell us by today at 8:30 pm.",
        "1 Yes",
        "2 No",
        "3 Some",
    ]
    assert [button.id for button in said.buttons] == ["yes", "no", "some"]
    assert said.approved == (
        "Order 1234: we need Blue kurta, size L, 2 pc (you earn ₹300). Do you have it? 1 Yes 2 No 3 Some. "
        "Please tell us by today at 8:30 pm, thank you."
    )


@each("locale", LOCALES)
@each("name", ["stock_requests", "stock_which"])
def test_every_ask_has_its_line(library: Library, name: str, locale: str) -> None:
    asks = [f"{place}. {LONG} L × 2 ({1200 + place})" for place in range(1, 16)]
    for channel in CHANNELS:
        said = library.render(name, channel=channel, locale=locale, values=values(asks=asks, many=len(asks)))
        lines = asks if channel != "sms" or locale == "hi" else [ask.replace("×", "x") for ask in asks]
        assert [line for line in said.text.splitlines() if line in lines] == lines


def test_several_asks_on_one_line_for_approval(library: Library) -> None:
    said = library.render("stock_requests", channel="whatsapp", locale="en", values=values())
    asked = "1. Blue kurta L × 2 (1234); 2. Belt × 1 (1235); 3. Cotton scarf × 4 (1236)"
    assert said.variables["2"] == f"{asked} (you earn $15 for each piece)"
    assert said.text.splitlines()[0] == "Do you have these 3? You earn $15 for each piece."
    assert said.text.splitlines()[1:4] == asked.split("; ")


@each(
    ("told", "first"),
    [
        pytest.param({"each": None}, "ये 3 हैं क्या? सब पर कुल $30 मिलेंगे।", id="for all"),
        pytest.param({"each": None, "commission": None}, "ये 3 हैं क्या?", id="nothing is known of it"),
        pytest.param({"express": "yes"}, "ये 3 हैं क्या? एक्सप्रेस, एक दिन के अंदर चाहिए। हर पीस पर $15 मिलेंगे।", id="express"),
    ],
)
def test_several_asks_are_said_in_the_language_of_the_shop(
    library: Library, told: dict[str, object], first: str
) -> None:
    said = library.render("stock_requests", channel="telegram", locale="hi", values=values(**told))
    assert said.text.splitlines()[0] == first


@each(("many", "example"), [(2, "“1 yes 2 no”"), (3, "“1 yes 2 no 3 only 1”")])
def test_the_example_answers_no_more_than_is_asked(library: Library, many: int, example: str) -> None:
    said = library.render("stock_requests", channel="telegram", locale="en", values=values(many=many))
    assert f"answer like {example} by" in said.text


def test_what_came_of_an_answer(library: Library) -> None:
    told = values(held=None, taken=None, freed=None)
    said = library.render("stock_outcome", channel="telegram", locale="en", values=told)
    assert said.text.splitlines() == [
        "It's yours:",
        "Blue kurta L × 2 (1234)",
        "Please keep it aside. Wrong? Write undo.",
        "",
        "OK, not available:",
        "Belt × 1 (1235)",
        "Thank you for telling us.",
    ]


@each("locale", LOCALES)
def test_undo_is_offered_where_something_is_theirs(library: Library, locale: str) -> None:
    for yours in (["Belt × 1 (1235)"], None):
        said = library.render("stock_outcome", channel="telegram", locale=locale, values=values(yours=yours))
        assert ({"es": "deshacer"}.get(locale, "undo") in said.text) is bool(yours)


@each("locale", LOCALES)
def test_every_command_that_help_names_is_understood(library: Library, locale: str) -> None:
    said = library.render("shop_help", channel="telegram", locale=locale, values=values())
    commands = [line.partition(":")[0] for line in said.text.splitlines()[1:-1]]
    read = [read_shop(command, NOW, ZoneInfo("Asia/Kolkata")) for command in commands]
    assert [one.intent.value for one in read] == [
        "stock", "nothing", "nothing", "orders", "nothing", "earnings", "payout", "holiday", "nothing", "language",
    ]  # fmt: skip
    counter = [read_counter(command).intent for command in (commands[2], commands[4])]
    assert counter == [CounterIntent.PENDING, CounterIntent.HANDED]
    assert read[7].day in {date(2026, 10, 19), date(2026, 10, 20)}  # on Monday, or after it
    sms = library.render("shop_help", channel="sms", locale=locale, values=values())
    assert all(command in sms.text for command in commands if command != commands[8])
    assert is_undo(commands[8])


def test_what_stays_the_same_is_told_twice_and_no_link_is_pressed(library: Library) -> None:
    told = values(nothing=["Belt × 1 (1235)"] * 2 + ["Go to http://x.example/y × 1 (1236)"], yours=None)
    said = library.render("stock_outcome", channel="telegram", locale="en", values=told | {"held": None})
    assert said.text.count("Belt × 1 (1235)") == 2
    assert "x.example" not in said.text


@each("locale", LOCALES)
def test_a_button_says_how_many(library: Library, locale: str) -> None:
    for quantity in (2, 1000):
        said = library.render("stock_unclear", channel="telegram", locale=locale, values=values(quantity=quantity))
        assert [button.id for button in said.buttons] == ["yes", "some", "no", "later"]
        assert said.buttons[0].text.endswith(f", {quantity}")
        assert str(quantity) in said.text


@each(
    ("name", "ids"),
    [("part_available", ["1", "2", "3"]), ("approve_photos", ["1", "2"]), ("confirm_order", ["yes", "no"])],
)
@each("locale", LOCALES)
def test_choices_are_buttons_in_a_chat_and_words_in_an_sms(
    library: Library, name: str, ids: list[str], locale: str
) -> None:
    chat = library.render(name, channel="telegram", locale=locale, values=values())
    sms = library.render(name, channel="sms", locale=locale, values=values())
    assert [button.id for button in chat.buttons] == ids
    assert sms.buttons == ()
    if name == "confirm_order":
        assert [line[:2] for line in chat.spell_buttons().splitlines()[-2:]] == ["- ", "- "]
    else:
        assert [line[:2] for line in chat.spell_buttons().splitlines()[-len(ids) :]] == [f"{number} " for number in ids]
        assert all(f"{number} " in sms.text for number in ids)


def test_where_to_pay(library: Library) -> None:
    told = values(items=["Blue kurta L"], off=None)
    chat = library.render("payment_link", channel="telegram", locale="en", values=values(off=None))
    sms = library.render("payment_link", channel="sms", locale="en", values=told)
    assert [(button.id, button.url) for button in chat.buttons] == [("pay", LINK)]
    assert LINK not in chat.text
    assert sms.text == (
        f"Tiger Tees: Good news, we found Blue kurta L. Pay $89.50 by Wednesday at 6 pm and we'll get it: {LINK}"
    )


@each("locale", LOCALES)
@each("channel", CHANNELS)
def test_nothing_is_said_to_be_found_before_it_is(library: Library, channel: str, locale: str) -> None:
    first = library.render("payment_link", channel=channel, locale=locale, values=values(first=True))
    after = library.render("payment_link", channel=channel, locale=locale, values=values())
    found = {"en": "found", "es": "encontramos", "hi": "मिल गया", "hi-Latn": "mil gaya"}[locale]
    for said, told in ((first, False), (after, True)):
        assert (found in said.text) is told
        assert (found in (said.approved or said.text)) is told


def test_a_refund_says_why(library: Library) -> None:
    told = values(alternatives=None, items=["Blue kurta L"])
    lacking = library.render("refunded", channel="telegram", locale="en", values=told)
    called_off = library.render("refunded", channel="telegram", locale="en", values=told | {"called_off": True})
    back = " $89.50 is on its way back to you, usually 5-7 working days."
    assert lacking.text == f"Sorry, we couldn't get Blue kurta L for order 1234.{back}"
    assert called_off.text == f"Order 1234 is cancelled: Blue kurta L.{back}"


@each("locale", LOCALES)
def test_what_is_back_may_be_stopped(library: Library, locale: str) -> None:
    assert library.message("back_in_stock").says_stop
    chat = library.render("back_in_stock", channel="telegram", locale=locale, values=values())
    assert [button.id for button in chat.buttons] == ["stop"]


def test_a_chat_names_every_item_and_very_many_are_counted(library: Library) -> None:
    few = library.render("waiting_on", channel="telegram", locale="en", values=values())
    assert "looking for Blue kurta, Cotton scarf and Belt (order 1234)" in few.text
    titles = [f"Bead {number}" for number in range(1, 41)]
    many = library.render("waiting_on", channel="telegram", locale="en", values=values(items=titles))
    assert "Bead 11, Bead 12 and 28 more (order 1234)" in many.text


def test_how_ordering_works_depends_on_when_it_is_paid(library: Library) -> None:
    for pay, told in {"first": "You pay first", "cod": "pay at the door", "after": "only for what is found"}.items():
        assert told in library.render("how_to_order", channel="telegram", locale="en", values={pay: "yes"}).text
