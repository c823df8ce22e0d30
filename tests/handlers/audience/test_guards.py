"""Phrases of which each word can be read, and that mean other people together: asked about, or read as meant."""

import json

import pytest

from flows.audience.criteria import Counted
from flows.audience.reading import read_criteria
from handlers.audience.replies.names import Names
from handlers.audience.replies.reading import read_phrase
from tests.handlers.audience.shops import BAKERY, HOODIES, LUNA, THREADS, VESTIDOS
from tests.handlers.audience.test_phrases import COFFEE, SAREES, STREETWEAR, meaning

ASKED = """
vip nahi return nahi|every customer but the vips|all customers but vip|any customer but nike buyers
everyone in dallas but vips
all dallas customers but vip|all vip but dallas|all the vips but the ones in dallas|bought anything but nike
bought something but nike|returned anything but nike|bought nothing but nike|bought nothing except nike
never bought anything but nike|newer customers on whatsapp|newer vip|quite loyal|quite vip|agent vip|beside vip|was vip
used to be vip|had been vip|were vip|birthday in the last 10 days|birthday in the past week|birthday 3 days ago
cumpleaños en los ultimos 10 dias|spent 100 in one order|spent over 100 in a single order|spent over 100 each time
spent over 100 in one order this month|spent 100 over 3 orders|spent 100 a month|spent 100 a week|spent 100 a year
clicked and bought this week|visited and bought in may|ordered and visited last month|bought this month but didn't click
abandoned cart with nike|left carts with nike|abandoned carts with nike this month|3 orders of nike|3 orders with nike
2+ orders of nike in 90 days|left a cart over 100|left a cart of 100 or more|orders over 100|refunds over 100
pedidos de mas de 500|anyone but new|anybody but vips|whoever but vip
"""
OF_BOTH = """
bought hario or aeropress beans|bought hario and aeropress beans|bought hario, aeropress beans
hario or aeropress beans buyers|never bought hario or aeropress beans|bought hario beans or gear
bought hario beans or aeropress
"""
"""Whether the kind that one of two makes is named beside is meant of both."""
IN_ONE_TIME = """
clicked, visited last month|clicked visited last month|clicked; visited last month|clicked, visited, bought last month
clicked this week, visited|clicked this week and visited|last month clicked, visited|vip, clicked, visited last month
"""
NO_ORDERS, NO_CLICKS = (f'{{"fact": "{fact}", "op": "=", "value": 0}}' for fact in ("orders", "clicks"))
NONE_IN_90 = '{"not": {"event": "order.created", "within": "90d"}}'
SAREE = '"where": {"title": "Banarasi Silk Saree"}'
SAREE_BACK = f'{{"all": [{{"event": "order.created", {SAREE}}}, {{"event": "return.completed", {SAREE}}}]}}'
SAREE_AND_BACK = f'{{"all": [{{"event": "order.created", {SAREE}}}, {{"fact": "returns", "op": ">=", "value": 1}}]}}'
DRESS_BACK = '{"event": "return.completed", "within": "this month", "where": {"category": "Vestidos"}}'
NO_VIP = '{"not": {"fact": "audience", "op": "=", "value": "vip"}}'


@pytest.mark.parametrize("text", [one for line in ASKED.split("\n") for one in line.split("|") if one])
def test_asked_about(text: str) -> None:
    assert read_phrase(text, STREETWEAR).criteria is None


@pytest.mark.parametrize("text", [one for line in OF_BOTH.split("\n") for one in line.split("|") if one])
def test_a_kind_beside_two_makes_is_asked_about(text: str) -> None:
    said = read_phrase(text, COFFEE)
    assert (said.criteria, said.doubtful) == (None, True)


@pytest.mark.parametrize(
    "text", ["bought hario or beans", "bought hario beans or aeropress gear", "bought gear or hario beans"]
)
def test_a_kind_that_can_be_of_one_alone_is_not(text: str) -> None:
    assert read_phrase(text, COFFEE).criteria is not None


@pytest.mark.parametrize("text", [one for line in IN_ONE_TIME.split("\n") for one in line.split("|") if one])
def test_a_time_that_may_be_of_two_doings_is_asked_about(text: str) -> None:
    said = read_phrase(text, STREETWEAR)
    assert (said.criteria, said.doubtful) == (None, True)


def test_two_times_of_one_return_are_asked_about() -> None:
    assert read_phrase("este mes devolvieron vestidos este año", VESTIDOS).criteria is None


@pytest.mark.parametrize(
    "text",
    [
        "साड़ी खरीदी, लौटाई",
        "bought a saree, returned",
        "साड़ी खरीदी पर पिछले महीने लौटाई",
        "saree kharidi, wapas ki 30 din me",
    ],
)
def test_goods_and_a_return_that_may_be_of_others_are_asked_about(text: str) -> None:
    assert read_phrase(text, SAREES).criteria is None


@pytest.mark.parametrize(
    ("text", "names", "criteria"),
    [
        ("साड़ी खरीदी पर लौटाई", SAREES, SAREE_BACK),
        ("साड़ी खरीदी और लौटाई", SAREES, SAREE_BACK),
        ("saree kharidi par lautayi", SAREES, SAREE_BACK),
        ("bought a saree but returned", SAREES, SAREE_BACK),
        ("bought a saree but returned it", SAREES, SAREE_BACK),
        (
            "bought a saree and returned, vip",
            SAREES,
            SAREE_BACK[:-2] + ', {"fact": "audience", "op": "=", "value": "vip"}]}',
        ),
        ("bought a saree but sent something back", SAREES, SAREE_AND_BACK),
        ("bought a saree, had a return", SAREES, SAREE_AND_BACK),
        ("este mes devolvieron vestidos", VESTIDOS, DRESS_BACK),
        ("los que este mes devolvieron un vestido", VESTIDOS, DRESS_BACK),
        ("no orders no clicks", STREETWEAR, f'{{"all": [{NO_ORDERS}, {NO_CLICKS}]}}'),
        ("order nahi click nahi", STREETWEAR, f'{{"all": [{NO_ORDERS}, {NO_CLICKS}]}}'),
        ("na order na click", STREETWEAR, f'{{"all": [{NO_ORDERS}, {NO_CLICKS}]}}'),
        ("no orders no vip", STREETWEAR, f'{{"all": [{NO_ORDERS}, {NO_VIP}]}}'),
        ("sin pedidos no vip", STREETWEAR, f'{{"all": [{NO_ORDERS}, {NO_VIP}]}}'),
        ("everyone but vip", STREETWEAR, NO_VIP),
        ("gente que no haya pedido nada en 90 dias", STREETWEAR, NONE_IN_90),
        ("no han pedido nada en 90 dias", STREETWEAR, NONE_IN_90),
        ("ultimo pedido hace 60 dias", STREETWEAR, '{"fact": "days_since_order", "op": ">=", "value": 60}'),
        ("gastaron 50.000", BAKERY, '{"fact": "spend", "op": ">=", "value": 50000}'),
        ("gastaron 1.000", VESTIDOS, '{"fact": "spend", "op": ">=", "value": 1000}'),
        ("gastaron 99.50", VESTIDOS, '{"fact": "spend", "op": ">=", "value": "99.50"}'),
    ],
)
def test_read_as_meant(text: str, names: Names, criteria: str) -> None:
    found = read_phrase(text, names).criteria
    assert found is not None
    assert meaning(found) == meaning(read_criteria(json.loads(criteria)))


SPANISH = """
no una sola compra|dia de muertos 2 de noviembre compraron|dia de muertos 3 de noviembre compraron
15 de noviembre compraron
compraron del 3 al 9|compraron el 2 y el 3 de noviembre|nada de tazas desde el 2 de noviembre
no recibieron su pedido|nunca recibieron su pedido|pedido enviado pero no entregado|si no aceptan ofertas
tazas y velas nunca devolvieron nada de talavera|compraron tazas o velas nunca|un solo pedido este mes
sin comprar en 60 dias, incluye a mayoreo|sin tazas en 60 dias, incluye a quienes nunca compraron
mas de $300 este mes en tazas
cumpleanos el 2 de noviembre|pidieron antes del 2 de nov y desde entonces tazas|casi pasaron a perdidos
"""
HINDI = """
sms nahi ja sakta|sms whatsapp nahi jata|sms aur whatsapp nahi jata|order 90 din ho gaye|order mil gaya nahi
saree aur dupatta kabhi nahi|saree aur dupatta nahi li|saree cart me daal ke bhool gaye|cart me daala par order kiya
hindi nahi (devnagri ya roman dono)|2 order hue, jisne kabhi liya hi nahi wo bhi ginna|bride, bas 2 ho|ek hi saree li
ek hi order me 2 saree|biba aur fabindia koi bhi chalega|biba ya fabindia koi bhi nahi|lost me nahi gaye
20 oct se pehle tak saree li
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (one, names)
        for said, names in ((SPANISH, LUNA), (HINDI, THREADS))
        for one in said.replace("\n", "|").split("|")
        if one
    ],
)
def test_spanish_and_hindi_that_may_mean_others_are_asked_about(text: str, names: Names) -> None:
    assert read_phrase(text, names).criteria is None


@pytest.mark.parametrize("text", ["nike size 9", "bought nike in a size 9", "size 9 nike", "compraron nike talla 9"])
def test_goods_and_their_size_are_of_one_line(text: str) -> None:
    criteria = read_phrase(text, HOODIES).criteria
    assert isinstance(criteria, Counted)
    assert {one.fact: one.value for one in criteria.where} == {"brand": "nike", "size": "9"}


@pytest.mark.parametrize(
    "text",
    [
        "size 9", "austin size 9", "nike size 9-11", "nike size 9 to 11", "nike size 9 and up", "nike size 9+",
        "nike or tiger size 9", "nike size XXXL", "nike size big", "nike size 9 and 10",
    ],
)  # fmt: skip
def test_a_size_that_may_be_another_is_asked_about(text: str) -> None:
    assert read_phrase(text, HOODIES).criteria is None
