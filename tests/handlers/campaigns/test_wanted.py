"""A campaign in an owner's words: its name, its people, its words and its moment, in whatever order and language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from flows.audience.criteria import Compared
from flows.shop_offers import WhyNoOffer, WrongOffer
from handlers.audience.names import Names
from handlers.campaigns.called import is_nameable
from handlers.campaigns.drafts.arms import ToldArm, due_arms
from handlers.campaigns.drafts.shares import take_share
from handlers.campaigns.drafts.wanted import WantedCampaign, read_wanted, texts_of

ZONE = ZoneInfo("America/Chicago")
NAMES = Names("USD", "US", {"vip": Compared("audience", "=", "vip")})
NOW = datetime(2026, 1, 7, 15, 0, tzinfo=ZONE)  # a Wednesday, at three


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


FRIDAY = at(9, 18)


@pytest.mark.parametrize(
    ("said", "name", "people", "words", "moment"),
    [
        ("diwali to vip friday 6pm: Lamps are here", "diwali", "vip", "Lamps are here", FRIDAY),
        ("diwali to vip, friday 6pm: Lamps are here", "diwali", "vip", "Lamps are here", FRIDAY),
        ("diwali to vip: Lamps are here", "diwali", "vip", "Lamps are here", None),
        ("diwali to vip now: Lamps: 20% off", "diwali", "vip", "Lamps: 20% off", "now"),
        ('diwali to vip "Lamps are here" friday 6pm', "diwali", "vip", "Lamps are here", FRIDAY),
        ("diwali to vip “Lamps to light, at 6pm” now", "diwali", "vip", "Lamps to light, at 6pm", "now"),
        ('diwali to vip: "Lamps" are here', "diwali", "vip", '"Lamps" are here', None),
        ('diwali to vip: Lamps of "silk"', "diwali", "vip", 'Lamps of "silk"', None),
        ("winter sale to not bought 60d tomorrow 10am: Hi", "winter sale", "not bought 60d", "Hi", at(8, 10)),
        ("winter sale to not bought 60d: Hi", "winter sale", "not bought 60d", "Hi", None),
        ("diwali to vip", "diwali", "vip", "", None),
        ("back to school to vip friday 6pm: Hi", "back to school", "vip", "Hi", FRIDAY),
        ("a new year to vip: Hi", "a new year", "vip", "Hi", None),
        ("winter to gone 60d tomorrow 10am: Hi", "winter", "gone 60d", "Hi", at(8, 10)),
        ("back to school to people with blue eyes", "back", "school to people with blue eyes", "", None),
        ("diwali to vip:", "diwali", "vip", "", None),
        ("diwali to", "diwali", "", "", None),
        ("diwali", "diwali", "", "", None),
        ("diwali friday 6pm", "diwali", "", "", FRIDAY),
        ("", "", "", "", None),
        ("verano para vip viernes 6pm: Ya llegó", "verano", "vip", "Ya llegó", FRIDAY),
        ("diwali ko vip friday 6pm: Diye", "diwali", "vip", "Diye", FRIDAY),
        ("naya saal vip ko friday 6pm: Diye", "naya saal", "vip", "Diye", FRIDAY),
        ("दीवाली vip को friday 6pm: दीये", "दीवाली", "vip", "दीये", FRIDAY),
        ("holi sabko friday 6pm: Rang", "holi", "everyone", "Rang", FRIDAY),
        ("en5 to everyone 1.15. 6pm: Hi", "en5", "everyone", "Hi", at(15, 18)),
        ("holi sab ko: Rang", "holi", "everyone", "Rang", None),
        ("diwali to people with blue eyes: Hi", "diwali", "people with blue eyes", "Hi", None),
        ("x to everyone “Sale: all lamps” now", "x", "everyone", "Sale: all lamps", "now"),
        ("x to everyone: He said “come” to all", "x", "everyone", "He said “come” to all", None),
    ],
)
def test_a_campaign_in_an_owners_words(
    said: str, name: str, people: str, words: str, moment: datetime | str | None
) -> None:
    when = moment if isinstance(moment, datetime) else None
    wanted = WantedCampaign(name, people, words, when, moment == "now")
    assert replace(read_wanted(said, NAMES, NOW.astimezone(UTC), ZONE, "USD"), when="") == wanted


@pytest.mark.parametrize(
    "when", ["friday 6pm their time", "6pm their time friday", "at 6pm their time friday", "their time friday 6pm"]
)
def test_their_time_is_said_anywhere_in_the_moment(when: str) -> None:
    found = read_wanted(f"diwali to vip {when}: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.people, found.at, found.local) == ("vip", FRIDAY, "18:00")


@pytest.mark.parametrize(
    "said", ["friday 6pm, A: Lamps are here B: Lights are here", "friday 6pm A: Lamps are here B: Lights are here"]
)
def test_wordings_right_behind_the_hour_are_two(said: str) -> None:
    found = read_wanted(f"diwali to vip {said}", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.name, found.people, found.at) == ("diwali", "vip", FRIDAY)
    assert [one.text for one in texts_of(found.words)] == ["Lamps are here", "Lights are here"]


def test_a_name_that_ends_in_a_letter_is_no_wording() -> None:
    found = read_wanted("vitamin A to vip friday 6pm, plan B: Hi there", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert found.words == "Hi there"


@pytest.mark.parametrize("when", ["friday 6pm", ", friday 6pm"])
def test_all_stands_for_everyone(when: str) -> None:
    found = read_wanted(f"diwali to all {when}: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.name, found.people, found.at) == ("diwali", "all", FRIDAY)


@pytest.mark.parametrize(
    ("said", "name", "people", "channels"),
    [
        ("mugs to vip on whatsapp only friday 6pm: Hi", "mugs", "vip", ("whatsapp",)),
        ("mugs to vip by sms, friday 6pm: Hi", "mugs", "vip", ("sms",)),
        ("mugs to vip friday 6pm by sms: Hi", "mugs", "vip", ("sms",)),
        ("mugs to vip only on telegram friday 6pm: Hi", "mugs", "vip", ("telegram",)),
        ("tazas para vip solo por whatsapp viernes 6pm: Hola", "tazas", "vip", ("whatsapp",)),
        ("mugs to vip whatsapp par friday 6pm: Hi", "mugs", "vip", ("whatsapp",)),
        ("mugs to reachable:whatsapp friday 6pm: Hi", "mugs", "reachable:whatsapp", ()),
        ("sms sale to vip friday 6pm: Hi", "sms sale", "vip", ()),
        ("mugs to vip friday 6pm: We are on whatsapp only", "mugs", "vip", ()),
        ("mugs to vip by sms, whatsapp friday 6pm: Hi", "mugs", "vip", ("sms", "whatsapp")),
        ("mugs to vip on whatsapp then sms, friday 6pm: Hi", "mugs", "vip", ("whatsapp", "sms")),
        ("mugs to vip friday 6pm on sms and sms only: Hi", "mugs", "vip", ("sms",)),
        ("tazas para vip por whatsapp y telegram viernes 6pm: Hola", "tazas", "vip", ("whatsapp", "telegram")),
        ("mugs to vip telegram aur sms par friday 6pm: Hi", "mugs", "vip", ("telegram", "sms")),
    ],
)
def test_the_channels_on_which_it_goes(said: str, name: str, people: str, channels: tuple[str, ...]) -> None:
    found = read_wanted(said, NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.name, found.people, found.channels, found.at) == (name, people, channels, FRIDAY)


def test_no_blank_stays_before_a_comma_where_terms_were_taken_out() -> None:
    found = read_wanted("mugs to vip , 10% off , launch: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert found.people == "vip, launch"


def test_a_sixth_wording_is_no_part_of_the_fifth() -> None:
    assert [one.variant for one in texts_of("A: a B: b C: c D: d E: e F: f")] == [*"ABCDEF"]
    assert [one.text for one in texts_of("A: a B: plan F: f")] == ["a", "plan F: f"]


@pytest.mark.parametrize("said", ["free shipping, 10% off", "10% off, 20% off", "$5 off, 10% off"])
def test_two_offers_are_refused(said: str) -> None:
    with pytest.raises(WrongOffer) as wrong:
        read_wanted(f"diwali to vip, {said}: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert wrong.value.why is WhyNoOffer.TWO


@pytest.mark.parametrize(
    "said",
    [
        "buy 1 get 1", "Buy one, get one free", "buy 2 shirts get 1 free", "BOGO", "2x1", "3 x 2", "1+1 free",
        "ek pe ek free", "एक पर एक फ्री", "free gift", "regalo gratis", "2 for 1", "3 por 2", "b1g1",
        "lleva 2 paga 1", "compra 1 y llévate 2",
    ],
)  # fmt: skip
def test_goods_for_nothing_are_no_offer_of_a_code(said: str) -> None:
    def wanted(offer: str) -> WantedCampaign:
        return read_wanted(f"diwali to vip friday 6pm, {offer}: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")

    for offer, why in ((said, WhyNoOffer.GOODS), (f"{said}, 10% off", WhyNoOffer.TWO)):
        with pytest.raises(WrongOffer) as wrong:
            wanted(offer)
        assert wrong.value.why is why
    found = wanted(f"{said} with code BOGO1")
    assert (found.people, found.at) == ("vip", FRIDAY), "the store knows what its own code gives"


@pytest.mark.parametrize("people", ["vip 2x1 club", "bought free sample", "size 3x2", "who buy one shirt and get two"])
def test_goods_among_the_words_for_people_are_no_offer(people: str) -> None:
    wanted = read_wanted(f"diwali to {people} friday 6pm: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert wanted.terms.offer is None


@pytest.mark.parametrize("name", ["all", "All", "sab", "it", "pause it", "list", "List 2", "status"])
def test_no_campaign_is_called_as_all_of_them_are(name: str) -> None:
    assert not is_nameable(name)


@pytest.mark.parametrize(
    "said",
    [
        "diwali to vip friday 6pm, best wins: A: Lamps are here B: Lamps from 9",
        "diwali to vip friday 6pm the best one wins: A: Lamps are here B: Lamps from 9",
        "diwali to vip, best wins, friday 6pm: A: Lamps are here B: Lamps from 9",
        "diwali para vip viernes 6pm, el mejor gana: A: Lamps are here B: Lamps from 9",
        "diwali ko vip friday 6pm jo jeete: A: Lamps are here B: Lamps from 9",
    ],
)
def test_the_best_may_win(said: str) -> None:
    found = read_wanted(said, NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.name, found.people, found.at, found.best) == ("diwali", "vip", FRIDAY, True)
    assert found.words == "A: Lamps are here B: Lamps from 9"


def test_what_the_words_say_of_winners_is_no_contest() -> None:
    found = read_wanted("diwali to vip friday 6pm: The best wins a lamp", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.best, found.words) == (False, "The best wins a lamp")


@pytest.mark.parametrize(
    ("said", "share"),
    [
        ("diwali to vip friday 6pm holdout 20%: Hi", 0.2),
        ("diwali to vip 20% holdout friday 6pm: Hi", 0.2),
        ("diwali to vip, 10% off, no holdout, friday 6pm: Hi", 0.0),
        ("diwali to vip friday 6pm holdout 12.5%: Hi", 0.125),
        ("diwali to vip 12.5% holdout friday 6pm: Hi", 0.125),
        ("diwali to vip friday 6pm, holdout -5%: Hi", -0.05),
        ("diwali to vip, −5% holdout, friday 6pm: Hi", -0.05),
        ("diwali to vip friday 6pm holdout 100%: Hi", 1.0),
        ("diwali to vip friday 6pm, leave 10% alone: Hi", 0.1),
        ("diwali to vip, leave out 10%, friday 6pm: Hi", 0.1),
        ("diwali to vip friday 6pm, keep 5% aside: Hi", 0.05),
        ("diwali to vip friday 6pm with a 10% control group: Hi", 0.1),
        ("diwali to vip friday 6pm, control group of 10%: Hi", 0.1),
        ("diwali to vip friday 6pm without a control group: Hi", 0.0),
        ("diwali to vip friday 6pm, deja fuera al 10%: Hi", 0.1),
        ("diwali to vip friday 6pm, deja 10% aparte: Hi", 0.1),
        ("diwali to vip friday 6pm, 10% de control: Hi", 0.1),
        ("diwali to vip friday 6pm, sin grupo de control: Hi", 0.0),
        ("diwali to vip friday 6pm, 10% ko chhod do: Hi", 0.1),
        ("diwali to vip friday 6pm, 10% alag rakho: Hi", 0.1),
        ("diwali to vip friday 6pm, 10% को छोड़कर: Hi", 0.1),
        ("diwali to vip friday 6pm: holdout 20%", None),
        ("diwali to vip friday 6pm, 10% off: leave 10% alone", None),
    ],
)
def test_the_share_that_is_left_alone_is_taken(said: str, share: float | None) -> None:
    wanted = read_wanted(said, NAMES, NOW, ZONE, "USD")
    assert (wanted.holdout, wanted.people, wanted.at) == (share, "vip", FRIDAY)


@pytest.mark.parametrize(
    "said",
    [
        "diwali to vip friday 6pm 15% off: Lamps",
        "diwali 15% off to vip friday 6pm: Lamps",
        "diwali friday 6pm to vip 15% off: Lamps",
        "diwali, friday 6pm, 15% off, to vip: Lamps",
        "15% off, friday 6pm, diwali to vip: Lamps",
        "friday 6pm diwali to vip, 15% off: Lamps",
        "friday 6pm to vip, diwali, 15% off: Lamps",
        "to vip diwali friday 6pm 15% off: Lamps",
        "to vip friday 6pm called diwali 15% off: Lamps",
        "for vip, name diwali, friday 6pm, 15% off: Lamps",
        "diwali to friday 6pm vip 15% off: Lamps",
        "diwali 15% off friday 6pm vip ko: Lamps",
        "vip ko diwali friday 6pm 15% off: Lamps",
        '"Lamps" diwali to vip friday 6pm 15% off',
        '15% off "Lamps" to vip, diwali friday 6pm',
    ],
)
def test_the_parts_stand_in_any_order(said: str) -> None:
    found = read_wanted(said, NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.name, found.people, found.words, found.terms.said) == ("diwali", "vip", "Lamps", "15% off")
    assert found.at == FRIDAY


@pytest.mark.parametrize(
    ("said", "name", "people"),
    [
        ("to vip friday 6pm: Lamps", "", "vip"),
        ("to vip on telegram only: Lamps", "", "vip"),
        ("sunday sale to vip: Lamps", "sunday sale", "vip"),
        ("winback 10 mar to vip: Lamps", "winback 10 mar", "vip"),
        ("winback 10 mar to vip friday 6pm: Lamps", "winback 10 mar", "vip"),
        ("back to school to vip friday 6pm: Lamps", "back to school", "vip"),
        ("a new start to vip: Lamps", "a new start", "vip"),
    ],
)
def test_what_is_the_name(said: str, name: str, people: str) -> None:
    found = read_wanted(said, NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.name, found.people) == (name, people)


FRIDAY_AT_TEN = at(9, 10)


@pytest.mark.parametrize(
    ("said", "dues"),
    [
        ("to vip friday, A at 10am, B at 6pm", (FRIDAY_AT_TEN, FRIDAY)),
        ("to vip friday, A 10am and B 6pm", (FRIDAY_AT_TEN, FRIDAY)),
        ("to vip, A on friday 10am, B on saturday 6pm", (FRIDAY_AT_TEN, at(10, 18))),
        ("to vip 6pm, A friday, B saturday", (FRIDAY, at(10, 18))),
        (", A at 10am, B at 6pm to vip friday", (FRIDAY_AT_TEN, FRIDAY)),
        ("to vip, A at 10am, B at 6pm", (at(8, 10), at(8, 18))),  # ten has passed: both are of tomorrow
        ("to vip, A at 4pm, B at 6pm", (at(7, 16), at(7, 18))),
        ("to vip, A at 10am, B at 6pm saturday", (at(10, 10), at(10, 18))),
        ("to vip, A at 10am friday, B at 6pm", (FRIDAY_AT_TEN, FRIDAY)),
        ("to vip, A friday 10am, B saturday 6pm, C at 4pm", (FRIDAY_AT_TEN, at(10, 18), at(7, 16))),
        ("to vip, A now, B at 6pm", (None, at(7, 18))),
        ("a vip el viernes, A a las 10, B a las 18", (FRIDAY_AT_TEN, FRIDAY)),
        ("vip ko friday, A 10 baje, B 18 baje", (FRIDAY_AT_TEN, FRIDAY)),
        ("to vip friday, best wins, A at 10am, B at 6pm, 10% off, budget $50 on sms only", (FRIDAY_AT_TEN, FRIDAY)),
        ("to vip friday, A at 10am, B at noon, C at 6pm", (FRIDAY_AT_TEN, at(9, 12), FRIDAY)),
    ],
)
def test_variants_have_hours_of_their_own(said: str, dues: tuple[datetime | None, ...]) -> None:
    found = read_wanted(f"diwali {said}: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.name, found.people, found.arms.unread) == ("diwali", "vip", "")
    armed = due_arms(found.arms, found.at, NOW.astimezone(UTC), ZONE)
    assert tuple(one.schedule.at if one.schedule else None for one in armed.arms) == dues
    assert [one.variant for one in armed.arms] == list("ABC")[: len(dues)]
    assert armed.now is (None in dues)


@pytest.mark.parametrize("said", ["friday, A at 10am, B at 6pm their time", "friday their time, A at 10am, B at 6pm"])
def test_variants_may_go_in_their_own_time(said: str) -> None:
    found = read_wanted(f"diwali to vip {said}: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    armed = due_arms(found.arms, found.at, NOW.astimezone(UTC), ZONE, theirs=found.local is not None)
    assert [one.schedule.local for one in armed.arms if one.schedule] == [time(10), time(18)]


@pytest.mark.parametrize(
    ("said", "unread"),
    [
        ("friday, A at 10am, B at teatime", "B at teatime"),
        ("friday, A at dawn time, B at 6pm", "A at dawn time"),
        ("friday, A at 10am, B at 6pm, A at noon", "A at noon"),
    ],
)
def test_what_is_not_understood_of_a_variant_is_asked_about(said: str, unread: str) -> None:
    found = read_wanted(f"diwali to vip {said}: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.arms.unread, found.arms.arms) == (unread, ())


@pytest.mark.parametrize("said", ["plan A to vip friday 6pm", "team A and B to vip friday 6pm", "A to vip friday 6pm"])
def test_letters_of_a_name_are_no_variants(said: str) -> None:
    found = read_wanted(f"{said}: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.people, found.at, found.arms.arms, found.arms.unread) == ("vip", FRIDAY, (), "")


def test_an_hour_of_a_variant_that_has_passed_is_told() -> None:
    found = read_wanted("diwali to vip today, A at 10am, B at 6pm: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert due_arms(found.arms, found.at, NOW.astimezone(UTC), ZONE).late == "at 10am"


@pytest.mark.parametrize(
    ("said", "offers"),
    [
        ("to vip friday 6pm, A 10% off, B 15% off", (10, 15)),
        ("to vip friday 6pm, A 10%, B 15%", (10, 15)),
        ("to vip friday 6pm, A no offer, B free shipping", ("none", "shipping")),
        ("to vip friday 6pm, A with SAVE10, B with SAVE15", ("SAVE10", "SAVE15")),
        ("to vip friday 6pm, A gets 10% off, B gets $5 off, budget $50", (10, "5.00")),
        ("to vip, A 10% off at 10am, B 15% off at 6pm", (10, 15)),
        ("to vip tomorrow, A at 10am, B at 6pm, A 10% off, B no offer", (10, "none")),
        ("a vip viernes 6pm, A 10% de descuento, B sin oferta", (10, "none")),
    ],
)
def test_variants_have_offers_of_their_own(said: str, offers: tuple[object, ...]) -> None:
    found = read_wanted(f"diwali {said}: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert (found.name, found.people, found.arms.unread) == ("diwali", "vip", "")
    assert found.terms.offer is None
    assert tuple(map(_offer, found.arms.arms)) == offers


def _offer(arm: ToldArm) -> object:
    one = arm.terms.offer
    if one is None:
        return "none" if arm.terms.drops_offer else arm.terms.code
    return one.percent or (str(one.amount) if one.amount else "shipping")


def test_a_variant_may_have_both() -> None:
    text = "diwali to vip friday, A 10% off at 10am, B at 6pm 15% off: Hi"
    found = read_wanted(text, NAMES, NOW.astimezone(UTC), ZONE, "USD")
    armed = due_arms(found.arms, found.at, NOW.astimezone(UTC), ZONE)
    assert [one.schedule.at for one in armed.arms if one.schedule] == [FRIDAY_AT_TEN, FRIDAY]
    assert list(map(_offer, found.arms.arms)) == [10, 15]


@pytest.mark.parametrize(
    ("said", "unread"), [("A 10% off, B a mug", "B a mug"), ("A 10% off, B 15% off at teatime, C 5% off", "")]
)
def test_an_offer_that_is_not_understood_is_asked_about(said: str, unread: str) -> None:
    found = read_wanted(f"diwali to vip friday 6pm, {said}: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")
    assert found.arms.unread == unread


def test_an_offer_of_a_variant_that_is_none_is_said() -> None:
    with pytest.raises(WrongOffer):
        read_wanted("diwali to vip now, A 10% off, B 120% off: Hi", NAMES, NOW.astimezone(UTC), ZONE, "USD")


@pytest.mark.parametrize("blank", [" ", ",;", "with a "])
def test_a_share_is_looked_for_quickly_in_whatever_is_long(blank: str) -> None:
    text, since = f"to vip{blank * (4000 // len(blank))}friday", process_time()
    assert take_share(text) == (text, "")
    assert process_time() - since < 0.5
