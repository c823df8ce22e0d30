"""What a shop says over the counter, in each language: handed over, pending, what it earns; all else says nothing."""

import pytest

from handlers.sourcing.replies.counter import CounterIntent, read_counter

HANDED, BRINGS, PENDING, EARNS, NOTHING = (
    CounterIntent.HANDED, CounterIntent.BRINGS, CounterIntent.PENDING, CounterIntent.EARNS, CounterIntent.NOTHING,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("aapke ladke ko de diya", HANDED),
        ("1234 handed over", HANDED),
        ("1234 de diya hai", HANDED),
        ("आपके लड़के को दे दिया", HANDED),
        ("1234 दे दिया है", HANDED),
        ("१२३४ दे दिया", HANDED),
        ("ya entregué el 1234", HANDED),
        ("1234 entregado", HANDED),
        ("se lo llevó tu repartidor", HANDED),
        ("pending", PENDING),
        ("pending?", PENDING),
        ("kya kya poocha hai?", PENDING),
        ("पेंडिंग", PENDING),
        ("क्या क्या पूछा है?", PENDING),
        ("pendientes", PENDING),
        ("¿qué me preguntaste?", PENDING),
        ("1234 ke kitne paise milenge?", EARNS),
        ("how much do I get?", EARNS),
        ("1234 के कितने पैसे मिलेंगे?", EARNS),
        ("¿cuánto gano por el 1234?", EARNS),
        ("price?", EARNS),
        ("how much u pay?", EARNS),
        ("what do you pay", EARNS),
        ("kitna doge", EARNS),
        ("कितना दोगे", EARNS),
        ("¿cuánto pagan?", EARNS),
        ("rate kya hai", EARNS),
        ("1234 ka price?", EARNS),
        ("tiger shorts kitne ka?", EARNS),
        ("क्या रेट है?", EARNS),
        ("¿qué precio?", EARNS),
        ("what do i earn", EARNS),
        ("what will i get for 1234?", EARNS),
        ("mujhe kya milega", EARNS),
        ("मुझे क्या मिलेगा", EARNS),
        ("¿qué gano?", EARNS),
        ("i will bring it myself tomorrow", BRINGS),
        ("I'll drop it off at your office in the evening", BRINGS),
        ("will deliver it by 5 pm", BRINGS),
        ("kal shaam tak de jaunga", BRINGS),
        ("main khud le aaunga kal", BRINGS),
        ("mera ladka kal le aayega", BRINGS),
        ("मैं खुद ले आऊंगा", BRINGS),
        ("te lo llevo mañana por la tarde", BRINGS),
        ("will you bring it?", NOTHING),
        ("i can not bring it", NOTHING),
        ("bring 2 more", NOTHING),
        ("price 950?", NOTHING),
        ("950 each", NOTHING),
        ("price 950", NOTHING),
        ("best price", NOTHING),
        ("de diya?", NOTHING),
        ("nahi de diya", NOTHING),
        ("दे दिया?", NOTHING),
        ("mañana te lo entrego", NOTHING),
        ("kal de diya jayega", NOTHING),
        ("haan", NOTHING),
        ("kitne chahiye?", NOTHING),
    ],
)
def test_over_the_counter(text: str, intent: CounterIntent) -> None:
    assert read_counter(text, ["1234"], ["Tiger Shorts"]).intent is intent


@pytest.mark.parametrize(
    ("text", "numbers", "all_of_it", "to_us"),
    [
        ("1234 aur 1235 de diya", ("1234", "1235"), False, False),
        ("sab de diya", (), True, False),
        ("todo entregado a tu repartidor", (), True, True),
        ("1234 आपके लड़के को दे दिया", ("1234",), False, True),
        ("tiger shorts de diya", (), False, False),
    ],
)
def test_which_orders_were_handed_over(text: str, numbers: tuple[str, ...], all_of_it: bool, to_us: bool) -> None:
    said = read_counter(text, ["1234"], ["Tiger Shorts"])
    assert (said.intent, said.numbers, said.all, said.to_us) == (HANDED, numbers, all_of_it, to_us)


@pytest.mark.parametrize(
    ("text", "known", "numbers"),
    [
        ("P22519 handed over", ["P22519"], ("P22519",)),
        ("handed over p22519", ["P22519"], ("P22519",)),
        ("i brought it P22519", ["P22519"], ("P22519",)),
        ("22519 de diya", ["P22519"], ("P22519",)),
        ("r10452 entregado", ["R10452"], ("R10452",)),
        ("P99999999 handed over", ["P22519"], ("P99999999",)),
        ("tt17 handed over", ["TT17"], ("TT17",)),
        ("22519 de diya", ["1234"], ("22519",)),
    ],
)
def test_a_number_with_a_letter_is_one(text: str, known: list[str], numbers: tuple[str, ...]) -> None:
    """Also where it is written small, without its letter, or is of no order of the shop."""
    said = read_counter(text, known, ["Tiger Shorts"])
    assert (said.intent, said.numbers) == (HANDED, numbers)


def test_a_word_with_digits_is_no_number() -> None:
    assert read_counter("a4 handed over", ["P22519"]).intent is NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "sorry not given yet, my mistake",
        "no I haven't handed over",
        "galti se likha, abhi nahi diya",
        "nahi diya abhi, galti se likh diya",
        "not handed over yet",
        "I have not given it",
        "I didn't give it yet, sorry",
        "haven't given it to your boy",
        "abhi tak nahi diya hai",
        "maine nahi diya",
        "diya nahi abhi",
        "abhi diya nahi hai, sorry",
        "koi lene nahi aaya",
        "abhi tak koi nahi aaya",
        "nobody picked up",
        "nobody collected it yet",
        "no one came",
        "not picked up yet",
        "अभी नहीं दिया",
        "गलती से लिख दिया, अभी नहीं दिया है",
        "मैंने अभी तक नहीं दिया",
        "नहीं दिया, माफ कीजिए",
        "no lo he entregado",
        "aún no lo entregué, perdón",
        "todavía no se lo di",
        "no, no lo entregué",
        "fue un error, no lo he entregado todavía",
        "me equivoqué, aún no entregado",
        "handed over was a mistake",
        "sorry wrote handed over by mistake",
        "wait not yet given",
        "no no not handed over",
        "nadie lo recogió",
        "nadie vino",
        "it was not handed over",
        "galti ho gayi maal abhi diya nahi",
        "nahi nahi abhi nahi diya",
        "hand over nahi hua",
        "handover nahi kiya abhi",
        "sorry haven't handed it over",
        "sorry I did not hand them over",
    ],
)
def test_a_handover_is_taken_back(text: str) -> None:
    assert read_counter(text).intent is CounterIntent.NOT_HANDED


@pytest.mark.parametrize(
    "text",
    [
        "handed over the shorts, not the kurta",
        "handed over",
        "de diya",
        "nahi, de diya",
        "no, de diya",
        "no I gave it already",
        "no already given",
        "no, handed over",
        "not the kurta, gave it",
        "handed over not the kurta",
        "nahi hai",
        "no",
        "not available",
        "1 not given, 1 given",
        "haan diya nahi kya",
        "de diya na",
        "no problem, handed over",
        "didn't you take it",
        "who took it? not given",
        "se lo di, no te preocupes",
        "galti se",
        "sorry",
        "not yet",
        "nahi",
        "nahi hai, kisi ko de diya",
        "gave it to another customer",
        "sold, not given",
        "never mind, handed over",
        "no lo tengo",
        "ya lo entregué",
        "no, ya lo entregué",
        "no ya se lo di",
        "no, ya se lo di",
        "nahi pehle hi de diya",
        "not given?",
    ],
)
def test_no_handover_is_taken_back(text: str) -> None:
    assert read_counter(text, titles=["Tiger Shorts", "Blue Kurta"]).intent is not CounterIntent.NOT_HANDED
