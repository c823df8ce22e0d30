"""What the staff says of a customer goes with them: who is named where others write."""

from __future__ import annotations

from uuid import uuid4

from flows.delivery import MessageStatus
from flows.policy.departure_facts import Kind
from storage.database.stores import Database
from storage.erasure import mentions
from storage.erasure.erasure import scrub_person
from storage.identity.people_search import PeopleSearch
from storage.people.people import Identity
from storage.schema import orders
from storage.unit import Unit
from tests.storage.world import NOW, do, entry, person, queued

REMOVED = "(removed: a customer was erased)"
STAFF = Identity("telegram", "9001")


async def test_what_the_staff_says_goes_with_whom_it_names_and_with_nobody_else(store: Database) -> None:
    ann, bo = Identity("sms", "+13145550111"), Identity("sms", "+13145550122")

    async def tell(unit: Unit) -> None:
        people = [(await person(unit, one))[0] for one in (ann, bo)]
        for contact, name in zip(people, ("Ann Abel", "Bo Lund"), strict=True):
            await unit.people.save_details(contact, {"name": name}, NOW)
        asha, _ = await person(unit, STAFF)
        member, _ = await unit.access.put_member("Asha", "owner", NOW)
        await unit.access.link(member.id, asha, NOW)
        texts = ("ask Ann Abel", "call (314) 555-0111", "to annabel", "/why_lund", "noted", "an answer")
        said = [await queued(unit, STAFF, direction="in", text=text, status=MessageStatus.RECEIVED) for text in texts]
        await mentions.note(unit, [said[4].id], [people[0]])
        answer = await queued(
            unit, STAFF, direction="in", reply_to=said[4].id, text="quick", status=MessageStatus.RECEIVED
        )
        unit.written.clear()  # they were written before
        await scrub_person(unit, people[0], NOW, lambda value: "h")
        found = await unit.messages.by_ids([*(one.id for one in said), answer.id])
        assert [found[one.id].text for one in said] == [
            REMOVED,
            REMOVED,
            "to annabel",
            "/why_lund",
            REMOVED,
            "an answer",
        ]
        assert found[answer.id].text == REMOVED
        assert await unit.people.by_ids(await unit.of(PeopleSearch).find_first("Bo Lund", 5))

    await do(store, tell)


async def test_what_is_still_to_be_said_of_them_is_not(store: Database) -> None:
    """But for news of an order that quotes nobody: it goes on without them."""

    async def tell(unit: Unit) -> None:
        contact, _ = await person(unit)
        texts = ("Order 7 is called off.", "They wrote “qzx”", "gone")
        said = [await queued(unit, STAFF, kind=Kind.STAFF, text=text) for text in texts]
        sender = await unit.senders.put("telegram", "telegram", "7", 1.0, NOW)
        for one in said:
            await unit.outbox.add(entry(one, sender))
        await mentions.note(unit, [one.id for one in said[:2]], [contact])
        unit.written.clear()  # they were posted before
        await scrub_person(unit, contact, NOW, lambda value: "h")
        found = await unit.messages.by_ids([one.id for one in said])
        assert [found[one.id].status for one in said] == [
            MessageStatus.QUEUED,
            MessageStatus.VOID,
            MessageStatus.QUEUED,
        ]
        assert [found[one.id].text for one in said] == ["Order 7 is called off.", REMOVED, "gone"]

    await do(store, tell)


async def test_messages_about_others_of_the_same_family_stay(store: Database) -> None:
    """A search for Haddad reads three people; the erasure of one takes no message about the other two."""
    names = {"+13145550111": "Ruth Haddad", "+13145550122": "Noor Haddad", "+12125550111": "Owen Haddad"}

    async def tell(unit: Unit) -> None:
        people = []
        for phone, name in names.items():
            people.append((await person(unit, Identity("sms", phone)))[0])
            await unit.people.save_details(people[-1], {"name": name}, NOW)
        asha, _ = await person(unit, STAFF)
        member, _ = await unit.access.put_member("Asha", "owner", NOW)
        await unit.access.link(member.id, asha, NOW)
        kept = (
            "Noor Haddad (…0122) asks: “is it true to size?”",
            "Owen Haddad bought a lamp",
            "call (212) 555-0111",
            "the Haddads like lamps",
            "Ruth Cohen wants one",
            "Noor Haddad: $89, Owen Haddad: $12",
        )
        removed = ("Ruth Haddad (…0111) asks", "Noor Haddad and Ruth Haddad bought lamps", "…0111 wrote “hi”", "noted")
        said = [await queued(unit, STAFF, kind=Kind.STAFF, text=text, status=MessageStatus.SENT) for text in kept]
        gone = [await queued(unit, STAFF, kind=Kind.STAFF, text=text, status=MessageStatus.SENT) for text in removed]
        everything = [one.id for one in (*said[:2], said[5], *gone)]
        await mentions.note(unit, everything, people)
        unit.written.clear()  # they were written before
        await scrub_person(unit, people[0], NOW, lambda value: "h")
        found = await unit.messages.by_ids([one.id for one in (*said, *gone)])
        assert [found[one.id].text for one in said] == list(kept)
        assert [found[one.id].text for one in gone] == [REMOVED] * len(removed)

    await do(store, tell)


async def test_a_name_that_is_a_word_takes_nobody_elses_message(store: Database) -> None:
    """Will's name begins questions of others: it counts in what is noted about Will, and beside an order of his."""
    will, gita = Identity("sms", "+13145550111"), Identity("sms", "+13145550122")

    async def tell(unit: Unit) -> None:
        people = [(await person(unit, one))[0] for one in (will, gita)]
        for contact, name in zip(people, ("Will", "Gita Rao"), strict=True):
            await unit.people.save_details(contact, {"name": name}, NOW)
        numbered = {
            "id": uuid4(),
            "source": "api",
            "ref": "r1",
            "number": "#1234",
            "contact": people[0],
            "created_at": NOW,
        }
        await unit.add(orders, **numbered)
        asha, _ = await person(unit, STAFF)
        member, _ = await unit.access.put_member("Asha", "owner", NOW)
        await unit.access.link(member.id, asha, NOW)
        others = ("Will the mug come in blue?", "Will check, one moment", "tell Will", "Will order 12345 come?")
        asked = ("Gita Rao asks: “will the mug come in blue?”", "Gita Rao: …0122")
        theirs = ("Will asks: “is it here?”", "Will and Gita Rao bought lamps")
        beside = ("order 1234 of Will is packed",)
        said = {
            text: await queued(unit, STAFF, kind=Kind.STAFF, text=text, status=MessageStatus.SENT)
            for text in (*others, *asked, *theirs, *beside)
        }
        await mentions.note(unit, [said[text].id for text in (*asked, *theirs)], people)
        unit.written.clear()  # they were written before
        await scrub_person(unit, people[0], NOW, lambda value: "h")
        found = await unit.messages.by_ids([one.id for one in said.values()])
        assert {text for text, one in said.items() if found[one.id].text == REMOVED} == {*theirs, *beside}
        assert {text for text, one in said.items() if found[one.id].text == text} == {*others, *asked}

    await do(store, tell)
