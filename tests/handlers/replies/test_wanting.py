"""Who wants to order and what, in four languages; and all that looks like it and must never begin an order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sourcing.ordering import MOST_PIECES
from handlers.sourcing.replies.how_many import HowMany
from handlers.sourcing.replies.named_goods import read_named, read_wares
from handlers.sourcing.replies.said_pieces import read_pieces
from handlers.sourcing.replies.said_sizes import read_size
from handlers.sourcing.replies.stock.goods import Goods, Shelf
from handlers.sourcing.replies.wanting import read_wish, read_wishes, wish_behind_a_no
from handlers.sourcing.replies.wish import Wish
from handlers.sourcing.replies.wish_clear import is_clear_wish
from handlers.sourcing.replies.wish_likely import may_want
from tests import reply_figures
from tests.handlers.replies.listed import phrases

SHELF = Shelf(
    [
        Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")),
        Goods("MUG", "Taj Mug", ("",)),
        Goods("LION-SHORTS", "Lion Print Shorts", ("M", "L")),
        Goods("BOX", "Blue Pottery Box", ("",)),
        Goods("SAREE", "Banarasi Silk Saree", ("",)),
        Goods("GIFT", "Return Gift Bag", ("",)),
    ]
)
CATEGORIES = ("clothes", "home", "clothes", "home", "clothes", "gifts")

OPEN = """
    order|Order|buy|ORDER!|order now|buy now|place an order|new order|I want to order|I'd like to order
    I would like to buy something|hi, I want to order|hello i want to buy something please|shopping|want to shop
    can I order?|how do I order?|how to order|how can I buy|what do you sell|show me your products|catalogue|catalog
    what do you have|comprar|quiero comprar|quiero hacer un pedido|Hola, quiero pedir algo|hacer un pedido
    quisiera comprar algo por favor|¿cómo puedo comprar?|¿puedo pedir?|qué venden|nuevo pedido|ver productos
    order karna hai|mujhe order karna hai|kuch order karna hai|hi bhaiya order karna hai|kuch kharidna hai
    mujhe kuch khareedna hai ji|order kaise kare|order kaise karu|kaise order karna hai|kya kya hai|order dena hai
    ऑर्डर करना है|मुझे कुछ खरीदना है|ऑर्डर कैसे करें|मुझे ऑर्डर देना है|कैटलॉग
"""
ONE = {
    "I want tiger shorts L": Wish((0,), True, "L"),
    "tiger shorts chahiye size L 2 piece": Wish((0,), True, "L", 2),
    "quiero dos tiger shorts talla L": Wish((0,), True, "L", 2),
    "need tiger shorts XL": Wish((0,), True, "XL"),
    "tigr shorts chahiye L": Wish((0,), True, "L"),
    "can I get 2 tiger shorts in L?": Wish((0,), True, "L", 2),
    "mujhe tiger shorts lena hai": Wish((0,), True),
    "tiger shorts L 2": Wish((0,), True, "L", 2),
    "2 mugs please": Wish((1,), True, quantity=2),
    "want taj mugs 3": Wish((1,), True, quantity=3),
    "ek taj mug bhej do": Wish((1,), True, quantity=1),
    "Hola quiero un taj mug por favor": Wish((1,), True, quantity=1),
    "I'll take 4 taj mugs": Wish((1,), True, quantity=4),
    "order 2 taj mug": Wish((1,), True, quantity=2),
    "buy lion print shorts M": Wish((2,), True, "M"),
    "please send me a blue pottery box": Wish((3,), True),
    "blue pottery box mangwana hai": Wish((3,), True),
    "saree chahiye": Wish((4,), True),
    "2 sari bhejo": Wish((4,), True, quantity=2),
    "silk saree chahiye 1": Wish((4,), True, quantity=1),
    "टाइगर शॉर्ट्स चाहिए": Wish((0,), True),
    "ताज मग चाहिए 2": Wish((1,), True, quantity=2),
    "I want 3 return gift bags": Wish((5,), True, quantity=3),
    "do taj mug chahiye": Wish((1,), True, quantity=2),
    "necesito tres taj mug": Wish((1,), True, quantity=3),
    "tiger shorts ka order dena hai": Wish((0,), True),
    "taj mug order karo 2 piece": Wish((1,), True, quantity=2),
    "tiger shorts L": Wish((0,), True, "L"),
    "tiger shorts size L please": Wish((0,), True, "L"),
    "two mugs please": Wish((1,), True, quantity=2),
    "hi, taj mug x2": Wish((1,), True, quantity=2),
    "a taj mug": Wish((1,), True),
    "un taj mug, por favor": Wish((1,), True, quantity=1),
    "ek taj mug": Wish((1,), True, quantity=1),
    "ताज मग दो": Wish((1,), True, quantity=2),
}
SEVERAL = {
    "I want shorts": (0, 2),
    "shorts chahiye": (0, 2),
    "I want clothes": (0, 2, 4),
    "quiero shorts L": (0, 2),
    "I need a mug and a box": (1, 3),
}
TRAPS = """
    where is my order|where's my order?|my order|order status|track my order|order 1234|order #1234|order P48213
    order number 1234|status of order 1234|when will my order arrive|order kab aayega|mera order kahan hai
    order nahi aaya|order abhi tak nahi mila|order received|I received my order|I ordered tiger shorts
    I bought the taj mug yesterday|tiger shorts order kiya tha|maine order kiya hai|ya hice un pedido
    dónde está mi pedido
    quiero saber dónde está mi pedido|quiero mi pedido|I want my order|mi pedido no llegó|मेरा ऑर्डर कहाँ है
    ऑर्डर कब आएगा
    cancel my order|cancel order|cancel the taj mug|order cancel karo|quiero cancelar mi pedido|ऑर्डर रद्द करो
    I want a refund|I want to return the mug|return tiger shorts|tiger shorts wapas karna hai|paise wapas chahiye
    quiero devolver el taj mug|quiero mi dinero|I want to change size|size L chahiye badal do
    exchange tiger shorts for XL
    tiger shorts ki jagah mug|want a different size|the mug is broken, I want another|wrong shorts, need L
    I don't want tiger shorts|tiger shorts nahi chahiye|no quiero nada|no quiero el taj mug|order mat karo|don't order
    nahi lena|mujhe nahi chahiye|mat bhejo|ताज मग नहीं चाहिए|stop|STOP ordering|stop sending me order messages
    unsubscribe
    no more messages about my order please|please stop|band karo|do you have tiger shorts in L?|is the mug in stock?
    how much is the taj mug|taj mug price|taj mug kitne ka hai|tiger shorts ka price kya hai|¿cuánto cuesta el taj mug?
    hay tiger shorts en L?|tiger shorts hai kya?|is it cotton|what size should I order?|tiger shorts?|shorts
    tiger shorts|taj mug|yes|yes please|haan|ok|sí|no|nope|1|2|3|L|XL|size L|quiero|chahiye|send it|bhej do|haan chahiye
    I want it|I'll take it|remind me later|remind me to order|I'll order tomorrow|kal order karunga|later|will buy later
    maybe I want the mug|next week I want 2 mugs|after payday I'll buy shorts|luego compro|quiero hablar con una persona
    I want to talk to a person|I need help|I need help with my order|send me the link|send me the invoice|bill chahiye
    I want the discount code|code bhejo|cart me tiger shorts hai|my cart|I want to check out my cart
    checkout link please
    custom mug with my name chahiye|I want a hand painted box|engraved box chahiye|special saree design chahiye
    I want a lamp|I want to buy a lamp|need 500 for wholesale|in order to return it|out of order|thanks for the mug
    I need a job|catalogue pdf price|I want to know more|quiero información|photo bhejo taj mug ki
    show me photos of the mug
    can I order to Canada and how long does shipping take|my friend ordered a mug|she said order the shorts
    two mugs arrived|one mug missing|2 mugs were broken|only one mug|ek taj mug hai|two mugs hai|the taj mug L
    a mug is chipped|ek mug toota|the mug please|tiger shorts L?|2 mugs?|nice mug|my taj mug|a mug for my wife came
    no quiero 3 taj mug|no 3 mugs|nahi chahiye taj mug
    blue one|the small one|order?? nahi|thank you for your order|Your order has been placed|join|start|help
"""


def test_there_are_enough_of_both() -> None:
    assert len(phrases(OPEN)) + len(ONE) + len(SEVERAL) >= 80
    assert len(phrases(TRAPS)) >= 120


@pytest.mark.parametrize("text", phrases(OPEN))
def test_a_wish_that_names_nothing(text: str) -> None:
    assert read_wish(text, SHELF, CATEGORIES) == Wish()


@pytest.mark.parametrize(("text", "wish"), ONE.items())
def test_a_wish_for_one_product(text: str, wish: Wish) -> None:
    assert read_wish(text, SHELF, CATEGORIES) == wish


@pytest.mark.parametrize(("text", "wares"), SEVERAL.items())
def test_a_wish_that_several_may_be_meant_by(text: str, wares: tuple[int, ...]) -> None:
    wish = read_wish(text, SHELF, CATEGORIES)
    assert wish is not None
    assert (wish.wares, wish.sure) == (wares, False)


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("a silk saree and two taj mugs", (Wish((4,), True), Wish((1,), True, quantity=2))),
        ("tiger shorts L, 2 mugs", (Wish((0,), True, "L"), Wish((1,), True, quantity=2))),
        ("ek taj mug aur tiger shorts L", (Wish((1,), True, quantity=1), Wish((0,), True, "L"))),
        ("2 tiger shorts in L and 1 taj mug", (Wish((0,), True, "L", 2), Wish((1,), True, quantity=1))),
        ("2 tiger shorts in L and 1 taj mug please", (Wish((0,), True, "L", 2), Wish((1,), True, quantity=1))),
        ("1 taj mug, 2 tiger shorts in L please", (Wish((1,), True, quantity=1), Wish((0,), True, "L", 2))),
        ("2 tiger shorts L and 1 lion shorts M please", (Wish((0,), True, "L", 2), Wish((2,), True, "M", 1))),
        ("2 tiger shorts en L y 1 taj mug por favor", (Wish((0,), True, "L", 2), Wish((1,), True, quantity=1))),
        ("do tiger shorts L mein aur ek taj mug ji", (Wish((0,), True, "L", 2), Wish((1,), True, quantity=1))),
        (
            "hi, 2 tiger shorts in size L, 1 taj mug, 3 silk sarees and 1 blue pottery box please",
            (
                *(Wish((0,), True, "L", 2), Wish((1,), True, quantity=1)),
                *(Wish((4,), True, quantity=3), Wish((3,), True, quantity=1)),
            ),
        ),
        ("2 taj mugs and a silk saree, please", (Wish((1,), True, quantity=2), Wish((4,), True))),
        ("taj mug and tiger shorts", (Wish((1,), True), Wish((0,), True))),
        ("2 mugs 1 box n tiger shorts", (Wish((1,), True, quantity=2), Wish((3,), True, quantity=1), Wish((0,), True))),
        ("tiger shorts M 2 mug 1", (Wish((0,), True, "M", 2), Wish((1,), True, quantity=1))),
        ("tiger shorts m 1 pcs n mug", (Wish((0,), True, "M", 1), Wish((1,), True))),
        (
            "mug 2 box 1 tiger shorts L 1",
            (Wish((1,), True, quantity=2), Wish((3,), True, quantity=1), Wish((0,), True, "L", 1)),
        ),
        ("2 taj mugs; 1 pottery box", (Wish((1,), True, quantity=2), Wish((3,), True, quantity=1))),
        ("2 taj mugs. 1 pottery box", (Wish((1,), True, quantity=2), Wish((3,), True, quantity=1))),
        ("I want 2 taj mugs\n1 pottery box", (Wish((1,), True, quantity=2), Wish((3,), True, quantity=1))),
        ("2 taj mug। 1 pottery box चाहिए", (Wish((1,), True, quantity=2), Wish((3,), True, quantity=1))),
        ("tiger shorts 2 mug", ()),
        ("2 taj mugs and a silk saree, 3 please", ()),
        ("2 tiger shorts in L and 1 taj mug came torn today", ()),
        ("2 tiger shorts in L and 1 taj mug look small on my son", ()),
        ("2 tiger shorts in L and 1 taj mug, are they there?", ()),
        ("2 tiger shorts in L and 1 taj mug were what I got", ()),
        ("the 2 tiger shorts in L and 1 taj mug please", ()),
        ("2 tiger shorts in L and 1 tall glass vase please", ()),
        ("a mug and tiger shorts L were broken", ()),
    ],
)
def test_several_are_named_without_a_word_of_wanting(text: str, wishes: tuple[Wish, ...]) -> None:
    assert read_wishes(text, SHELF, CATEGORIES) == wishes


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("aur 1 ganesh statue bhi", 0),
        ("and 2 elephants", 0),
        ("one more elephint", 0),
        ("another statue", 0),
        ("make it 2", 2),
        ("2 pls", 2),
        ("ek aur", 1),
        ("3 kar do bhai", 3),
    ],
)
def test_a_number_of_what_is_not_sold_is_none_of_what_is_picked(text: str, pieces: int) -> None:
    assert read_pieces(text).pieces == pieces


@pytest.mark.parametrize(
    ("text", "wares"),
    [
        ("blue pottery box", (3,)),
        ("mugs", (1,)),
        ("taj", (1,)),
        ("tiger shorts", (0,)),
        ("shorts", (0, 2)),
        ("the box broke", None),
        ("box?", (3,)),
        ("tiger shorts in L?", (0,)),
        ("my mug", None),
        ("mug ordered", None),
        ("shop", None),
    ],
)
def test_goods_named_alone(text: str, wares: tuple[int, ...] | None) -> None:
    found = read_named(text, SHELF, CATEGORIES)
    assert (found.wares if found else None) == wares


@pytest.mark.parametrize("text", ["no I want 3 mugs", "no, quiero 3 taj mug", "nahi mujhe 3 mug chahiye"])
def test_a_wish_behind_a_no_to_nothing(text: str) -> None:
    assert read_wish(text, SHELF) is None
    assert read_wish(wish_behind_a_no(text), SHELF) == Wish((1,), True, quantity=3)


@pytest.mark.parametrize("text", ["no quiero 3 tazas", "no 3 mugs", "no thanks", "no", "nahi chahiye", "I want 3 mugs"])
def test_a_no_that_may_be_one_stays(text: str) -> None:
    assert wish_behind_a_no(text) == text


def test_a_word_that_is_left_makes_one_unsure() -> None:
    assert read_wish("I want a tiger lamp", SHELF) == Wish((0,), False)


@pytest.mark.parametrize(
    "text", ["2 taj mugs and a cap", "taj mug, 2 caps", "2 taj mug aur ek shirt", "2 taj mug y una gorra"]
)
def test_goods_beside_others_that_are_not_sold_are_a_part_of_the_wish(text: str) -> None:
    """What is not sold would be left out without a word."""
    wish = read_wish(text, SHELF, CATEGORIES)
    assert wish is not None
    assert (wish.wares, wish.partly) == ((1,), True)


@pytest.mark.parametrize("text", phrases(TRAPS))
def test_what_is_no_wish(text: str) -> None:
    assert read_wish(text, SHELF, CATEGORIES) is None


def test_nothing_is_sold() -> None:
    assert read_wish("I want tiger shorts", Shelf([])) is None


@pytest.mark.parametrize("name", ["customer", "opt_out", "opt_out_world", "yes_no"])
def test_what_was_gathered_for_other_readers_is_hardly_ever_a_wish(name: str) -> None:
    """Questions, opt-outs and answers of customers; the few that name a shirt they need are wishes indeed."""
    held_out = name == "opt_out_world"
    texts = [line.text for line in reply_figures.read_phrases(name, held_out=held_out)]
    texts = texts[:: -(-len(texts) // 5000)]
    taken = [text for text in texts if read_wish(text, SHELF, CATEGORIES) is not None]
    assert len(texts) > 100
    assert len(taken) <= len(texts) * 0.005, taken


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    wish = read_wish(text, SHELF, CATEGORIES)
    assert wish is None or (may_want(text) and 0 <= wish.quantity <= MOST_PIECES)
    assert all(0 <= place < len(SHELF.goods) for place in (wish.wares if wish else ()))
    read_wares(text, SHELF)
    assert read_size(text, SHELF.goods[0]) in {None, "S", "M", "L", "XL"}
    assert read_pieces(text).pieces in range(MOST_PIECES + 1)


@pytest.mark.parametrize(
    ("text", "wares"),
    [
        ("1", (0,)), ("2", (1,)), ("number 3", (2,)), ("teen", (2,)), ("२", (1,)), ("9", ()), ("0", ()), ("mug", (1,)),
        ("the taj mug", (1,)), ("shorts", (0, 2)), ("lion", (2,)), ("ताज मग", (1,)), ("is it cotton?", ()), ("", ()),
        ("none of these mugs", ()), ("saree wala", (4,)),
    ],
)  # fmt: skip
def test_which_of_the_list(text: str, wares: tuple[int, ...]) -> None:
    assert read_wares(text, SHELF) == wares


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("L", "L"), ("l", "L"), ("xl", "XL"), ("size M", "M"), ("large", "L"), ("3", "L"), ("first", "S"),
        ("XL wala", "XL"),
        ("5", None), ("XXL", None), ("L or XL", None), ("how big is L?", None), ("blue", None), ("", None),
    ],
)  # fmt: skip
def test_which_size(text: str, size: str | None) -> None:
    assert read_size(text, SHELF.goods[0]) == size


def test_sizes_that_are_numbers_are_named_before_they_are_counted() -> None:
    shoes = Goods("SHOES", "Mojari", ("2", "1", "38"))
    assert [read_size(text, shoes) for text in ("1", "38", "3")] == ["1", "38", "38"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2", 2), ("two", 2), ("do", 2), ("2 piece", 2), ("ek", 1), ("एक", 1), ("५", 5), ("una docena", 12), ("50", 50),
        ("0", 0), ("1.5", 0), ("half", 0), ("-1", 0), ("", 0), ("not 2", 0),
        ("what?", 0), ("98000 00001", 0), ("teen kar do", 3), ("kar do", 0), ("bhej do", 0), ("do it", 0),
        ("do piece kar do", 2), ("sirf do", 2), ("but make it 3", 3), ("सिर्फ़ दो", 2),
    ],
)  # fmt: skip
def test_how_many(text: str, count: int) -> None:
    assert read_pieces(text) == HowMany(count)


@pytest.mark.parametrize("text", ["51", "1000", "1000000", "make it 200", "एक लाख"])
def test_more_than_can_be_ordered(text: str) -> None:
    assert read_pieces(text) == HowMany(over=True)


@pytest.mark.parametrize(
    ("text", "before", "makes"),
    [("one more", 2, 3), ("2 aur", 1, 3), ("dos más", 2, 4), ("और 2", 3, 5), ("10 more", 45, 0), ("3", 2, 3)],
)
def test_so_many_more(text: str, before: int, makes: int) -> None:
    found = read_pieces(text)
    assert (found.of(before), found.exceeds(before)) == (makes, not makes)


@pytest.mark.parametrize(
    "text",
    [
        "I want 2 taj mugs", "buy a taj mug", "quiero dos taj mug", "ek taj mug bhej do", "ताज मग चाहिए 2",
        "I'll take 4 taj mugs and a silk saree", "mujhe tiger shorts lena hai",
    ],
)  # fmt: skip
def test_a_clear_wish(text: str) -> None:
    assert is_clear_wish(text, SHELF, CATEGORIES)


@pytest.mark.parametrize(
    "text",
    [
        "2 taj mugs", "taj mug", "I want to order", "can I get 2 taj mugs?", "I want the red one", "ok great, i take M",
        "I want 2 taj mugs for 600 like you said", "my sister wants the taj mug story", "yes", "thanks",
    ],
)  # fmt: skip
def test_no_clear_wish(text: str) -> None:
    assert not is_clear_wish(text, SHELF, CATEGORIES)


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("I want 2 tiger shorts in M and a taj mug", (("M", 2), ("", 0))),
        ("I want a taj mug and 2 tiger shorts in M", (("", 0), ("M", 2))),
        ("mujhe do tiger shorts M mein aur ek taj mug chahiye", (("M", 2), ("", 1))),
        ("quiero 2 tiger shorts en M y tres taj mug", (("M", 2), ("", 3))),
        ("मुझे 2 tiger shorts M में और एक taj mug चाहिए", (("M", 2), ("", 1))),
        ("I want tiger shorts in M x2, taj mug x3", (("M", 2), ("", 3))),
        ("I want 2 tiger shorts in M and 1 in L", (("M", 2), ("L", 1))),
        ("I want 2 tiger shorts and tiger shorts", ()),
        ("I want 2 tiger shorts in M", ()),
    ],
)
def test_each_of_several_has_its_own_size_and_number(text: str, wishes: tuple[tuple[str, int], ...]) -> None:
    assert tuple((one.size, one.quantity) for one in read_wishes(text, SHELF)) == wishes


TEES = Shelf([Goods("TEE", "Roaring Tiger Tee", ("S", "M")), Goods("CAP", "Tiger Cap", ("",))])


@pytest.mark.parametrize(
    ("text", "wares", "pieces"),
    [
        ("2 roaring tiger tees in M", (0,), 2), ("roaring tiger tees chahiye", (0,), 0), ("2 tees please", (0,), 2),
        ("I want tees", (0,), 0), ("do tees chahiye", (0,), 2), ("tiger caps tees chahiye", (1,), 30),
        ("mujhe tees tiger caps chahiye", (1,), 30), ("roaring tiger tee tees chahiye", (0,), 30),
    ],
)  # fmt: skip
def test_the_plural_of_goods_that_sounds_like_a_number(text: str, wares: tuple[int, ...], pieces: int) -> None:
    """Tees are goods, and thirty in Hindi: two tees were summed up as one."""
    wish = read_wish(text, TEES)
    assert wish is not None
    assert (wish.wares, wish.quantity) == (wares, pieces)


BOXES = Shelf(
    [
        Goods("BOX", "Marble Box", ("",)), Goods("MUG", "Taj Mug", ("",)), Goods("DRESS", "Silk Dress", ("S", "M")),
        Goods("BRUSH", "Hair Brush", ("",)), Goods("VASE", "Blue Vase", ("",)), Goods("SHOE", "Red Shoe", ("",)),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "pieces"),
    [
        ("I want 2 boxes", 0, 2), ("2 boxes", 0, 2), ("I want boxes", 0, 0), ("2 marble boxes", 0, 2),
        ("I want 2 dresses in M", 2, 2), ("3 brushes", 3, 3), ("2 vases", 4, 2), ("2 shoes", 5, 2),
        ("I want a dress", 2, 0),
    ],
)  # fmt: skip
def test_plurals_in_es_name_goods(text: str, place: int, pieces: int) -> None:
    wish = read_wish(text, BOXES)
    assert wish is not None
    assert (wish.wares, wish.quantity, wish.partly) == ((place,), pieces, False)


def test_each_of_several_keeps_its_number_behind_a_plural_in_es() -> None:
    wishes = read_wishes("I want 2 boxes and 3 mugs", BOXES)
    assert [(one.wares, one.quantity) for one in wishes] == [((0,), 2), ((1,), 3)]


@pytest.mark.parametrize("text", ["I want half a box", "1/2 box", "aadha box chahiye", "-3 boxes", "I want -3 boxes"])
def test_what_is_no_number_of_pieces_is_told(text: str) -> None:
    wish = read_wish(text, BOXES)
    assert wish is not None
    assert (wish.quantity, wish.partly) == (0, True)
