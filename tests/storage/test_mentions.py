"""What the staff says of a customer goes with them: who is named where others write."""

from __future__ import annotations

from flows.delivery import MessageStatus
from flows.policy.facts import Kind
from storage import mentions
from storage.database import Database
from storage.erasure import erase
from storage.finding import Finding
from storage.people import Identity
from storage.unit import Unit
from tests.storage.world import NOW, do, entry, person, queued

STAFF = Identity("telegram", "9001")


async def test_what_the_staff_says_goes_with_whom_it_names_and_with_nobody_else(store: Database) -> None:
    ann, bo = Identity("sms", "+13145550111"), Identity("sms", "+13145550122")

    async def tell(unit: Unit) -> None:
        people = [(await person(unit, one))[0] for one in (ann, bo)]
        for contact, name in zip(people, ("Ann Abel", "Bo Lund"), strict=True):
            await unit.people.describe(contact, {"name": name}, NOW)
        asha, _ = await person(unit, STAFF)
        member, _ = await unit.access.put_member("Asha", "owner", NOW)
        await unit.access.link(member.id, asha, NOW)
        texts = ("ask Mrs Abel", "call (314) 555-0111", "to annabel", "/why_lund", "noted", "an answer")
        said = [await queued(unit, STAFF, direction="in", text=text, status=MessageStatus.RECEIVED) for text in texts]
        await mentions.note(unit, [said[4].id], [people[0]])
        answer = await queued(
            unit, STAFF, direction="in", reply_to=said[4].id, text="quick", status=MessageStatus.RECEIVED
        )
        unit.written.clear()  # they were written before
        await erase(unit, people[0], NOW, lambda value: "h")
        found = await unit.messages.by_ids([*(one.id for one in said), answer.id])
        assert [found[one.id].text for one in said] == [None, None, "to annabel", "/why_lund", None, "an answer"]
        assert found[answer.id].text is None
        assert await unit.people.by_ids(await unit.of(Finding).first("Bo Lund", 5))

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
        await erase(unit, contact, NOW, lambda value: "h")
        found = await unit.messages.by_ids([one.id for one in said])
        assert [found[one.id].status for one in said] == [
            MessageStatus.QUEUED,
            MessageStatus.VOID,
            MessageStatus.QUEUED,
        ]
        assert [found[one.id].text for one in said] == ["Order 7 is called off.", None, "gone"]

    await do(store, tell)
