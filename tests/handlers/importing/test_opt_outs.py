"""Opt-outs in the exports of other systems: whole files, as of their own time, and lost by nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.importing.column_check import UnclearColumns
from handlers.importing.consent_import import STOPPED
from storage.schema import addresses, consents, contacts, customer_tags, permissions
from tests.handlers.importing.files import MADE, Folder

FIELD = Path(__file__).parents[4] / "shared" / "data" / "field"
FAY, HANA = "+13145550161", "+13145550163"
MAY_6 = datetime(2024, 5, 6, 12, 8, 9, tzinfo=UTC)  # 07:08:09 in Chicago
NOTED = datetime(2024, 5, 6, 3, 4, 5, tzinfo=UTC)
MAILCHIMP = (
    '"Email Address","First Name","Phone Number",UNSUB_TIME,UNSUB_REASON,TAGS\n'
    'fay@x.example,Fay,(314) 555-0161,"2024-05-06 07:08:09",NORMAL,"""VIP"",""Whole sale"""\n'
)
PROOF = "consent_source,consent_text,consent_at"
SYSTEMS = {
    "Mailchimp, unsubscribed": (MAILCHIMP, MAY_6),
    "Mailchimp, cleaned": (
        "Email Address,Phone Number,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID\n"
        f"fay@x.example,{FAY},2024-05-06 07:08:09,Spring,77\n",
        MAY_6,
    ),
    "Mailchimp, SMS": (f"Email Address,SMS Phone Number,SMS_STATUS\nfay@x.example,{FAY},Unsubscribed\n", MADE),
    "Postscript": (
        "phone_number,email,first_name,subscriber_status,opted_in_at,opted_out_at\n"
        f"{FAY},h@x.example,Hana,unsubscribed,2024-01-02T03:04:05Z,2024-05-06T12:08:09Z\n",
        MAY_6,
    ),
    "Postscript, a time alone": (
        f"phone_number,opted_in_at,opted_out_at\n{FAY},2024-01-02,2024-05-06 07:08:09\n",
        MAY_6,
    ),
    "Postscript, no time": (f"phone_number,subscriber_status,opted_in_at\n{FAY},unsubscribed,2024-01-02\n", MADE),
    "Attentive": (f"Phone,Status,Opt out date\n{FAY},Unsubscribed,05/06/2024 07:08:09\n", MAY_6),
    "Attentive, a flag": (f"Phone,Email,Unsubscribed\n{FAY},f@x.example,true\n", MADE),
    "Omnisend": (
        f"Email,Phone number,Email status,SMS status,Unsubscribed at\n"
        f"f@x.example,{FAY},subscribed,unsubscribed,2024-05-06T12:08:09Z\n",
        MAY_6,
    ),
    "Omnisend, the e-mail alone": (
        f"emailAddress,Email,phoneNumber,emailStatus,smsStatus\n,f@x.example,{FAY},unsubscribed,nonSubscribed\n", MADE
    ),
    "Brevo": (f"EMAIL,SMS,BLACKLIST\nf@x.example,{FAY},1\n", MADE),
    "Brevo, e-mail": (f"EMAIL,SMS,Email blocklisted,OPT_IN,DOUBLE_OPT-IN\nf@x.example,{FAY},Yes,Yes,1\n", MADE),
    "Brevo, SMS": (f"EMAIL,SMS,Email blocklisted,SMS blacklisted\nf@x.example,{FAY},false,true\n", MADE),
    "Brevo, WhatsApp": (f"EMAIL,SMS,WhatsApp blocklisted\nf@x.example,{FAY},1\n", MADE),
    "MailerLite": (
        f"Subscriber,Phone,Status,Unsubscribed\nf@x.example,{FAY},unsubscribed,2024-05-06 07:08:09\n",
        MAY_6,
    ),
    "MailerLite, bounced": (f"Email,Phone,Status\nf@x.example,{FAY},bounced\n", MADE),
    "MailerLite, junk": (f"Email,Phone,Status\nf@x.example,{FAY},junk\n", MADE),
    "Square": (
        "Reference ID,Phone Number,Email Subscription Status,Text message subscription status\n"
        f"7,{FAY},subscribed,unsubscribed\n",
        MADE,
    ),
    "Chatwoot": (f"id,name,email,phone_number,blocked\n7,Fay,f@x.example,{FAY},true\n", MADE),
    "TextIt, blocked": (f"Contact UUID,Name,Status,URN:Tel\n7-a,Fay,Blocked,{FAY}\n", MADE),
    "TextIt, stopped": (f"Contact UUID,Name,Status,URN:Tel\n7-a,Fay,Stopped,tel:{FAY}\n", MADE),
    "TextIt, archived": (f"Contact UUID,Name,Status,URN:Tel\n7-a,Fay,Archived,{FAY}\n", MADE),
}  # fmt: skip
IN_FORCE = {
    "Postscript": f"phone_number,subscriber_status,opted_in_at,opted_out_at\n{FAY},subscribed,2024-01-02,\n",
    "Postscript, back": (
        f"phone_number,subscriber_status,opted_in_at,opted_out_at\n{FAY},subscribed,2024-06-02,2024-05-06\n"
    ),
    "Omnisend": f"Email,Phone number,Email status,SMS status\nf@x.example,{FAY},subscribed,nonSubscribed\n",
    "Brevo": f"EMAIL,SMS,BLACKLIST,OPT_IN,DOUBLE_OPT-IN\nf@x.example,{FAY},0,No,2\n",
    "MailerLite": f"Email,Phone,Status,Unsubscribed\nf@x.example,{FAY},unconfirmed,\n",
    "Square": f"Phone Number,Email Subscription Status\n{FAY},Never Subscribed\n",
    "Chatwoot": f"phone_number,blocked\n{FAY},false\n",
    "TextIt": f"Contact UUID,Status,URN:Tel\n7-a,Active,{FAY}\n",
}


async def ends(folder: Folder, number: str = FAY) -> set[tuple[str, datetime]]:
    """The ends of consents at a number, as of when."""
    return {(action, at) for action, at in await _lines(folder, number)}


async def _lines(folder: Folder, number: str) -> list[tuple[str, datetime]]:
    here = {one for one, value in await folder.rows(addresses, "id", "value") if value == number}
    return [
        (action, at)
        for address, action, at in await folder.rows(consents, "address", "action", "at")
        if address in here
    ]


async def states(folder: Folder) -> set[str]:
    return {state for (state,) in await folder.rows(permissions, "state")}


@pytest.mark.parametrize("system", SYSTEMS)
async def test_an_opt_out_of_another_system_is_one_as_of_its_time(folder: Folder, system: str) -> None:
    text, at = SYSTEMS[system]
    done = await folder.bring(text)
    assert (done.fates, done.mistakes) == (["new"], [()])
    assert await ends(folder) == {("revoked", at)}
    assert await states(folder) == {"revoked"}
    before = await folder.everything()
    assert (await folder.bring(text)).fates == ["same"]
    assert await folder.everything() == before


@pytest.mark.parametrize("system", IN_FORCE)
async def test_who_is_subscribed_elsewhere_neither_agrees_nor_stops_here(folder: Folder, system: str) -> None:
    assert (await folder.bring(IN_FORCE[system])).fates == ["new"]
    assert await folder.rows(consents, "action") == []


@pytest.mark.parametrize("name", ["optout_mailchimp.csv", "optout_postscript.csv"])
async def test_files_from_the_field(folder: Folder, name: str) -> None:
    file = FIELD / name
    if not file.exists():
        pytest.skip("the shared files are not here")
    assert (await folder.bring(file.read_bytes())).fates == ["new"]
    number, at = (FAY, MAY_6) if "mailchimp" in name else (HANA, NOTED)
    assert await ends(folder, number) == {("revoked", at)}


async def test_tags_of_mailchimp_have_no_quotation_marks(folder: Folder) -> None:
    await folder.bring(MAILCHIMP)
    assert await folder.rows(customer_tags, "written") == [("VIP",), ("Whole sale",)]


AGREED = f"phone,sms_consent,{PROOF}\n{FAY},yes,till,Text me,"


@pytest.mark.parametrize("first", ["the consent", "the opt-out"])
async def test_an_older_consent_of_the_same_file_does_not_win(folder: Folder, first: str) -> None:
    heads = f"phone,sms_consent,{PROOF},opted_out\n"
    rows = [f"{FAY},yes,till,Text me,2024-01-02,\n", f"{FAY},,,,,2024-05-06 07:08:09\n"]
    await folder.bring(heads + "".join(rows if first == "the consent" else rows[::-1]))
    assert await states(folder) == {"revoked"}


async def test_a_consent_beside_an_opt_out_of_its_row_is_none(folder: Folder) -> None:
    heads = f"phone,sms_consent,{PROOF},Email status\n"
    await folder.bring(f"{heads}{FAY},yes,till,Text me,2024-06-02,unsubscribed\n")
    assert {action for (action,) in await folder.rows(consents, "action")} == {"revoked"}


@pytest.mark.parametrize("day", ["2024-01-02", "2025-01-02"], ids=["older", "newer"])
async def test_a_later_import_lifts_no_stop(folder: Folder, day: str) -> None:
    await folder.bring(MAILCHIMP)
    later = await folder.bring(AGREED + day, made=MADE + timedelta(hours=1))
    assert later.mistakes == [(STOPPED,)]
    assert await states(folder) == {"revoked"}


async def test_every_column_of_opt_outs_counts(folder: Folder) -> None:
    text = f"Phone,Do not contact,Unsubscribed,SMS consent,Accepts SMS marketing\n{FAY},no,no,yes,unsubscribed\n"
    await folder.bring(text)
    assert await states(folder) == {"revoked"}


async def test_a_tag_that_says_so_is_an_opt_out(folder: Folder) -> None:
    text = f'Phone,Tags\n{FAY},"VIP, Unsubscribed"\n'
    await folder.bring(text)
    assert await states(folder) == {"revoked"}
    assert await folder.rows(customer_tags, "tag") == [("unsubscribed",), ("vip",)]


async def test_an_opt_out_with_the_number_of_another_customer_ends_there(folder: Folder) -> None:
    await folder.bring(f"id,phone,sms_consent,{PROOF}\nc1,{FAY},yes,till,Text me,2024-01-02\n")
    text = f"id,phone,opted_out\nc2,{FAY},2024-05-06\n"
    await folder.bring(text)
    assert await states(folder) == {"revoked"}
    before = await folder.everything()
    assert (await folder.bring(text)).fates == ["same"]
    assert await folder.everything() == before


@pytest.mark.parametrize(
    "wrong", ["Birthday,29/02/1995", "Country,Atlantis", "Name,=cmd", "E-mail,none", "Orders,many"]
)
async def test_a_row_with_another_mistake_keeps_its_opt_out(folder: Folder, wrong: str) -> None:
    head, cell = wrong.split(",")
    done = await folder.bring(f"Phone,{head},Unsubscribed\n{FAY},{cell},2024-05-06 07:08:09\n")
    assert await ends(folder) == {("revoked", MAY_6)}, done.mistakes


@pytest.mark.parametrize(("way", "kept"), [("opted_out", {"revoked"}), ("ignore", set()), ("-", set())])
async def test_nothing_is_written_before_an_unclear_column_is_mapped_or_ignored(
    folder: Folder, way: str, kept: set[str]
) -> None:
    people = len(await folder.rows(contacts, "id"))
    text = f"Phone,Status\n+13145550162,active\n{FAY},paused\n"
    with pytest.raises(UnclearColumns, match=r'"Status" may hold opt-outs, and "paused" \(row 3\) is not understood'):
        await folder.bring(text)
    assert len(await folder.rows(contacts, "id")) == people
    assert (await folder.bring(text, ("Status", way))).fates == ["new", "new"]
    assert {action for action, _ in await ends(folder)} == kept


SILENT = {
    "a region": ("Estado", "bloqueada"),
    "a region in words": ("Estado", "dado de baja"),
    "a phone": ("SMS", "unsubscribed"),
    "an action": ("Last action", "texted STOP"),
    "a comment": ("Comments", "customer texted STOP on 3/4"),
    "a wish": ("Comments", "does not want SMS"),
    "a wish in Spanish": ("Remarks", "no quiere mensajes"),
    "a wish in Hindi": ("Remarks", "मैसेज मत भेजो"),
    "a refusal": ("Remarks", "refuses marketing"),
    "a flag": ("Accepts marketing", "FALSE"),
    "a question": ("Text ok?", "no"),
    "a letter": ("Newsletter", "n"),
    "a tag": ("Tags", "No SMS"),
    "a tag of several": ("Tags", '"VIP, no marketing"'),
    "a tag in Spanish": ("Tags", "no contactar"),
    "a name": ("Name", "Fay - DO NOT TEXT"),
}


@pytest.mark.parametrize(("head", "value"), SILENT.values(), ids=SILENT)
async def test_a_cell_that_may_be_an_opt_out_stops_the_import_in_any_column(
    folder: Folder, head: str, value: str
) -> None:
    text = f"Mobile,{head}\n+13145550162,\n{FAY},{value}\n"
    bare = value.strip('"')
    with pytest.raises(UnclearColumns) as stopped:
        await folder.bring(text)
    assert f'column "{head}" may hold opt-outs: "{bare}" (row 3)' in str(stopped.value)
    done = await folder.bring(text, (head, "opted_out"))
    assert (done.fates, done.mistakes) == (["new", "new"], [(), ()])
    assert (done.found.opted_out, done.tally.opted_out) == (1, 1)
    assert {action for action, _ in await ends(folder)} == {"revoked"}
    assert await ends(folder, "+13145550162") == set()


ENDING = {
    "Withdrawn at": "2024-05-06",
    "Consent withdrawn": "yes",
    "Revocation date": "2024-05-06",
    "Removed": "yes",
    "LEAVE_TIME": "2024-05-06 07:08:09",
    "SMS disabled": "true",
    "Opt In/Out": "Out",
    "SMS Opt Status": "O",
    "List status": "U",
    "Complaint": "yes",
    "Bounce": "hard",
    "Ne pas contacter": "oui",
    "Widerspruch": "ja",
    "Disiscritto": "sì",
    "संपर्क न करें": "हाँ",
}


@pytest.mark.parametrize(("head", "value"), ENDING.items(), ids=ENDING)
async def test_a_head_that_may_tell_of_an_end_stops_the_import(folder: Folder, head: str, value: str) -> None:
    text = f"Mobile,{head}\n+13145550162,\n{FAY},{value}\n"
    with pytest.raises(UnclearColumns, match="may hold opt-outs"):
        await folder.bring(text)
    done = await folder.bring(text, (head, "opted_out"))
    assert (done.fates, done.tally.opted_out) == (["new", "new"], 1)
    assert (await folder.bring(text, (head, "ignore"))).tally.opted_out == 0


async def test_a_column_that_is_mapped_opts_out_nobody_whom_the_message_did_not_name(folder: Folder) -> None:
    rows = {"ok": "61", "do not contact": "62", "opted out": "63", "yes": "64", "subscribed": "65", "": "66"}
    text = "Phone,Contact pref\n" + "".join(f"+131455501{end},{value}\n" for value, end in rows.items())
    with pytest.raises(UnclearColumns) as stopped:
        await folder.bring(text)
    said = str(stopped.value)
    assert 'opted_out" to count as opt-outs: "do not contact" (1 row), "opted out" (1 row); and not: ' in said
    assert '"ok" (1 row), "subscribed" (1 row), "yes" (1 row), empty (1 row)' in said
    done = await folder.bring(text, ("Contact pref", "opted_out"))
    assert done.tally.opted_out == 2
    ended = {value for value, end in rows.items() if await ends(folder, f"+131455501{end}")}
    assert ended == {"do not contact", "opted out"}


@pytest.mark.parametrize(("value", "kept"), [("yes", 1), ("2024-05-06", 1), ("no", 0), ("ok", 0), ("active", 0)])
async def test_a_column_of_yes_and_no_may_be_mapped_to_opt_outs(folder: Folder, value: str, kept: int) -> None:
    done = await folder.bring(f"Phone,Raus\n{FAY},{value}\n", ("Raus", "opted_out"))
    assert (done.tally.opted_out, len(await ends(folder))) == (kept, kept)


async def test_more_unknown_values_than_can_be_named_do_not_count(folder: Folder) -> None:
    text = "Phone,Status\n" + "".join(f"+131455501{at},level {chr(at)}\n" for at in range(65, 90))
    with pytest.raises(UnclearColumns, match='too many unknown values to list: add --map "Status=opted_out_r'):
        await folder.bring(text, ("Status", "opted_out"))


ORDINARY = {
    "Remarks": ["likes tea", "prefers evenings", "call after 6", "no onions", "stop by shop on Friday", "wants texts"],
    "Address": ["12 Main St", "Bus stop corner, 2nd house", "Do not ring bell", "Bond End Lane 4"],
    "Tags": ["VIP", "newsletter", "wholesale, gold", "login with shop"],
    "Region": ["Baja California", "Pará", "IL"],
    "Name": ["Sue Stop", "Ann Lee", "Juan Para"],
    "Phone 2": ["none", "no phone", "not a phone", "n/a"],
    "SMS count": ["0", "1", "17"],
    "Consent text": ["Reply STOP to end"],
    "Double opt-in": ["no", "2"],
}


@pytest.mark.parametrize("head", ORDINARY)
async def test_ordinary_cells_stop_no_import(folder: Folder, head: str) -> None:
    rows = "".join(f'+1314555{number:04},"{value}"\n' for number, value in enumerate(ORDINARY[head], start=100))
    assert (await folder.sheet(f"Mobile,{head}\n{rows}")).how.counted == {}


PHONES = {
    "google_contacts.csv": "Phone 1 - Value",
    "heads_woocommerce_customers.csv": "",
    "names.csv": "",
    "optout_mailchimp.csv": "",
    "optout_postscript.csv": "",
    "orders_woocommerce.csv": "Phone (Billing)",
}


@pytest.mark.parametrize("name", PHONES)
async def test_no_file_from_the_field_stops_an_import(folder: Folder, name: str) -> None:
    file = FIELD / name
    if not file.exists():
        pytest.skip("the shared files are not here")
    await folder.sheet(file.read_bytes(), *([(PHONES[name], "phone")] if PHONES[name] else []))


UNREAD = {
    "a cell more": f"Smith, Jr,{FAY},unsubscribed,likes tea",
    "a cell less": f"Smith,{FAY},unsubscribed",
    "a quotation mark inside": f'"Smith" Jr,{FAY},unsubscribed,',
    "an open quotation mark": f'"S,{FAY},Stopped,',
}


@pytest.mark.parametrize("row", UNREAD.values(), ids=UNREAD)
async def test_a_row_that_cannot_be_read_keeps_its_opt_out_alone(folder: Folder, row: str) -> None:
    done = await folder.bring(f"Name,Phone,Status,Remarks\n{row}\nLee,+13145550162,active,\n")
    assert done.mistakes[0][0].endswith("only its opt-out was imported")
    assert (await folder.whose("sms", FAY))["name"] is None
    assert await ends(folder) == {("revoked", MADE)}


async def test_a_row_that_cannot_be_read_without_an_opt_out_is_refused(folder: Folder) -> None:
    done = await folder.bring(f"Name,Phone,Status\nSmith, Jr,{FAY},active\nA, unsubscribed\n")
    assert done.fates == ["refused", "refused"]
