"""A file of customers in the staff's chat: whose it may be, what is said of it, and that nothing comes before a yes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import and_, func, select

from bot.channels.media_download import refuse
from bot.channels.simulated_channel import SimulatedChannel
from flows.delivery import Answer, Failure
from handlers.engine.turn import Turn
from handlers.importing import sheet_fetch_call
from handlers.importing.chat_import import report_progress
from handlers.jobs.job_kind import sweep
from storage.jobs.jobs import JobRecord, Jobs, JobState
from storage.schema import addresses, contacts, job_parts, messages, permissions
from storage.sending.attachments import Attachments
from storage.sending.message import Message
from tests.bot.simulator.shop import sandbox
from tests.handlers.sourcing.shop.house import ASHA, RAVI, TOML, TUESDAY_NOON, House

STAFF = """
[[staff]]
name = "Bina"
role = "agent"
address = "telegram:9002"
[[staff]]
name = "Chitra"
role = "manager"
address = "whatsapp:+919800000055"
language = "hi-Latn"
"""
BINA, CHITRA = "telegram:9002", "whatsapp:+919800000055"
CSV = "id,name,phone\nc1,Dana,+13145550142\nc2,Noor,+13145550143\n"


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    async with sandbox(database, TUESDAY_NOON, TOML + STAFF) as service:
        yield House(service)


async def send(house: House, body: str, who: str = ASHA, kind: str = "text/csv", **more: str) -> list[Message]:
    url = f"data:{kind};base64,{b64encode(body.encode()).decode()}"
    return await house.say(who, "", media=[{"kind": "document", "url": url, "content_type": kind}], **more)


async def people(house: House) -> int:
    """How many people are known."""
    query = select(func.count()).select_from(contacts).where(contacts.c.business == "tiger")

    async def look(turn: Turn) -> int:
        return int(await turn.unit.value(query))

    return await house.look(look)


async def jobs(house: House) -> list[JobRecord]:
    async def look(turn: Turn) -> list[JobRecord]:
        return list(await turn.unit.of(Jobs).page(50))

    return await house.look(look)


def texts(told: list[Message]) -> list[str]:
    return [one.text or "" for one in told]


async def test_nobody_is_written_before_the_yes(house: House) -> None:
    before = await people(house)
    told = await send(house, CSV)
    assert texts(told)[1].startswith("2 people, 2 with a phone, 0 known already, 0 rows refused, 0 opted out.")
    assert [one["text"] for one in told[1].buttons] == ["1 Import them", "2 Leave it"]
    assert (await people(house), [one.state for one in await jobs(house)]) == (before, [JobState.ASKING])
    assert texts(await house.say(ASHA, "yes")) == [
        "Importing. I will tell you when it is done.",
        "Done: 2 imported (2 new, 0 changed, 0 as before); 0 refused; 0 opted out.",
    ]
    assert await people(house) == before + 2
    (again,) = await house.say(ASHA, "1", reply_to=str(told[1].id))
    assert again.text == "Already done. It works only once."
    assert len(await jobs(house)) == 1


async def test_it_is_asked_in_numbers_where_there_are_no_buttons_and_in_their_language(house: House) -> None:
    told = await send(house, CSV, CHITRA)
    assert told[1].text is not None
    assert "2 log, 2 ke paas phone number" in told[1].text
    left = await house.say(CHITRA, "2")
    assert texts(left) == ["File chhod di. Koi nahi joda gaya."]
    assert [one.state for one in await jobs(house)] == [JobState.CANCELLED]


@pytest.mark.parametrize("who", [BINA, RAVI, "telegram:4711"], ids=["an agent", "a shop", "a customer"])
async def test_a_file_of_somebody_else_is_no_import(house: House, who: str) -> None:
    before = await people(house)
    await send(house, CSV, who)
    assert (await jobs(house), await people(house) - before) == ([], int(who == "telegram:4711"))


UNCLEAR = "name,phone,Status,Remarks\nDana,+13145550142,paused,asked to opt out\nNoor,+13145550143,active,\n"


@pytest.mark.parametrize(("answer", "revoked"), [("1", {"+13145550142"}), ("2", set())], ids=["opt-outs", "ignored"])
async def test_a_column_that_may_hold_opt_outs_is_asked_about_first(
    house: House, answer: str, revoked: set[str]
) -> None:
    before = await people(house)
    asked = (await send(house, UNCLEAR))[-1]
    assert 'The column "Status" may hold opt-outs: "paused" (row 2).' in (asked.text or "")
    assert [one["text"] for one in asked.buttons] == ["1 Count as opt-outs", "2 Ignore the column", "3 Leave it"]
    asked = (await house.say(ASHA, answer))[-1]
    assert 'The column "Remarks" may hold opt-outs: "asked to opt out" (row 2).' in (asked.text or "")
    assert 'these values are opt-outs: "asked to opt out" (1 row). These are not: empty (1 row).' in (asked.text or "")
    shown = (await house.say(ASHA, "2"))[-1]
    assert f"0 rows refused, {len(revoked)} opted out." in (shown.text or "")
    assert await people(house) == before
    assert f"0 refused; {len(revoked)} opted out." in texts(await house.say(ASHA, "1"))[-1]
    assert await ended(house) == revoked


async def test_a_file_with_such_a_column_can_be_left(house: House) -> None:
    asked = (await send(house, UNCLEAR))[-1]
    assert texts(await house.say(ASHA, "3")) == ["OK, I did not import the file."]
    assert [one.state for one in await jobs(house)] == [JobState.CANCELLED]
    assert texts(await house.say(ASHA, "1", reply_to=str(asked.id)))[-1] == "Already done. It works only once."


async def ended(house: House) -> set[str]:
    """The numbers of a file at which marketing is over."""
    here = (permissions.c.address == addresses.c.id, permissions.c.state == "revoked")
    query = select(addresses.c.value).join(permissions, and_(*here)).where(addresses.c.channel == "sms")

    async def look(turn: Turn) -> set[str]:
        return {row.value for row in await turn.unit.rows(query)}

    return await house.look(look)


async def test_a_picture_is_no_import(house: House) -> None:
    await send(house, CSV, kind="image/png")
    assert await jobs(house) == []


async def test_a_file_with_which_they_answer_a_customer_is_no_import(house: House) -> None:
    await send(house, CSV, "telegram:4711")
    asked = (await house.got(ASHA))[-1]
    assert asked.about is not None
    await send(house, CSV, reply_to=str(asked.id))
    assert await jobs(house) == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            Answer(failure=Failure.ALERT, code="400", detail="Telegram answered 400: Bad Request: file is too big"),
            "20 MB",
        ),
        (refuse("too_large", "It has 21 MB.").answer, "parley import customers FILE.csv --business tiger"),
        (refuse("file").answer, "I could not fetch the file."),
    ],
    ids=["as telegram says it", "as we see it", "another reason"],
)
async def test_what_cannot_be_fetched_is_said_with_what_to_do(
    house: House, answer: Answer, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.channels.channel import Unfetched

    async def fetch(self: SimulatedChannel, url: str, most: int) -> bytes:
        assert most == sheet_fetch_call.MOST_BYTES == 20 * 2**20
        raise Unfetched(answer)

    monkeypatch.setattr(SimulatedChannel, "fetch", fetch)
    told = await send(house, CSV)
    assert said in texts(told)[-1]
    assert await jobs(house) == []


async def test_a_long_file_tells_how_far_it_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.importing.chat_import._MANY", 400)
    rows = "\n".join(f"c{at},+1314556{at:04}" for at in range(400))
    await send(house, f"id,phone\n{rows}\n")
    told = texts(await house.say(ASHA, "1"))
    assert told[1] == "350 of 400 rows are done."  # the last words of the one message that changed meanwhile
    assert told[2].startswith("Done: 400 imported (400 new")


async def test_who_says_nothing_for_two_days_leaves_it(house: House) -> None:
    await send(house, CSV)
    await house.push(timedelta(days=2, hours=1))

    async def at_night(turn: Turn) -> None:
        await sweep(turn, None)  # type: ignore[arg-type] # which firing it is makes no difference

    await house.act(at_night)
    assert [one.state for one in await jobs(house)] == [JobState.CANCELLED]
    query = select(func.count()).select_from(job_parts)

    async def look(turn: Turn) -> int:
        return int(await turn.unit.value(query))

    assert await house.look(look) == 0


async def test_what_was_left_out_comes_as_a_file_where_one_is_carried(house: House) -> None:
    await send(house, f"{CSV},Nobody,\n")
    (_, told) = await house.say(ASHA, "1")
    assert "The file lists what was not imported, with the reasons." in (told.text or "")
    assert (told.media[0]["name"], told.media[0]["way"]) == ("customers.rejected.csv", "uploaded")
    file = await house.look(lambda turn: turn.unit.of(Attachments).get(told.id))
    assert file is not None
    assert b"Nobody" in file.body


async def test_elsewhere_and_of_a_large_file_there_is_the_link(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await send(house, f"{CSV},Nobody,\n", CHITRA)
    (_, told) = await house.say(CHITRA, "1")
    assert ("/files/" in (told.text or ""), told.media) == (True, [])
    monkeypatch.setattr("handlers.jobs.job_files.MOST", 10)
    await send(house, f"{CSV},Nobody,\n")
    (_, told) = await house.say(ASHA, "1")
    assert ("/files/" in (told.text or ""), told.media) == (True, [])


@pytest.mark.parametrize(
    ("who", "told"), [(ASHA, ["19000 of 20000 rows are done."]), (CHITRA, ["1000", "10000"])], ids=["edited", "anew"]
)
async def test_a_long_file_tells_how_far_it_is_in_one_message_or_three_at_most(
    house: House, who: str, told: list[str]
) -> None:
    await send(house, CSV, who)
    (job,) = await jobs(house)

    async def tell(turn: Turn) -> None:
        for done in range(500, 20_500, 500):
            await report_progress(turn, job, done - 500, done, 20_000)

    async def look(turn: Turn) -> list[str]:
        query = select(messages.c.text).where(turn.unit.owns(messages), messages.c.key.like("import-progress:%"))
        return [row.text for row in await turn.unit.rows(query.order_by(messages.c.id))]

    await house.service.turns.act("tiger", tell)
    said = await house.look(look)
    assert len(said) == len(told)
    assert all(figure in text for figure, text in zip(told, said, strict=True))


async def test_of_a_short_file_nothing_is_told_before_its_end(house: House) -> None:
    await send(house, CSV)
    (job,) = await jobs(house)
    await house.service.turns.act("tiger", lambda turn: report_progress(turn, job, 0, 5_000, 9_999))

    async def look(turn: Turn) -> int:
        query = select(func.count()).select_from(messages).where(messages.c.key.like("import-progress:%"))
        return int(await turn.unit.value(query))

    assert await house.look(look) == 0
