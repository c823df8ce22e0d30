"""Each text to each open step of an order: what it does, and that words of another matter do nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from flows.availability import Availability, Promisable
from flows.engine import Send
from flows.money import MICROS
from flows.sourcing import basket
from flows.sourcing.basket import Ordering
from flows.sourcing.chat_order import OrderingFacts, PlaceOrder, decide
from flows.sourcing.order_wishes import Orderable, Picked, Wanted
from handlers.replies.bare_answers import read_exact_answer
from handlers.sourcing.customer.ordering.goods_names import make_names
from handlers.sourcing.customer.ordering.ordering_answers import interpret, read_exact_text
from tests.cases import each
from tests.transcripts.script import HERE

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
WHERE = (UUID(int=50), "telegram")
SHORTS = Orderable(UUID(int=1), "SHORTS", "Tiger Shorts", ("S", "M", "L", "XL"), 899 * MICROS)
MUG = Orderable(UUID(int=2), "MUG", "Taj Mug", (), 350 * MICROS)
BOX = Orderable(UUID(int=3), "BOX-1", "Marble Box", (), 900 * MICROS)
HOODIE = Orderable(UUID(int=4), "HOOD", "Delhi Hoodie", ("S", "M", "L"), 1500 * MICROS)
CAP = Orderable(UUID(int=5), "CAP", "Jaipur Cap", (), 250 * MICROS)
SOLD = (SHORTS, MUG, BOX, HOODIE, CAP)
NAMES = make_names(SOLD)
FACTS = OrderingFacts(
    express_fee=149,
    sold={one.product: one for one in SOLD},
    offered={(SHORTS.product, size): Promisable(Availability.IN_STOCK, 1, "") for size in SHORTS.sizes},
)
STEPS = {
    "product": Ordering(*WHERE, (Wanted(SOLD),)),
    "size": Ordering(*WHERE, (Wanted((SHORTS,), "", 2),)),
    "summary": Ordering(*WHERE, (Wanted((SHORTS,), "L", 2),)),
    "two": Ordering(*WHERE, (Wanted((SHORTS,), "L", 2), Wanted((MUG,)))),
    "offer": Ordering(*WHERE, (Wanted((SHORTS,), "L"),), asks=True),
    "hoodie": Ordering(*WHERE, (Wanted((HOODIE,)),), asks=True),
    "lines": Ordering(*WHERE, (Wanted((SHORTS,), "L", 2), Wanted((MUG,))), editing=basket.LIST),
    "line": Ordering(*WHERE, (Wanted((SHORTS,), "L", 2), Wanted((MUG,))), editing=1),
}
"""The states whose question is open: "summary" has one line, "two" has two; "hoodie" asks which size is offered."""


def outcome(text: str, step: str) -> str:
    """Return what became of a text: the lines of the new summary, the question that is asked, or how it ended."""
    state, nothing = STEPS[step], Picked(*WHERE, UUID(int=51))
    exact = read_exact_text(text, read_exact_answer(text), NAMES)
    answer = Picked(*WHERE, UUID(int=51), agrees=exact) if exact is not None else None
    event = answer or interpret(text, None, state, NAMES, nothing)
    if event is None:
        return "a question"
    decided = decide(state, event, FACTS, NOW) if event != nothing else None
    if decided is None:
        return "unclear"
    if any(isinstance(one, PlaceOrder) for one in decided.effects):
        return "ordered"
    if decided.ended:
        return decided.ended
    (sent,) = (one for one in decided.effects if isinstance(one, Send))
    return ", ".join(basket.name_lines(decided.state.lines)) if sent.template == "pick_summary" else sent.template


def answered(texts: Sequence[str], step: str) -> tuple[str, ...]:
    """Return the lines of an order after some texts, complete or not."""
    state, nothing = STEPS[step], Picked(*WHERE, UUID(int=51))
    for text in texts:
        event = interpret(text, None, state, NAMES, nothing)
        decided = decide(state, event, FACTS, NOW) if event is not None else None
        assert decided is not None
        state = decided.state
    return basket.name_lines(state.lines)


TABLE = """
product | 1 | pick_size
product | 2 | Taj Mug
product | 9 | unclear
product | 1 and 2 | pick_size
product | taj mug | Taj Mug
product | the mug | Taj Mug
product | mug please | Taj Mug
product | marbel box | Marble Box
product | box-1 | Marble Box
product | 2 mugs | 2 Taj Mug
product | tiger shorts in L | Tiger Shorts L
product | 2 mugs and a box | 2 Taj Mug, Marble Box
product | dos mugs por favor | 2 Taj Mug
product | mujhe 2 mug chahiye | 2 Taj Mug
product | ek mug aur do box | Taj Mug, 2 Marble Box
product | i want the blue one | unclear
product | something cheap for my aunt | unclear
product | yes | pick_product
product | no | dropped
product | cancel | dropped
product | nahi chahiye | dropped
size | L | 2 Tiger Shorts L
size | l | 2 Tiger Shorts L
size | 3 | 2 Tiger Shorts L
size | large | 2 Tiger Shorts L
size | size M please | 2 Tiger Shorts M
size | in XL | 2 Tiger Shorts XL
size | 3 in M | 3 Tiger Shorts M
size | M, 3 pieces | 3 Tiger Shorts M
size | XXL | pick_size
size | L or XL | unclear
size | whatever fits a tall man | unclear
size | and a mug | pick_size
size | yes | pick_size
size | no | dropped
size | M nahi L | unclear
summary | yes | ordered
summary | yes please | ordered
summary | haan | ordered
summary | haan kar do | ordered
summary | order it | ordered
summary | sí | ordered
summary | हाँ | ordered
summary | ok | ordered
summary | no | dropped
summary | no thanks | dropped
summary | nahi | dropped
summary | cancel | dropped
summary | change | pick_line
summary | cambiar | pick_line
summary | express | 2 Tiger Shorts L
summary | express please | 2 Tiger Shorts L
summary | 3 | 3 Tiger Shorts L
summary | 3 pieces | 3 Tiger Shorts L
summary | M | 2 Tiger Shorts M
summary | in M | 2 Tiger Shorts M
summary | 1 M | Tiger Shorts M
summary | one more | 3 Tiger Shorts L
summary | and 2 M | 2 Tiger Shorts L, 2 Tiger Shorts M
summary | and a mug | 2 Tiger Shorts L, Taj Mug
summary | a mug too | 2 Tiger Shorts L, Taj Mug
summary | also 2 mugs | 2 Tiger Shorts L, 2 Taj Mug
summary | 2 mug aur ek box bhi | 2 Tiger Shorts L, 2 Taj Mug, Marble Box
summary | y un mug | 2 Tiger Shorts L, Taj Mug
summary | tiger shorts M | 2 Tiger Shorts M
summary | 4 tiger shorts | 4 Tiger Shorts L
summary | hoodie M | 2 Tiger Shorts L, Delhi Hoodie M
summary | hoodie | pick_size
summary | 60 | unclear
summary | 200 mugs | unclear
summary | yes but M | unclear
summary | yes but in red | unclear
summary | ok but what about the color | unclear
summary | haan lekin M mein | unclear
summary | no, M | unclear
summary | not L, M | unclear
summary | make it cheaper | unclear
summary | too expensive | dropped
summary | 899 | unclear
summary | ok 1798 | unclear
summary | remove one | unclear
summary | without the shorts | unclear
summary | my friend wants 3 | unclear
summary | mug? | a question
summary | do you have a mug? | a question
summary | how much is the hoodie | a question
summary | hoodie hai kya | a question
summary | what do you sell? | a question
summary | menu | a question
summary | ORDER | 2 Tiger Shorts L
summary | i want to order | 2 Tiger Shorts L
product | order | pick_product
size | order | pick_size
two | order please | 2 Tiger Shorts L, Taj Mug
offer | order | pick_offer
two | yes | ordered
two | no | dropped
two | change | pick_lines
two | 3 | unclear
two | M | unclear
two | 3 mugs | 2 Tiger Shorts L, 3 Taj Mug
two | and a mug | 2 Tiger Shorts L, 2 Taj Mug
two | tiger shorts M | 2 Tiger Shorts M, Taj Mug
two | no mug | unclear
two | only the mug | unclear
two | take the mug out | unclear
two | the mug is for my mother | unclear
offer | yes | ordered
offer | haan | ordered
offer | 2 | 2 Tiger Shorts L
offer | 2 pieces | 2 Tiger Shorts L
offer | M | pick_offer
offer | and a mug | Tiger Shorts L, Taj Mug
offer | 3 mugs | 3 Taj Mug
offer | no | dropped
offer | no thanks | dropped
offer | let me think about it | unclear
offer | hmm that is a lot | unclear
lines | 1 | pick_line
lines | 2 | pick_line
lines | taj mug | pick_line
lines | 3 | pick_product
lines | 4 | unclear
lines | order | pick_lines
lines | Add something | pick_product
lines | añadir algo | pick_product
lines | Kuchh aur jodein | pick_product
lines | कुछ और जोड़ें | pick_product
summary | add something | pick_product
summary | add something blue | unclear
lines | yes | 2 Tiger Shorts L, Taj Mug
lines | no | 2 Tiger Shorts L, Taj Mug
line | 1 | 3 Tiger Shorts L, Taj Mug
line | 2 | Tiger Shorts L, Taj Mug
line | 3 | Taj Mug
line | 4 | pick_size
line | 5 | pick_product
line | 6 | unclear
line | no | 2 Tiger Shorts L, Taj Mug
line | 3 mugs | 2 Tiger Shorts L, 3 Taj Mug
line | never mind | 2 Tiger Shorts L, Taj Mug
"""
ROWS = [tuple(part.strip() for part in row.split("|")) for row in TABLE.strip().splitlines()]
OTHERS = """
i deleted my cart by accident, can u get it back
OK, order 1234 goes on.
where is my order?
the last one came torn
my kurta is torn and i want XL instead of it
is it cotton?
who is this?
yes i got the parcel yesterday
yes the color is nice but will it fade?
no one called me about the delivery
cancel my gym membership
i want a refund for my flight
can you call me at 5?
thanks a lot for your help
haan bhai kal baat karte hain
mummy se pooch ke batata hoon
paise kab wapas aayenge
mera order kahan hai
si pero primero dime cuanto tarda
no se, voy a pensarlo
quiero hablar con una persona
me llego roto
order the pizza for tonight mom
yes mom I am coming home
buy milk and two breads
i will order next month
do you ship to canada
is there a discount for 10 pieces
stop calling my mother
the mug i got is chipped
2 of my mugs broke on the way
i ordered 2 mugs last week
size M was too small for me
L is too big for him
my number is 9876543210
B-4 Saket New Delhi 110017
14 Fatehpura Udaipur 313001
send it before friday
how do i pay
cash on delivery?
can i pay with upi
what happens after i order
is this a robot
नहीं भाई पैसे वापस चाहिए
मेरा ऑर्डर कहां है
कल बताता हूं
हाँ लेकिन रंग दूसरा चाहिए
आप कौन हैं
ok send me the bill of the last order
yes, and cancel the old one
no, keep both orders please
please don't order anything yet
i said yes to my wife
order it only if it is silk
yes if it comes by friday
no cancel fees right?
drop it at the neighbour's
leave it at the door
take one and get one free?
""".strip().splitlines()


@each(("step", "text", "becomes"), ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_an_answer(step: str, text: str, becomes: str) -> None:
    assert outcome(text, step) == becomes


@each(
    ("step", "texts", "lines"),
    [
        ("hoodie", ["3 caps and a hoodie", "M"], ("3 Jaipur Cap", "Delhi Hoodie M")),
        ("hoodie", ["a hoodie and 3 caps", "M"], ("Delhi Hoodie M", "3 Jaipur Cap")),
        ("hoodie", ["2 caps and shorts L"], ("2 Jaipur Cap", "Tiger Shorts L")),
        ("hoodie", ["hoodie M and 2 hoodie L"], ("Delhi Hoodie M", "2 Delhi Hoodie L")),
        ("offer", ["2 caps and shorts L"], ("2 Jaipur Cap", "Tiger Shorts L")),
        ("offer", ["shorts M, a mug and a box"], ("Tiger Shorts M", "Taj Mug", "Marble Box")),
        ("size", ["3 caps and a hoodie", "M", "L"], ("2 Tiger Shorts M", "3 Jaipur Cap", "Delhi Hoodie L")),
        ("product", ["2 mugs and 3 hoodies", "M"], ("2 Taj Mug", "3 Delhi Hoodie M")),
        ("summary", ["hoodie M and 2 hoodie L"], ("2 Tiger Shorts L", "Delhi Hoodie M", "2 Delhi Hoodie L")),
        ("summary", ["3 shorts M and shorts L"], ("2 Tiger Shorts L", "3 Tiger Shorts M")),
        ("summary", ["2 caps and 3 caps"], ("2 Tiger Shorts L", "5 Jaipur Cap")),
        ("two", ["and 2 caps and a hoodie", "S"], ("2 Tiger Shorts L", "Taj Mug", "2 Jaipur Cap", "Delhi Hoodie S")),
        ("line", ["2 caps and a box"], ("2 Tiger Shorts L", "Taj Mug", "2 Jaipur Cap", "Marble Box")),
    ],
)
def test_all_goods_of_a_text_are_in_the_order(step: str, texts: list[str], lines: tuple[str, ...]) -> None:
    assert answered(texts, step) == lines


@each("step", STEPS)
def test_words_of_another_matter_do_nothing(step: str) -> None:
    """Nothing is ordered, dropped or changed by a longer text."""
    kept = (HERE / "another_matter.txt").read_text(encoding="utf-8").splitlines()
    lines = [*OTHERS, *(line for line in kept if line and not line.startswith("#"))]
    assert {line: done for line in lines if (done := outcome(line, step)) not in {"unclear", "a question"}} == {}


@each("step", STEPS)
@each("text", ["nice", "thats great", "ok thanks", "yes 1", "1 yes", "no, stop", "STOP no"])
def test_praise_a_number_and_a_stop_beside_an_answer_end_nothing(step: str, text: str) -> None:
    assert outcome(text, step) not in {"ordered", "dropped"}
