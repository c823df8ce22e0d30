"""Files brought into a shop: who is new, who is known, who is refused, and that nothing is doubled or lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows.events import ConsentAction, ConsentGiven, Customer, CustomerUpdated
from handlers.engine.turn import Turn
from handlers.importing.consent_import import LATER, STOPPED
from handlers.importing.customer_row import RowFate, RowOutcome
from handlers.importing.customer_row_reader import CONTROLS, CUT
from handlers.importing.import_chunks import bring
from handlers.importing.imported_customer_writer import (
    ERASED,
    OTHERS,
    OTHERWISE,
    PreparedRows,
    Sorted,
    prepare_rows,
    sort,
    write_new,
)
from handlers.importing.known_customer_row import NEWER, TAKEN
from handlers.people import opt_outs
from handlers.people.inbound_event import InboundEvent
from handlers.privacy import privacy_requests
from storage.identity.identity import Identity
from storage.schema import (
    addresses,
    consents,
    customer_tags,
    messages,
    name_parts,
    outbox,
    permissions,
    places,
)
from tests.handlers.importing.files import MADE, TIGER, Folder

DANA, SAM, LEE = "+13145550142", "+13145550143", "+13145550144"
HEADS = "id,name,phone,email,country,state,birthday,tags,sms_consent,consent_source,consent_text,consent_at"
CONSENT = "yes,till,Text me,2026-02-01T10:00:00Z"
ROW = f"c1,Dana Reyes,314-555-0142,dana@mail.example,US,TX,1990-05-04,vip;Café,{CONSENT}"


async def test_somebody_new_has_all_that_the_file_says(folder: Folder) -> None:
    brought = await folder.bring(f"{HEADS}\n{ROW}\n")
    assert (brought.fates, brought.mistakes) == (["new"], [()])
    found = brought.found
    assert (found.people, found.with_phone, found.known, found.refused) == (1, 1, 0, 0)
    dana = await folder.whose("sms", DANA)
    told = ("name", "country", "region", "birth_day", "birth_year", "as_of", "tagged_at")
    assert [dana[one] for one in told] == ["Dana Reyes", "US", "TX", "05-04", 1990, MADE, MADE]
    theirs = [row[1:] for row in await folder.rows(addresses, "contact", "channel", "value") if row[0] == dana["id"]]
    assert theirs == [("customer", "api:c1"), ("email", "dana@mail.example"), ("sms", DANA)]
    assert ("dana reyes", dana["id"]) in await folder.rows(name_parts, "part", "contact")
    assert (dana["id"], "stated", "TX", "api") in await folder.rows(places, "contact", "kind", "region", "source")
    assert await folder.rows(customer_tags, "tag", "written", "source", "at") == [
        ("cafe", "Café", "api", MADE), ("vip", "vip", "api", MADE),
    ]  # fmt: skip
    assert [row[0] for row in await folder.rows(permissions, "state")] == ["granted", "granted"]
    assert await folder.rows(consents, "programme", "source", "text", "action", "means") == [
        (programme, "till", "Text me", "granted", "told") for programme in ("offers", "reminders")
    ]


async def test_a_file_that_is_read_again_changes_nothing_and_sends_nothing(folder: Folder) -> None:
    rows = [
        ROW,
        "c2,Sam,,sam@mail.example,US,FL,,,no,,,",
        f",Lee,{LEE},,,,,wholesale,unsubscribed,,,2026-01-01",
        f"c4,Ann,{DANA},ann@mail.example,,,,,,,,",
        "c5,,not a phone,,,,,,,,,",
    ]
    text = "\n".join((HEADS, *rows))
    first = await folder.bring(text)
    before = await folder.everything()
    again = await folder.bring(text)
    assert first.fates == ["new", "new", "new", "new", "new"]
    assert again.fates == ["same"] * 5
    assert again.mistakes == first.mistakes
    assert await folder.everything() == before
    moved = await folder.bring(text, made=MADE + timedelta(hours=1))  # the same file, copied
    assert {name: len(each) for name, each in (await folder.everything()).items()} == {
        name: len(each) for name, each in before.items()
    }
    assert moved.fates == ["same"] * 5
    assert (await folder.rows(messages, "id"), await folder.rows(outbox, "id")) == ([], [])


async def test_two_who_claim_one_phone_stay_two_and_the_first_keeps_it(folder: Folder) -> None:
    text = f"id,name,phone\nc1,Dana,{DANA}\nc2,Sam,{DANA}\n"
    brought = await folder.bring(text)
    assert (brought.fates, brought.mistakes) == (["new", "new"], [(), (f"phone: {TAKEN}",)])
    dana, sam = await folder.whose("customer", "api:c1"), await folder.whose("customer", "api:c2")
    assert (dana["name"], sam["name"], dana["id"] != sam["id"]) == ("Dana", "Sam", True)
    assert (await folder.whose("sms", DANA))["id"] == dana["id"]


async def test_one_number_without_an_id_is_one_person_of_whom_the_first_row_stands(folder: Folder) -> None:
    text = f"name,phone,birthday,tags\nDana,{DANA},,vip\nDana Reyes,{DANA},05-04,wholesale\n"
    brought = await folder.bring(text)
    assert (brought.fates, brought.mistakes) == (["new", "changed"], [(), (f"name: {OTHERWISE}",)])
    dana = await folder.whose("sms", DANA)
    assert (dana["name"], dana["birth_day"]) == ("Dana", "05-04")  # what the first left open is taken over
    assert [row[0] for row in await folder.rows(customer_tags, "tag")] == ["vip", "wholesale"]
    before = await folder.everything()
    again = await folder.bring(text)
    assert (again.fates, again.mistakes) == (["same", "same"], brought.mistakes)
    assert await folder.everything() == before


async def states(folder: Folder, number: str) -> set[str]:
    """What holds at a number, of all programmes."""
    (here,) = [one for one, value in await folder.rows(addresses, "id", "value") if value == number]
    return {state for address, state in await folder.rows(permissions, "address", "state") if address == here}


async def told(folder: Folder, identity: str, customer: Customer, at: object = None) -> None:
    """The shop's live news of a customer, worked through."""
    service = folder.service
    assert service.sandbox is not None
    event = CustomerUpdated(customer, service.clock.now())
    await service.inbox.take(TIGER, InboundEvent("api", identity, event, b"{}"))
    await service.sandbox.settle()


async def test_who_is_known_is_found_by_id_phone_or_mail(folder: Folder) -> None:
    await told(folder, "e1", Customer(id="c1", name="Dana", phone=DANA))
    await told(folder, "e2", Customer(name="Sam", phone=SAM))
    await told(folder, "e3", Customer(name="Lee", email="lee@mail.example"))
    live = {one: (await folder.whose("sms", one))["id"] for one in (DANA, SAM)}
    later = folder.service.clock.now() + timedelta(hours=-1)
    text = f"id,name,phone,email,birthday\nc1,Old,,d@mail.example,05-04\nc9,Sam,{SAM},,\n,,,LEE@mail.example,06-05\n"
    brought = await folder.bring(text, made=later)
    assert brought.fates == ["changed", "changed", "same"]  # their details are newer than the file
    assert brought.found.known == 3
    assert (await folder.whose("email", "d@mail.example"))["id"] == live[DANA]
    assert (await folder.whose("customer", "api:c9"))["id"] == live[SAM]
    assert (await folder.whose("sms", DANA))["name"] == "Dana", "the shop's live news is newer"


async def test_a_newer_file_brings_people_up_to_date(folder: Folder) -> None:
    await folder.bring(f"id,name,phone,tags\nc1,Dana,{DANA},vip\n")
    brought = await folder.bring(f"id,name,phone,tags\nc1,Dana,{DANA},\n", made=MADE + timedelta(hours=1))
    assert (brought.fates, await folder.rows(customer_tags, "tag")) == (["changed"], [])
    brought = await folder.bring(f"id,name,phone,tags\nc1,Dana Reyes,{DANA},gold\n", made=MADE + timedelta(hours=2))
    assert brought.fates == ["changed"]
    assert (await folder.whose("sms", DANA))["name"] == "Dana Reyes"
    assert [row[0] for row in await folder.rows(customer_tags, "tag")] == ["gold"]
    none = await folder.bring(f"id,phone,orders\nc1,{DANA},0\n", made=MADE + timedelta(hours=3))
    assert (none.fates, (await folder.whose("sms", DANA))["orders"]) == (["changed"], 0)
    older = await folder.bring(f"id,name,phone,tags\nc1,Dana,{DANA},vip\n", made=MADE)
    assert older.fates == ["same"]
    assert (await folder.whose("sms", DANA))["name"] == "Dana Reyes"


async def test_who_was_erased_does_not_come_back_by_a_file(folder: Folder) -> None:
    text = f"id,name,phone\nc1,Dana,{DANA}\nc2,Sam,{SAM}\n"
    await folder.bring(text)
    dana = (await folder.whose("sms", DANA))["id"]

    async def forget(turn: Turn) -> None:
        await privacy_requests.erase_person(turn, dana, "the staff")

    await folder.service.turns.act(TIGER, forget)
    before = await folder.everything()
    again = await folder.bring(text, made=folder.service.clock.now())
    assert (again.fates, again.mistakes[0]) == (["refused", "same"], (ERASED,))
    assert again.found.refused == 1
    assert await folder.everything() == before
    assert await folder.whose("sms", DANA) == {}


@pytest.mark.parametrize(("erased", "back"), [("phone", "whatsapp"), ("whatsapp", "phone")])
async def test_an_erased_number_does_not_come_back_as_one_of_another_channel(
    folder: Folder, erased: str, back: str
) -> None:
    await folder.bring(f"id,name,{erased}\nc1,Dana,{DANA}\n")
    channel = "sms" if erased == "phone" else "whatsapp"
    dana = (await folder.whose(channel, DANA))["id"]

    async def forget(turn: Turn) -> None:
        await privacy_requests.erase_person(turn, dana, "the staff")

    await folder.service.turns.act(TIGER, forget)
    before = await folder.everything()
    again = await folder.bring(f"name,{back}\nDana,{DANA}\n", made=folder.service.clock.now())
    assert (again.fates, again.mistakes[0]) == (["refused"], (ERASED,))
    assert await folder.everything() == before


@pytest.mark.parametrize("proof", [CONSENT, "yes,till,Text me,2026-03-03T15:59:00Z"])
async def test_a_stop_reaches_a_number_that_a_file_tells_later(folder: Folder, proof: str) -> None:
    await folder.bring(f"id,name,telegram,phone\nc1,Dana,7777,{DANA}\n")

    async def stop(turn: Turn) -> None:
        dana = await turn.unit.people.prove((Identity("telegram", "7777"),), turn.now)
        await opt_outs.opt_out(turn, dana, "their own words", turn.unit.ids.make(), opt_outs.CLEAR)

    await folder.service.turns.act(TIGER, stop)
    heads = "id,whatsapp,whatsapp consent,consent source,consent text,consent at"
    await folder.bring(f"{heads}\nc1,{DANA},{proof}\n", made=folder.service.clock.now())
    assert await folder.whose("whatsapp", DANA) != {}
    assert {row[0] for row in await folder.rows(permissions, "state")} == {"revoked"}


async def test_a_consent_that_is_told_again_with_other_news_is_no_second_line(folder: Folder) -> None:
    await folder.bring(f"{HEADS}\n{ROW}\n")
    lines = await folder.rows(consents, "id")
    again = await folder.bring(f"{HEADS}\n{ROW.replace('Reyes', 'Ray')}\n", made=MADE + timedelta(hours=1))
    assert (again.fates, await folder.rows(consents, "id")) == (["changed"], lines)
    later = ROW.replace("2026-02-01T10:00:00Z", "2026-02-20T10:00:00Z")
    await folder.bring(f"{HEADS}\n{later}\n", made=MADE + timedelta(hours=2))
    assert len(await folder.rows(consents, "id")) == len(lines) + 2, "another time is another consent"


async def test_an_opt_out_of_a_file_ends_what_was_agreed_to_and_a_start_after_it_stays(folder: Folder) -> None:
    await folder.bring(f"{HEADS}\n{ROW}\n")
    text = f"phone,opted out\n{DANA},yes\n"
    brought = await folder.bring(text, made=MADE + timedelta(hours=1))
    assert brought.fates == ["changed"]
    assert {row[0] for row in await folder.rows(permissions, "state")} == {"revoked"}
    lines = await folder.rows(consents, "id")
    assert (await folder.bring(text, made=MADE + timedelta(hours=2))).fates == ["changed"]
    assert await folder.rows(consents, "id") == lines


@pytest.mark.parametrize("row", [",lee@mail.example,,STOP", "c9,,,STOP"], ids=["an e-mail", "an id"])
async def test_an_opt_out_without_a_number_is_kept_for_numbers_that_join_later(folder: Folder, row: str) -> None:
    heads = "id,email,phone,sms_consent"
    first = await folder.bring(f"{heads}\n{row}\n")
    assert (first.fates, first.mistakes) == (["new"], [()])
    assert {action for (action,) in await folder.rows(consents, "action")} == {"revoked"}
    before = await folder.everything()
    assert (await folder.bring(f"{heads}\n{row}\n")).fates == ["same"]
    assert await folder.everything() == before
    proof = "id,email,phone,sms_consent,consent_source,consent_text,consent_at"
    joined = row.replace(",,STOP", f",{LEE}").replace(",,STOP", f",,{LEE}")
    later = await folder.bring(f"{proof}\n{joined},{CONSENT}\n")
    assert later.mistakes == [(STOPPED,)]
    assert await states(folder, LEE) == {"revoked"}


@pytest.mark.parametrize(
    ("end", "mistakes", "states"),
    [
        ("unsubscribed,2026-01-02,", (LATER,), {"granted"}),
        ("unsubscribed,2026-02-20,", (), {"revoked"}),
        (",2026-01-02,yes", (LATER,), {"granted"}),
        (",,yes", (), {"revoked"}),
        ("no,2026-01-02,", (), {"granted"}),
    ],
    ids=["older", "newer", "older, of all", "without a time", "a no"],
)
async def test_an_opt_out_that_is_older_than_a_known_yes_is_among_the_rejects(
    folder: Folder, end: str, mistakes: tuple[str, ...], states: set[str]
) -> None:
    """It loses, and whoever brings the file sees that; read again it is told again, and nothing changes."""
    await folder.bring(f"{HEADS}\n{ROW}\n")
    text = f"id,phone,sms_consent,consent_at,opted_out\nc1,{DANA},{end}\n"
    brought = await folder.bring(text)
    assert (brought.mistakes, brought.tally.partly) == ([mistakes], len(mistakes))
    assert {row[0] for row in await folder.rows(permissions, "state")} - {"none"} >= states
    before = await folder.everything()
    again = await folder.bring(text)
    assert (again.fates, again.mistakes) == (["same"], [mistakes])
    assert await folder.everything() == before


async def test_a_stop_of_a_person_is_not_lifted_by_a_file(folder: Folder) -> None:
    await folder.bring(f"phone,name\n{DANA},Dana\n")

    async def stop(turn: Turn) -> None:
        address = await turn.unit.people.address("sms", DANA)
        assert address is not None
        await turn.unit.consents.revoke(address.contact, "their own words", "STOP", turn.now)

    await folder.service.turns.act(TIGER, stop)
    await folder.bring(f"phone,sms consent,consent source,consent text,consent at\n{DANA},{CONSENT}\n")
    assert {row[0] for row in await folder.rows(permissions, "state")} == {"revoked"}


async def test_a_mail_of_another_customer_stays_with_that_one(folder: Folder) -> None:
    text = "id,name,email\nc1,Dana,d@mail.example\nc2,Sam,d@mail.example\n"
    brought = await folder.bring(text)
    assert (brought.fates, brought.mistakes) == (["new", "new"], [(), (f"email: {OTHERS}",)])
    assert (await folder.whose("email", "d@mail.example"))["name"] == "Dana"
    assert (await folder.whose("customer", "api:c2"))["name"] == "Sam"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
async def test_letters_and_separators(folder: Folder, encoding: str, separator: str) -> None:
    text = separator.join(("nombre", "apellidos", "móvil")) + "\r\n" + separator.join(("José", "Núñez", DANA)) + "\r\n"
    assert (await folder.bring(text.encode(encoding))).fates == ["new"]
    assert (await folder.whose("sms", DANA))["name"] == "José Núñez"


CUT_OFF = "name: has unreadable characters, and was left out"


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        (f"phone,name\n{SAM},Sam\n{DANA},Jos".encode() + "é".encode()[:1], [(), (CUT, CUT_OFF)]),
        (f"phone,name\n{SAM},Sam\n{DANA},".encode() + "म".encode()[:2], [(), (CUT, CUT_OFF)]),
        (f"phone,name\n{SAM},Sam\n{DANA},José".encode(), [(), ()]),
        (f"phone,name\n{SAM},Zoé\n{DANA},Jos\xff".encode("latin-1"), [(), ()]),
        (f"phone,name\n{SAM},मीना\n{DANA},Jos".encode() + b"\xff", [(), (CUT_OFF,)]),
    ],
    ids=["cut", "cut, of three bytes", "whole", "Latin-1", "a fault"],
)
async def test_a_file_that_is_cut_in_a_letter_says_so_at_its_last_row(
    folder: Folder, text: bytes, mistakes: list[tuple[str, ...]]
) -> None:
    brought = await folder.bring(text)
    assert (brought.fates, brought.mistakes) == (["new", "new"], mistakes)
    assert "Ã" not in str((await folder.whose("sms", DANA))["name"])


async def test_chunks_of_a_long_file_meet_each_other(folder: Folder) -> None:
    rows = [f"c{at % 450},Person {at % 450},+1314555{at % 450:04}" for at in range(900)]
    brought = await folder.bring("\n".join(("id,name,phone", *rows)).replace("+1314555", "+1205200"))
    assert (brought.tally.fates[RowFate.NEW], brought.tally.fates[RowFate.SAME]) == (450, 450)
    assert [one.row.record.line for one in brought.outcomes] == list(range(2, 902))
    assert len(await folder.rows(addresses, "id")) >= 900


async def test_the_file_of_a_shop_by_its_own_names_of_columns(folder: Folder) -> None:
    """A customer without a phone is known by the id; a yes to SMS without its proof is no consent, a no is nothing."""
    text = (
        "customer_id,joined,city,channel,birthday,sms_consent,true_alive_at_end\n"
        "C0000,2024-04-11,Austin,telegram,10-04,False,True\n"
        "C0002,2025-04-28,Mumbai,sms,08-03,True,True\n"
    )
    brought = await folder.bring(text)
    assert (brought.found.people, brought.found.with_phone, brought.found.refused, brought.found.partly) == (2, 0, 0, 1)
    first = await folder.whose("customer", "api:C0000")
    assert (first["birth_day"], first["city"]) == ("10-04", "Austin")
    assert (brought.fates, await folder.rows(consents, "id")) == (["new", "new"], [])


async def test_a_name_that_somebody_gets_meanwhile_is_looked_into(folder: Folder) -> None:
    """Between the look at a chunk and its writing others go on."""
    sheet = await folder.sheet(f"id,name,phone\nc1,Dana,{DANA}\nc2,Sam,{SAM}\n")
    turns, rows = folder.service.turns, list(sheet.rows())
    found = await turns.look(TIGER, lambda turn: sort(turn, rows, "api"))
    assert len(found.new) == 2
    new = await turns.look(TIGER, lambda turn: later(turn, found))
    await told(folder, "e1", Customer(id="c1", name="Dana Reyes", phone=DANA))
    outcomes, late = await turns.act(TIGER, lambda turn: write_new(turn, new, "api"))
    assert ([one.row.record.line for one in outcomes], [row.record.line for row in late]) == ([3], [2])
    assert (await folder.whose("sms", SAM))["name"] == "Sam"


async def later(turn: Turn, found: Sorted) -> PreparedRows:
    """What is to be written for new people."""
    return prepare_rows(turn, found.new, "api", erased_here=found.erased_here)


async def test_a_row_that_the_database_does_not_take_costs_no_other(folder: Folder) -> None:
    """PostgreSQL keeps no zero in a text; SQLite does. No file says one: whatever else a driver refuses is told so."""
    sheet = await folder.sheet(f"id,name,phone\nc1,Dana,{DANA}\nc2,Sam,{SAM}\nc3,Lee,{LEE}\n")
    dana, sam, lee = sheet.rows()
    outcomes: list[RowOutcome] = []
    rows = [dana, replace(sam, names=(Identity("customer", "api:\0"),)), lee]
    await bring(folder.service.turns, TIGER, rows, "api", outcomes.append)
    postgres = await folder.service.turns.look(TIGER, is_postgres)
    assert [one.fate.value for one in outcomes] == ["new", "refused" if postgres else "new", "new"]
    assert [(await folder.whose("sms", one)).get("name") for one in (DANA, LEE)] == ["Dana", "Lee"]


async def test_a_consent_of_the_year_1_is_none_and_costs_no_other_row(folder: Folder) -> None:
    await folder.bring(f"{HEADS}\nc1,Dana,{DANA},,,,,,,,,\n")
    rows = (
        f"c1,Dana,{DANA},,,,,,yes,till,Text me,0001-01-01T00:00:00Z",
        f"c2,Sam,{SAM},,,,,,yes,till,Text me,0001-01-01T00:00:00Z",
        f"c3,Lee,{LEE},,,,,,,,,",
    )
    brought = await folder.bring("\n".join((HEADS, *rows)))
    assert (brought.fates, [bool(one) for one in brought.mistakes]) == (["same", "new", "new"], [True, True, False])
    assert await folder.rows(consents, "action") == []


@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
async def test_a_row_with_a_moment_that_is_not_kept_costs_no_other(folder: Folder, known: bool) -> None:
    """No reader lets one through; whatever else cannot be written is told so."""
    if known:
        await folder.bring(f"id,name,phone\nc2,Sam,{SAM}\n", made=MADE - timedelta(days=1))
    sheet = await folder.sheet(f"id,name,phone\nc1,Dana,{DANA}\nc2,Sam,{SAM}\nc3,Lee,{LEE}\n")
    dana, sam, lee = sheet.rows()
    assert sam.news is not None
    began = datetime.min.replace(tzinfo=UTC)
    consent = ConsentGiven("sms", ConsentAction.GRANTED, "till", "Text me", began, told_at=began)
    rows = [dana, replace(sam, news=replace(sam.news, consents=(consent,))), lee]
    outcomes: list[RowOutcome] = []
    await bring(folder.service.turns, TIGER, rows, "api", outcomes.append)
    assert [one.fate.value for one in outcomes] == ["new", "refused", "new"]
    assert [(await folder.whose("sms", one)).get("name") for one in (DANA, LEE)] == ["Dana", "Lee"]
    assert await folder.rows(consents, "action") == []


async def test_control_characters_of_a_cell_are_left_out_and_said(folder: Folder) -> None:
    brought = await folder.bring(f"name,phone\nA\0B,{DANA}\n")
    assert (brought.fates, brought.mistakes) == (["new"], [(f"name: {CONTROLS}",)])
    assert (await folder.whose("sms", DANA))["name"] == "AB"


async def is_postgres(turn: Turn) -> bool:
    """Which database it is."""
    return turn.unit.postgres


async def test_an_older_row_brings_back_no_number_in_whose_place_the_shop_told_another(folder: Folder) -> None:
    """Nor a mail, nor a consent for that number; what newer news left open it may tell."""
    await told(folder, "e1", Customer(id="c1", name="Dana", phone=SAM, email="new@mail.example"))
    text = (
        "id,phone,email,country,updated_at,sms_consent,consent_source,consent_text,consent_at\n"
        f"c1,{DANA},old@mail.example,US,2026-01-05T10:00:00Z,yes,checkout,Text me,2026-01-05T10:00:00Z\n"
    )
    brought = await folder.bring(text)
    assert brought.mistakes == [
        (
            f"email: {NEWER}",
            f"phone: {NEWER}",
            f"the consent was not imported because of its number: {NEWER}",
        )
    ]
    assert (await folder.whose("sms", DANA), await folder.whose("email", "old@mail.example")) == ({}, {})
    assert (await folder.whose("sms", SAM))["name"] == "Dana"
    again = await folder.bring(text)
    assert (again.fates, again.mistakes) == (["same"], brought.mistakes)


async def test_an_opt_out_beside_an_older_yes_ends_a_yes_of_later(folder: Folder) -> None:
    """The time of a row's proof is of its yes: an opt-out of the same row stands as of the row."""
    heads = "id,phone,sms_consent,consent_source,consent_text,consent_at,opted_out"
    await folder.bring(f"{heads}\nc1,{DANA},yes,till,Text me,2026-01-20,")
    assert {row[0] for row in await folder.rows(permissions, "state")} == {"granted"}
    text = f"{heads}\nc1,{DANA},yes,till,Text me,2026-01-02,yes"
    assert (await folder.bring(text)).fates == ["changed"]
    assert {row[0] for row in await folder.rows(permissions, "state")} == {"revoked"}
    assert (await folder.bring(text)).fates == ["same"]


async def test_a_row_with_a_shopkeeper_s_number_says_that_it_made_nobody(folder: Folder) -> None:
    text = "name,phone,email\nAlice Three,314-555-0103,al@x.example\n"
    brought = await folder.bring(text)
    assert [one.endswith("the row created no new person") for one in brought.mistakes[0]] == [True]
    assert "Alice Three" not in str(await folder.everything())
