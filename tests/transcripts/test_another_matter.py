"""Behind each kind of open question, words of another matter do nothing, and reach a person or their topic."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.transcripts.another_matter import Outcome, begin, write
from tests.transcripts.runner import Story
from tests.transcripts.script import HERE, read
from tests.transcripts.world import world

HEAD = """Words of another matter.

sells souvenirs
{settings}people
  gita: Gita Rao, telegram 7102
  bo: Bo Lund, telegram 77, region MO
  ravi: Ravi, telegram 9002

Mon 2026-03-02 11:00 IST
"""
_AT_THE_DOOR = 'settings\n  sourcing.pay = "cod"\n'
_PHOTOS = "settings\n  sourcing.quality_check = true\n"
SCENES = {
    "summary": ("noor", "", "noor> 2 tiger shorts in L"),
    "product": ("noor", "", "noor> /shop"),
    "size": ("noor", "", "noor> tiger shorts"),
    "offer": ("noor", "", "noor> do you have tiger shorts in L?"),
    "address": ("gita", "", "gita> 2 tiger shorts in L\ngita> yes"),
    "replaces an order": ("gita", "", "gita> 2 mugs\ngita> yes\n+1m\ngita> make it 3"),
    "sure to cancel": ("noor", "", "noor reserves 1: SHORTS L\nnoor> cancel my order 1"),
    "which to cancel": ("noor", "", "noor reserves 1: SHORTS L\nnoor reserves 2: MUG\nnoor> cancel my order"),
    "order or messages": ("gita", "", "gita> JOIN\ngita> yes\ngita reserves 1: MUG\ngita> cancel"),
    "confirm at the door": ("noor", _AT_THE_DOOR, "noor reserves 1234: SHORTS L\n+2m\nconnaught> haan"),
    "to be paid": ("noor", "", "noor reserves 1234: SHORTS L\n+2m\nconnaught> haan"),
    "part available": (
        "noor",
        "",
        "noor reserves 1234: 2 x SHORTS L, SHORTS XL\n+2m\nconnaught> 1 haan 2 nahi\n+2m\nkarol> 2 no\n+2m\nhauz> 2 no",
    ),
    "unavailable": ("noor", "", "noor reserves 1234: SHORTS L\n+2m\nconnaught> nahi\nkarol> no\nhauz> no"),
    "photos": (
        "noor",
        _PHOTOS,
        "noor> hello\nnoor reserves 1234: SHORTS L\n+2m\nkarol> yes\n+2m\nnoor pays\n+40m\nasha> /picked 1234 karol\n"
        "asha sends 2 photos: 1234\nasha presses 5 All good",
    ),
    "quote": (
        "noor",
        "",
        "noor> can you make a wooden box painted by hand, with my name on it?\n"
        "asha (reply)> /quote 4500 hand-painted box with your name, 5 days",
    ),
    "opt-in": ("bo", "", "bo> JOIN"),
    "stop question": ("bo", "", "bo> JOIN\nbo> yes\nbo> this is too many messages"),
    "cart reminder": ("bo", "", "shop: cart c1 of bo: Blue kurta 39.00; agreed twice\n+45m"),
    "order placed": ("noor", "", "noor> i want tiger shorts M\nnoor> yes"),
    "order placed by SMS": ("dana", "", "dana> i want tiger shorts M\ndana> yes"),
    "stop question beside a pick": ("dana", "", "dana> i want tiger shorts M\ndana> unsubscribe me from the gym"),
    "staff answered": ("noor", "", "noor> is the cotton thick?\nasha (reply)> Yes, it is."),
}
"""The kinds of questions: who is asked, with which settings, and what leads to the question."""
_COLLECTED = (
    "noor reserves 1234: SHORTS L\n+2m\nkarol> yes\n+2m\nnoor pays\n+40m\nasha> /picked 1234 karol\n"
    "asha sends 2 photos: 1234"
)
_PAID = "noor reserves 1234: MUG\n+2m\nnoor pays\n+1h"
_TWO = """settings
  staff = [{ name = "Asha", role = "owner", address = "telegram:9001" }, { name = "Ravi", role = "manager", address = "telegram:9002" }]
  policy.second_yes_above = 1
"""  # noqa: E501
STAFF_SCENES = {
    "quality check": ("asha", _PHOTOS, _COLLECTED),
    "cancel an order": ("asha", "", _PAID + "\nasha> /cancel 1234"),
    "erase": ("asha", "", "gita reserves 1234: MUG\n+1m\nasha> /erase_7102"),
    "refund": (
        "asha",
        "",
        _PAID + "\nasha> /packed 1234\nasha> /shipped 1234 TRACK77 Delhivery\n+1h\nasha> /delivered 1234\n+1h\n"
        "asha> /refund 1234",
    ),
    "pause": ("asha", "", "asha> stop sending"),
    "second yes": (
        "ravi",
        _TWO,
        "shop: gita agreed twice by telegram\nshop: bo agreed twice by telegram\n"
        "asha> /campaign new spring to everybody tomorrow 2pm: Kurtas are here\nasha> 1",
    ),
    "second yes shown": (
        "ravi",
        _TWO,
        "shop: gita agreed twice by telegram\nshop: bo agreed twice by telegram\n"
        "asha> /campaign new spring to everybody tomorrow 2pm: Kurtas are here\nasha> 1\nravi> /campaign launch spring",
    ),
}
"""Questions to the staff that act, or show what would act."""
_REASON = {"what is wrong": ("asha", _PHOTOS, _COLLECTED + "\nasha presses 6 Problem")}
_SHOPS = {"a shop's request": ("connaught", "", "noor reserves 1234: SHORTS L\n+2m")}
"""The same of partner shops."""
_ASKED_AGAIN = frozenset({
    *("pick_summary", "pick_product", "pick_size", "pick_offer", "address_ask", "confirm_order"),
    *("part_available", "approve_photos", "quote", "opt_in_ask", "welcome_ask", "cart_reminder", "cancel_kept", ""),
})  # fmt: skip
"""Templates that alone leave a line unheard: the question once more, or that an order goes on."""
_ASKS_A_SHOP = frozenset({"stock_unclear", "shop_passed_on", "shop_help"})
"""Templates by which a shop hears that nothing was done."""
_SHARED = Path(__file__).parents[3] / "shared" / "data" / "replies"
_ANSWERS = frozenset(
    {"yes", "no", "stop", "opt_out", "ambiguous_stop", "start", "help", "unclear", "cancel_order", "later"}
)
_CHANGES = frozenset({"change_order", "change_size", "change_item", "price"})  # what is picked may be meant
_EACH = 5  # of our own lines one in so many is written behind each question; of the others each behind one question


def _own(name: str = "another_matter") -> list[str]:
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _others() -> Iterator[str]:
    """Lines of other collections, where they are at hand."""
    for name in ("natural/customer_intents", "customers"):
        path = _SHARED / f"{name}.jsonl"
        rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for row in map(json.loads, rows):
            if row["label"] not in _ANSWERS | _CHANGES:
                yield row["text"].replace("\n", " ")
    path = _SHARED / "yes_no.clinc_negatives.jsonl"
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    yield from (json.loads(row)["text"] for row in rows[::8])


async def _heard(scene: str, lines: Sequence[str], database: str, folder: Path) -> list[tuple[str, Outcome]]:
    who, settings, beginning = (SCENES | STAFF_SCENES | _SHOPS | _REASON)[scene]
    file = folder / "scene.txt"
    file.write_text(HEAD.format(settings=settings) + beginning + "\n", encoding="utf-8")
    async with world(read(file), database) as here:
        story = Story(here)
        await begin(story, beginning)
        return [(line, await write(story, who, line)) for line in lines]


def _acts(scene: str, outcome: Outcome) -> tuple[str, ...]:
    """Return the actions that no such line may cause. Asked whether our messages stop, any wording may stop them."""
    if scene == "stop question":
        return tuple(act for act in outcome.actions if "opted_out" not in act and "revoked" not in act)
    return outcome.actions


def _is_heard(outcome: Outcome) -> bool:
    """Return True if a person reads the line, or an answer speaks of more than the open question."""
    return outcome.asked or bool(outcome.to_staff) or not _ASKED_AGAIN.issuperset(outcome.templates)


_CANCELS = (
    *("cancel my gym membership", "cancel my netflix subscription", "cancel my flight", "cancel the hotel"),
    *("Cancel my dentist appointment", "my sister wants to cancel her order", "cancel my order and my gym membership"),
    *("cancela mi cita con el dentista", "gym ki membership cancel kar do", "मेरी फ्लाइट रद्द कर दो"),
    *("i want a refund for my flight", "my flight is late, cancel it"),
)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service keeps files in its working folder."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scene", SCENES)
async def test_words_of_another_matter_do_nothing(scene: str, database: str, tmp_path: Path) -> None:
    """No order is placed, dropped or cancelled, and no consent changes; nobody's words are lost."""
    place = list(SCENES).index(scene)
    own = [line for at, line in enumerate(_own()) if (at + place) % _EACH == 0]
    lines = [*own, *list(_others())[place :: len(SCENES)]]
    outcomes = await _heard(scene, lines, database, tmp_path)
    assert [(line, acts) for line, outcome in outcomes if (acts := _acts(scene, outcome))] == []
    longer = [(line, outcome) for line, outcome in outcomes if len(line.split()) > 3]  # a short one is asked back once
    assert [(line, outcome.templates) for line, outcome in longer if not _is_heard(outcome)] == []


@pytest.mark.long
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scene", SCENES)
async def test_two_hundred_lines_do_nothing(scene: str, database: str, tmp_path: Path) -> None:
    """The same for all lines that are at hand, and our own."""
    outcomes = await _heard(scene, [*_own(), *_others()], database, tmp_path)
    assert [(line, acts) for line, outcome in outcomes if (acts := _acts(scene, outcome))] == []
    unheard = [(line, outcome.templates) for line, outcome in outcomes if not _is_heard(outcome)]
    assert len(unheard) * 10 <= len(outcomes), unheard  # short ones, asked back once


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_a_shops_words_of_another_matter_do_nothing(database: str, tmp_path: Path) -> None:
    """Nothing is sold, denied or put off: the shop is asked back, or a person reads it."""
    outcomes = await _heard("a shop's request", _own("another_matter_of_shops"), database, tmp_path)
    assert [(line, one.actions) for line, one in outcomes if one.actions] == []
    assert [(line, one.templates) for line, one in outcomes if not _ASKS_A_SHOP.issuperset(one.templates)] == []
    assert [line for line, one in outcomes if not (one.to_staff or "stock_unclear" in one.templates)] == []


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "line", ["take me off this list now", "end", "बंद", "quit it", "dame de baja", "enough already"]
)
async def test_a_shop_is_asked_before_its_work_ends(line: str, database: str, tmp_path: Path) -> None:
    ((_, outcome),) = await _heard("a shop's request", [line], database, tmp_path)
    assert outcome.actions == ()
    assert [one for one in outcome.to_staff if "STOP" in (one.text or "")] == []


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_an_exact_reply_of_a_shop_sells(database: str, tmp_path: Path) -> None:
    lines = ["haan", "yes sir, available", "1", "haan 1 hai", "L me 1 hai", "1234 haan", "sí, tengo", "हाँ है"]
    for line, outcome in await _heard("a shop's request", lines, database, tmp_path):
        assert (line, any("available" in action for action in outcome.actions)) == (line, True)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_a_reply_with_a_word_left_over_is_asked_back(database: str, tmp_path: Path) -> None:
    for line, outcome in await _heard("a shop's request", ["yes the march invoice", "haan ladies"], database, tmp_path):
        assert (line, outcome.templates, outcome.actions) == (line, ("stock_unclear",), ())


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", ["no", "nahi", "no gracias", "cancel it", "नहीं"])
async def test_an_exact_no_drops_what_is_picked(text: str, database: str, tmp_path: Path) -> None:
    ((_, outcome),) = await _heard("summary", [text], database, tmp_path)
    assert outcome.templates[:1] == ("pick_dropped",)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", ["yes please", "haan ji", "sí", "order it", "हाँ"])
async def test_an_exact_yes_orders_what_is_picked(text: str, database: str, tmp_path: Path) -> None:
    ((_, outcome),) = await _heard("summary", [text], database, tmp_path)
    assert any(action.startswith("placed") for action in outcome.actions)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_a_longer_text_is_asked_back_and_read_by_the_team(database: str, tmp_path: Path) -> None:
    """What would drop or order in few words does neither in more."""
    lines = [
        "i deleted my cart by accident, can u get it back",
        "very cheap quality received, not as shown",
        "mujhe nahi chahiye ab wo order, mat bhejna",
        "ya no quiero mi pedido, cancélenlo",
        "yes, and my kurta came torn",
    ]
    for line, outcome in await _heard("summary", lines, database, tmp_path):
        assert (line, outcome.actions, outcome.asked) == (line, (), True)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("text", "template"), [("yes", "order_cancelled"), ("no", "cancel_kept"), ("1", "order_cancelled")]
)
async def test_an_exact_reply_cancels_or_keeps(text: str, template: str, database: str, tmp_path: Path) -> None:
    ((_, outcome),) = await _heard("sure to cancel", [text], database, tmp_path)
    assert template in outcome.templates


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_no_other_text_cancels_or_keeps(database: str, tmp_path: Path) -> None:
    lines = ["ok send it", "not now", "still not here", "it broke yesterday", "yes it arrived broken"]
    for line, outcome in await _heard("sure to cancel", lines, database, tmp_path):
        assert (line, outcome.actions) == (line, ())
        assert "cancel_kept" not in outcome.templates


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scene", ["order placed", "order placed by SMS"])
async def test_another_thing_to_cancel_goes_to_a_person(scene: str, database: str, tmp_path: Path) -> None:
    """No question is asked whose plain yes cancels the order."""
    for line, outcome in await _heard(scene, _CANCELS, database, tmp_path):
        shown_back = "address_confirm" in outcome.templates  # "where to?" is open, and its answer is asked about
        assert (line, outcome.actions, outcome.asked or shown_back or bool(outcome.to_staff)) == (line, (), True)
        assert (line, "cancel_sure" in outcome.templates) == (line, False)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_an_order_is_asked_about_in_few_words(database: str, tmp_path: Path) -> None:
    lines = ["cancel my order", "quiero cancelar mi pedido", "mera order cancel kar do", "मेरा ऑर्डर रद्द कर दो"]
    for line, outcome in await _heard("order placed", lines, database, tmp_path):
        assert (line, outcome.actions, outcome.templates) == (line, (), ("cancel_sure",))


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_a_longer_wish_to_cancel_gets_a_list_and_a_person(database: str, tmp_path: Path) -> None:
    """The list takes a tap or a number, and no plain yes."""
    lines = ["cancel the shorts", "please cancel it, i found it cheaper", "cancel the order because my flight is late"]
    for line, outcome in await _heard("order placed", lines, database, tmp_path):
        assert (line, outcome.actions, outcome.templates, outcome.asked) == (line, (), ("cancel_number",), True)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_no_unclear_text_is_a_yes_to_the_stop_question(database: str, tmp_path: Path) -> None:
    """Messages stay held, the pick stays open, and a person reads the text."""
    lines = ["end my lease", "cancela mi contrato", "mera lease khatam karo", "cancel my gym membership"]
    for line, outcome in await _heard("stop question beside a pick", lines, database, tmp_path):
        assert (line, outcome.actions, outcome.asked or bool(outcome.to_staff)) == (line, (), True)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("scene", "lines"),
    [
        pytest.param(
            "confirm at the door",
            ["haan cancel karo", "yes cancel it", "ok cancel it", "sí cancela", "हाँ रद्द करो", "> yes", '"yes"', "> no"],
            id="a yes beside a cancel, and a quotation",
        ),
        pytest.param("quote", ["haan cancel karo", "yes cancel it", "“yes”"], id="the same behind a quote"),
        pytest.param("part available", ["4", "9", "#4", "-1", "+1", "1?"], id="no number of a choice"),
        pytest.param("sure to cancel", ["-1", "- 1", "+1", "1?"], id="a number with a sign"),
    ],
)
async def test_what_only_resembles_an_answer_does_nothing(
    scene: str, lines: list[str], database: str, tmp_path: Path
) -> None:
    outcomes = await _heard(scene, lines, database, tmp_path)
    assert [(line, outcome.actions) for line, outcome in outcomes if outcome.actions] == []


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_an_exact_yes_or_an_opt_out_ends_messages(database: str, tmp_path: Path) -> None:
    lines = ["yes", "unsubscribe me", "no more messages", "stop them"]
    for line, outcome in await _heard("stop question beside a pick", lines, database, tmp_path):
        assert (line, outcome.templates) == (line, ("stopped",))


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_a_request_to_see_ones_data_gets_its_date(database: str, tmp_path: Path) -> None:
    """It ends no messages; an opt-out beside it does, and the staff hears of both."""
    lines = [
        *("Send me all the data you have about me please", "What do you know about me?", "¿qué datos míos tienen?"),
        *("Quiero una copia de mis datos", "solicito acceso a mis datos personales, art. 15 RGPD"),
        *("mera saara data bhejo", "मेरे बारे में आपके पास क्या जानकारी है"),
    ]
    for line, outcome in await _heard("order placed by SMS", lines, database, tmp_path):
        assert (line, outcome.actions, outcome.templates) == (line, (), ("record_asked",))
        assert (line, len(outcome.to_staff)) == (line, 1)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_a_request_beside_an_opt_out_reaches_the_staff(database: str, tmp_path: Path) -> None:
    lines = ["quiero una copia de mis datos y dejen de escribirme", "send me all my data. STOP"]
    for line, outcome in await _heard("order placed by SMS", lines, database, tmp_path):
        assert (line, "stopped" in outcome.templates, bool(outcome.to_staff)) == (line, True, True)


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scene", STAFF_SCENES)
async def test_what_the_staff_says_beside_a_question_does_nothing(scene: str, database: str, tmp_path: Path) -> None:
    """Thanks, nods and words of another matter pass, cancel, erase, refund and launch nothing, and are answered."""
    *outcomes, (_, yes) = await _heard(scene, [*_own("another_matter_of_staff"), "yes"], database, tmp_path)
    assert [(line, outcome.actions) for line, outcome in outcomes if outcome.actions] == []
    assert [line for line, outcome in outcomes if not outcome.to_customer] == []
    assert bool(yes.actions) == (scene not in {"second yes", "pause"}), "an exact yes answers a question, and no row"


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_an_acknowledgement_shows_the_checklist_again(database: str, tmp_path: Path) -> None:
    lines = ["ok thanks", "got it", "thanks", "theek hai shukriya", "vale gracias", "शुक्रिया"]
    for line, outcome in await _heard("quality check", lines, database, tmp_path):
        assert (line, outcome.templates) == (line, ("quality_check",))


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
async def test_an_acknowledgement_is_no_reason(database: str, tmp_path: Path) -> None:
    """What is wrong is asked for again; a sentence is the reason."""
    lines = ["ok thanks", "got it", "yes", "ok", "the seam is torn"]
    *outcomes, (_, told) = await _heard("what is wrong", lines, database, tmp_path)
    assert [outcome.templates for _, outcome in outcomes] == [("quality_note",)] * len(outcomes)
    assert [outcome.actions for _, outcome in outcomes] == [()] * len(outcomes)
    assert any(action.endswith("flawed") for action in told.actions)
