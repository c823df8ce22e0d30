"""People are found by what is known of them, by nothing of anybody else, and by nothing once they were erased."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from storage.database.stores import Database
from storage.erasure.erasure import scrub_person
from storage.identity.identity import Identity
from storage.identity.index_walks import AMONG
from storage.identity.people_search import FoundContact, PeopleSearch, SearchWay
from storage.people.people import Contact
from storage.people.people_merge import merge
from storage.profiles.customer_tags import CustomerTags
from storage.schema import addresses, name_parts
from storage.sourcing.order_search import OrderSearch
from storage.unit import Unit
from tests.cases import each
from tests.flows.test_sounding import NAMES
from tests.single import asked_of
from tests.storage.world import NOW, OTHER_SHOP, SHOP, after, do


async def called(unit: Unit, name: str, *identities: Identity) -> UUID:
    """Somebody who is called so."""
    known = [*identities, Identity("customer", f"shopify:{unit.ids.make().hex}")]
    contact = await unit.people.prove(known, NOW)
    await unit.people.save_details(contact, {"name": name}, NOW)
    return contact


async def named(store: Database, names: Sequence[str], *wanted: str) -> list[list[str]]:
    """By each of the texts, who of people with these names is found."""

    async def work(unit: Unit) -> list[list[str]]:
        who = {await called(unit, name): name for name in names}
        return [[who[one] for one in await unit.of(PeopleSearch).find_by_name(text, 5)] for text in wanted]

    return await do(store, work)


@pytest.mark.parametrize(
    ("name", "wanted", "found"),
    [
        pytest.param("Asha Devi Kumar", "asha", True, id="the first word"),
        pytest.param("Asha Devi Kumar", "devi", True, id="the second"),
        pytest.param("Asha Devi Kumar", "KUMAR", True, id="the last, in capitals"),
        pytest.param("Asha Devi Kumar", "devi ku", True, id="from the second on"),
        pytest.param("Asha Devi Kumar", "kumar asha", True, id="the last first"),
        pytest.param("Asha Devi Kumar", "asha kumar", True, id="one left out"),
        pytest.param("Asha Devi Kumar", "kum ash", True, id="beginnings in another order"),
        pytest.param("Asha Devi Kumar", "asha rao", False, id="another's name"),
        pytest.param("Asha Devi Kumar", "umar", False, id="the middle of a word"),
        pytest.param("José Núñez", "jose nunez", True, id="accents left out"),
        pytest.param("Jose Nunez", "JOSÉ NÚÑEZ", True, id="accents added"),
        pytest.param("Jose\u0301", "jos\u00e9", True, id="an accent apart"),
        pytest.param("Łukasz Øster", "lukasz oster", True, id="strokes"),
        pytest.param("STRASSER", "straßer", True, id="sharp s"),
        pytest.param("İpek Işık", "ipek isik", True, id="Turkish"),
        pytest.param("आशा देवी", "आशा", True, id="Devanagari"),
        pytest.param("आशा देवी", "देवी", True, id="Devanagari, the second word"),
        pytest.param("राम", "रम", False, id="a matra is a letter"),
        pytest.param("कि", "की", False, id="a short i and a long one"),
        pytest.param("\u0958ुरैशी", "\u0915\u093cुरैशी", True, id="a nukta apart"),
        pytest.param("क़ुरैशी", "कुरैशी", True, id="a nukta left out"),
        pytest.param("चाँद", "चांद", True, id="candrabindu or anusvara"),
        pytest.param("क्\u200dष", "क्ष", True, id="a joiner in Devanagari"),
        pytest.param("مُحَمَّد", "محمد", True, id="points of Arabic"),
        pytest.param("בת\u05be\u05e9ֶׁבַע", "\u05e9בע", True, id="points of Hebrew, behind a hyphen"),
        pytest.param("As\u200bha", "asha", True, id="a zero width in the name"),
        pytest.param("Asha", "a\ufeffs\u00adha", True, id="zero widths in the text"),
        pytest.param("\u202eAsha\u202c Kumar", "asha kumar", True, id="marks of direction"),
        pytest.param("Asha", "\u200fasha", True, id="a mark of direction in the text"),
        pytest.param("Jean-Luc Picard", "luc", True, id="behind a hyphen"),
        pytest.param("Jean-Luc Picard", "jean luc", True, id="a hyphen left out"),
        pytest.param("Jean-Luc Picard", "jeanluc", True, id="a hyphen closed up"),
        pytest.param("Conor O’Brien", "o'brien", True, id="another apostrophe"),
        pytest.param("Conor O'Brien", "obrien", True, id="an apostrophe closed up"),
        pytest.param("Conor O'Brien", "conor obrien", True, id="closed up behind a word"),
        pytest.param("A B Kumar", "a b k", True, id="words of one letter"),
        pytest.param("A. B. Kumar", "b", True, id="an initial"),
        pytest.param("山田太郎", "太郎", True, id="without spaces"),
        pytest.param("김철수", "철수", True, id="Hangul"),
        pytest.param("★ Asha", "★", True, id="a picture"),
        pytest.param("100% Asha_Kumar", "kumar", True, id="signs of LIKE part words"),
        pytest.param("Asha", "%", False, id="a percent sign"),
        pytest.param("Asha", "_sha", False, id="an underscore"),
        pytest.param("Asha", "a%", True, id="a percent sign behind a letter"),
        pytest.param("Asha", "", False, id="nothing"),
        pytest.param("Asha", "\u200b \u202e", False, id="nothing to see"),
        pytest.param("Asha", "asha\x00\ud800", True, id="no character at all"),
        pytest.param("Asha", "asha " * 2000, False, id="ten thousand characters"),
        pytest.param("x" * 10_000, "x" * 10_000, True, id="a name of ten thousand"),
        pytest.param("Maximiliana Alexandrina Konstantinopulou Rao", "maximiliana alexandrina konstantinopulou r",
                     True, id="longer than a part"),
        pytest.param("Maximiliana Alexandrina Konstantinopulou Rao", "maximiliana alexandrina konstantinopulou b",
                     False, id="longer than a part, and another"),
        pytest.param("a b c d e f g h i j k l m", "l", True, id="the twelfth word"),
    ],
)  # fmt: skip
async def test_a_name_is_found_by_its_parts(store: Database, name: str, wanted: str, found: bool) -> None:
    assert await named(store, [name], wanted) == [[name] if found else []]


@pytest.mark.parametrize(
    ("names", "wanted", "found"),
    [
        pytest.param(["नूर", "Noor"], "noor", ["Noor", "नूर"], id="as it was written comes first"),
        pytest.param(["नूर", "Noor"], "नूर", ["नूर", "Noor"], id="and in Devanagari"),
        pytest.param(["नूर ख़ान"], "noor khan", ["नूर ख़ान"], id="both words"),
        pytest.param(["नूर ख़ान"], "khan", ["नूर ख़ान"], id="the second word"),
        pytest.param(["Asha Devi Kumar"], "कुमार आशा", ["Asha Devi Kumar"], id="the last first"),
        pytest.param(["Asha Devi Kumar"], "आशा कुमार", ["Asha Devi Kumar"], id="one left out"),
        pytest.param(["अनिता"], "ani", ["अनिता"], id="a beginning, where nobody is called so"),
        pytest.param(["अनिता", "Ani Rao"], "ani", ["Ani Rao"], id="a beginning, where somebody is"),
        pytest.param(["Anita Kumar"], "अनि", ["Anita Kumar"], id="a beginning in Devanagari"),
        pytest.param(["आशा Kumar"], "asha कुमार", ["आशा Kumar"], id="half and half"),
        pytest.param(["अनिता"], "sunita", [], id="another name"),
        pytest.param(["Kapoor"], "kapur", [], id="other letters alone are heard"),
        pytest.param(["राम"], "रम", [], id="and so in Devanagari"),
        pytest.param(["Noor"], "नू!", ["Noor"], id="a sign behind it"),
        pytest.param(["Noor"], "^nur", [], id="no mark of ours is looked for"),
        pytest.param(["नूर"], "~nur ", ["नूर"], id="what is no letter parts words"),
        pytest.param(["山田太郎"], "नूर", [], id="letters of neither"),
    ],
)
async def test_a_name_in_other_letters_is_found(
    store: Database, names: Sequence[str], wanted: str, found: Sequence[str]
) -> None:
    assert await named(store, names, wanted) == [found]


async def test_names_of_india_are_found_in_both_letters(store: Database) -> None:
    """Each alone, and among all others."""
    written = [f"{devanagari} एक" for devanagari, _ in NAMES]
    latin = [f"{one} Two" for _, one in NAMES]
    found = await named(store, [*written, *latin], *(one for _, one in NAMES), *(one for one, _ in NAMES))
    for at, both in enumerate(zip(written, latin, strict=True)):
        assert set(both) <= set(found[at])
        assert set(both) <= set(found[at + len(NAMES)])


async def test_who_is_called_just_so_comes_first_and_then_the_newest(store: Database) -> None:
    names = ["Ann", "Anna", "Anna Bell", "Ann Bell", "Bell Ann"]
    assert await named(store, names, "ann", "ann bell") == [
        ["Bell Ann", "Ann", "Ann Bell", "Anna Bell", "Anna"],
        ["Ann Bell", "Bell Ann", "Anna Bell"],
    ]


async def test_of_many_with_one_beginning_some_are_found(store: Database) -> None:
    async def work(unit: Unit) -> None:
        told = [{"part": f"an{place:05}", "contact": await called(unit, "Bo")} for place in range(3)]
        rows = [{"part": f"an{place:05}", "contact": told[place % 3]["contact"]} for place in range(3, AMONG + 9)]
        await unit.add_all(name_parts, told + rows)
        assert len(await unit.of(PeopleSearch).find_by_name("an", 5)) == 3
        assert len(await unit.of(PeopleSearch).find_by_name("an bo", 5)) == 3

    await do(store, work)


PHONE = Identity("sms", "+919810012345")
CHAT = Identity("telegram", "7700112233")
MAIL = Identity("email", "Asha.Kumar@Kiln.example")
ID = Identity("customer", "shopify:7001")


async def of_everything(unit: Unit) -> UUID:
    """Somebody of whom all is known by which people are found."""
    contact = await called(unit, "Asha Kumar", PHONE, CHAT, MAIL, ID)
    order = await unit.orders.ensure("shopify", "gid-55", NOW)
    await unit.run(text("UPDATE orders SET number = '#K-1001'"))
    await unit.run(text("UPDATE orders SET contact = (SELECT id FROM contacts WHERE name = 'Asha Kumar')"))
    assert order is not None
    await unit.of(CustomerTags).tell(contact, ["Très Chic", "2345"], "shopify", NOW)
    return contact


WAYS = [
    pytest.param("Kumar", SearchWay.NAME, id="name"),
    pytest.param("+91 98100 12345", SearchWay.PHONE, id="the whole number"),
    pytest.param("\u202a+91\u00a098100-12345\u202c", SearchWay.PHONE, id="copied from a contact"),
    pytest.param("098100 12345", SearchWay.PHONE, id="as it is dialled at home"),
    pytest.param("0091 98100 12345", SearchWay.PHONE, id="as it is dialled from abroad"),
    pytest.param("2345", SearchWay.PHONE, id="the last four digits"),
    pytest.param("…2345", SearchWay.PHONE, id="as a chat shows them"),
    pytest.param("१२३४५", SearchWay.PHONE, id="digits of Devanagari"),
    pytest.param("2233", SearchWay.PHONE, id="the end of a chat"),
    pytest.param("asha.kumar@kiln.example", SearchWay.EMAIL, id="mail"),
    pytest.param("ASHA.KUMAR@KILN.EXAMPLE", SearchWay.EMAIL, id="mail in capitals"),
    pytest.param("asha.kumar@", SearchWay.EMAIL, id="the beginning of a mail"),
    pytest.param("K-1001", SearchWay.ORDER, id="order"),
    pytest.param("#K-1001", SearchWay.ORDER, id="order with its sign"),
    pytest.param("gid-55", SearchWay.ORDER, id="order by the system's name"),
    pytest.param("tres chic", SearchWay.TAG, id="tag"),
    pytest.param("7001", SearchWay.CUSTOMER, id="a shop's id"),
    pytest.param("shopify:7001", SearchWay.CUSTOMER, id="a shop's id with the shop"),
]
NOTHING = ["345", "9810", "98100", "kiln.example", "@kiln", "K-10", "chic", "700", "shopify:", "@", "#", ":", "%", "_",
           "7001@", "x" * 10_000, "9" * 10_000, "'; --", "\x00", "\ud800"]  # fmt: skip


@pytest.mark.parametrize(("wanted", "way"), WAYS)
async def test_somebody_is_found_by_all_that_is_known(store: Database, wanted: str, way: SearchWay) -> None:
    async def work(unit: Unit) -> None:
        contact = await of_everything(unit)
        await called(unit, "Bo Lund", Identity("sms", "+13145550101"), Identity("email", "bo@loom.example"))
        assert await unit.of(PeopleSearch).find(wanted, 5) == [FoundContact(contact, way)]
        assert await unit.of(PeopleSearch).find_first(wanted, 5) == [contact]

    await do(store, work)


@each("wanted", NOTHING, ids=lambda wanted: repr(wanted[:20]))
async def test_nobody_is_found_by_less(store: Database, wanted: str) -> None:
    async def work(unit: Unit) -> None:
        await of_everything(unit)
        assert await unit.of(PeopleSearch).find(wanted, 5) == []
        assert await unit.of(PeopleSearch).find_first(wanted, 5) == []

    await do(store, work)


@each(("wanted", "way"), WAYS)
async def test_another_business_finds_nobody(store: Database, wanted: str, way: SearchWay) -> None:
    await do(store, of_everything)
    assert await do(store, lambda unit: unit.of(PeopleSearch).find(wanted, 5), OTHER_SHOP) == []


@pytest.mark.parametrize(("wanted", "way"), WAYS)
async def test_nobody_is_found_who_was_erased(store: Database, wanted: str, way: SearchWay) -> None:
    async def work(unit: Unit) -> None:
        contact = await of_everything(unit)
        await scrub_person(unit, contact, NOW, lambda value: f"7001{len(value)}2345")
        assert await unit.of(PeopleSearch).find(wanted, 5) == []
        assert await unit.value(select(func.count()).select_from(name_parts)) == 0
        assert await unit.value(select(func.count(addresses.c.sought))) == 0

    await do(store, work)


async def test_another_name_takes_the_place_of_the_one_before(store: Database) -> None:
    async def work(unit: Unit) -> None:
        contact = await called(unit, "Asha Kumar")
        await unit.people.save_details(contact, {"name": "Asha Rao"}, after(1))
        await unit.people.save_details(contact, {"name": "Asha Old"}, NOW)
        await unit.people.save_details(contact, {"country": "IN"}, after(2))
        found = [await unit.of(PeopleSearch).find_by_name(name, 5) for name in ("kumar", "rao", "old", "asha")]
        assert found == [[], [contact], [], [contact]]

    await do(store, work)


async def test_a_name_of_their_own_channel_is_one(store: Database) -> None:
    async def work(unit: Unit) -> None:
        contact = await unit.people.prove([CHAT], NOW)
        await unit.people.introduce(contact, "Iris")
        await unit.people.introduce(contact, "Somebody")
        assert await unit.of(PeopleSearch).find_by_name("iris", 5) == [contact]
        assert await unit.of(PeopleSearch).find_by_name("somebody", 5) == []

    await do(store, work)


async def test_two_who_are_one_are_found_by_the_names_of_both(store: Database) -> None:
    async def work(unit: Unit) -> None:
        one, other = await called(unit, "Asha Kumar", PHONE), await called(unit, "Asha Kumari", CHAT)
        await merge(unit, other, one, NOW)
        ways = ("kumar", "kumari", "asha", "12345", "2233")
        assert [await unit.of(PeopleSearch).find_first(wanted, 5) for wanted in ways] == [[one]] * len(ways)
        await scrub_person(unit, one, NOW, lambda value: f"x{value}x"[::-1].upper())
        assert [await unit.of(PeopleSearch).find_first(wanted, 5) for wanted in ways] == [[]] * len(ways)

    await do(store, work)


async def test_many_are_found_up_to_a_limit_and_each_once(store: Database) -> None:
    async def work(unit: Unit) -> list[Contact]:
        people = [
            await called(unit, f"Asha {place}", Identity("sms", f"+1314{place:03}2345")) for place in range(200, 209)
        ]
        for one in people:
            await unit.of(CustomerTags).tell(one, ["asha"], "shopify", NOW)
        assert await unit.of(PeopleSearch).find_otherwise("ASHA", 3) == [
            FoundContact(one, SearchWay.TAG) for one in people[:-4:-1]
        ]
        assert await unit.of(PeopleSearch).find_by_number("2345", 3) == people[:-4:-1]
        found = await unit.of(PeopleSearch).find("asha", 20)
        assert [one.contact for one in found] == people[::-1]
        assert {one.way for one in found} == {SearchWay.NAME}
        return list((await unit.people.by_ids(people)).values())

    await do(store, work)


LOOKS: dict[str, Callable[[Unit], Awaitable[object]]] = {
    "name": lambda unit: unit.of(PeopleSearch).find_by_name("asha", 5),
    "names": lambda unit: unit.of(PeopleSearch).find_by_name("asha devi kumar", 5),
    "name in Devanagari": lambda unit: unit.of(PeopleSearch).find_by_name("आशा देवी", 5),
    "number": lambda unit: unit.of(PeopleSearch).find_by_number("098100 12345", 5),
    "mail": lambda unit: unit.of(PeopleSearch).find_by_mail("asha@kiln.example", 5),
    "order, tag, id": lambda unit: unit.of(PeopleSearch).find_otherwise("shopify:7001", 5),
    "orders of a name": lambda unit: unit.of(OrderSearch).customers("asha"),
    "orders of a number": lambda unit: unit.of(OrderSearch).customers("2345"),
}
_AMONG_ALL = r"^SCAN (?!anon|CONSTANT)|\(business=\?\)|Seq Scan"


@each("look", LOOKS)
async def test_every_way_walks_along_an_index(store: Database, look: str) -> None:
    """https://www.sqlite.org/eqp.html; PostgreSQL is told not to read a small table from end to end."""

    async def work(unit: Unit) -> list[str]:
        with asked_of(unit) as said:
            await LOOKS[look](unit)
        if unit.postgres:
            await unit.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN" if unit.postgres else "EXPLAIN QUERY PLAN"
        told = [await unit.connection.exec_driver_sql(f"{explain} {text}", values) for text, values in said]
        return [str(row[-1]) for rows in told for row in rows]

    found = await store.read(SHOP, work)
    assert found
    assert [one for one in found if re.search(_AMONG_ALL, one)] == []
