"""Columns of opt-outs as other systems export them, and the columns that stop an import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

import pytest

from flows.importing.column_check import UnclearColumns, require_clear, require_none
from flows.importing.column_fields import CUSTOMERS, ORDERS, Field
from flows.importing.file_columns import guess_field, match_columns
from flows.importing.opt_out_values import Ended, NotUnderstood, read_stop
from flows.importing.table_rows import TableRow
from tests.cases import each

CHICAGO = ZoneInfo("America/Chicago")
EXPORTS = {
    "Mailchimp, unsubscribed": (
        "UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER",
        "opted_out,opted_out_reason,opted_out_reason,opted_out_reason,opted_out_reason",
    ),
    "Mailchimp, cleaned": (
        "CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID",
        "opted_out,opted_out_reason,opted_out_reason",
    ),
    "Mailchimp, audience": (
        "OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,LAST_CHANGED,SMS Subscription Status,SMS Phone Number",
        "since,,since,,subscription,phone",
    ),
    "Postscript": (
        "phone_number,subscriber_status,opted_in_at,opted_out_at",
        "phone,subscription,consent_at,opted_out",
    ),
    "Attentive": (
        "Phone,Status,Subscription status,Opt out date,Unsubscribed",
        "phone,subscription,subscription,opted_out,opted_out",
    ),
    "Omnisend": (
        "SMS status,Email status,Phone status,Unsubscribed at,Push notification status",
        "subscription,subscription,subscription,opted_out,subscription",
    ),
    "Brevo": (
        "SMS,SMS blacklisted,BLACKLIST,Email blocklisted,WhatsApp blocklisted,OPT_IN,DOUBLE_OPT-IN",
        "phone,opted_out,opted_out,opted_out,opted_out,subscription,subscription",
    ),
    "MailerLite": ("Subscriber,Status,Subscribed,Unsubscribed", "email,subscription,subscription,opted_out"),
    "Square": (
        "Phone Number,Email Subscription Status,Text message subscription status",
        "phone,subscription,subscription",
    ),
    "Chatwoot": ("phone_number,blocked,identifier", "phone,opted_out,"),
    "TextIt": ("Contact UUID,Name,Status,URN:Tel", "id,name,subscription,phone"),
    "Klaviyo": (
        "Email Marketing Consent,SMS Marketing Consent,Email Suppressions",
        "subscription,sms_consent,opted_out",
    ),
    "HubSpot": ("Unsubscribed from all email,Opted out of email: One to One", "opted_out,opted_out"),
}  # fmt: skip
SPELLED: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper": str.upper,
    "lower": str.lower,
    "underscores": lambda head: head.replace(" ", "_").replace("-", "_"),
    "hyphens": lambda head: head.replace(" ", "-").replace("_", "-"),
    "spaces": lambda head: f"  {head.replace('_', '  ').replace('-', ' ')} ",
    "a byte order mark": lambda head: f"\ufeff{head}",
    "none between": lambda head: head.replace(" ", "").replace("_", "").replace("-", ""),
}


@each("spelling", SPELLED)
@each("system", EXPORTS)
def test_heads_of_other_systems_are_known_however_they_are_spelled(system: str, spelling: str) -> None:
    heads, fields = (text.split(",") for text in EXPORTS[system])
    found = [guess_field(SPELLED[spelling](head), CUSTOMERS) for head in heads]
    assert [str(one[0]) if one else "" for one in found] == fields


@each(
    "head",
    [
        "State", "Company", "Notes", "Order status", "Marital status", "Customer status", "Clean name", "Donation",
        "Unsubscribe link", "unsubscribe_url", "Teléfono contacto", "Accepts Email Marketing", "Subscription plan",
        "Last campaign", "optinoptinoptinoptinoptinoptinoptinoptinoptinoptinoptinoptinoptinx",
    ],
)  # fmt: skip
def test_other_heads_are_no_opt_outs(head: str) -> None:
    found = guess_field(head)
    assert found is None or not str(found[0]).startswith(("opted_out", "subscription"))


OUT, IN, REASON = Field.OPTED_OUT, Field.SUBSCRIPTION, Field.OPTED_OUT_REASON


@each(
    ("field", "cell", "ends"),
    [
        (OUT, "yes", True), (OUT, "TRUE", True), (OUT, "1", True), (OUT, "2024-05-06 07:08:09", True),
        (OUT, "5/6/2024", True), (OUT, "1714979289", True), (OUT, "Unsubscribed", True), (OUT, "no", False),
        (OUT, "0", False), (OUT, "false", False), (OUT, "", False), (OUT, "subscribed", False),
        (OUT, "0000-00-00 00:00:00", False), (OUT, "never", False), (OUT, "9", None), (OUT, "paused", None),
        (OUT, "0001-01-01T00:00:00Z", None),
        (IN, "unsubscribed", True), (IN, "OPTED_OUT", True), (IN, "opted-out", True), (IN, "Cleaned", True),
        (IN, "bounced", True), (IN, "junk", True), (IN, "Blocked", True), (IN, "Stopped", True), (IN, "Archived", True),
        (IN, "subscribed", False), (IN, "Active", False), (IN, "nonSubscribed", False), (IN, "non-subscribed", False),
        (IN, "unconfirmed", False), (IN, "Never Subscribed", False), (IN, "yes", False), (IN, "No", False),
        (IN, "1", False), (IN, "2", False), (IN, "2024-05-06", False), (IN, "paused", None), (IN, "snoozed", None),
        (IN, "gold", None),
        (REASON, "NORMAL", True), (REASON, "too many texts", True), (REASON, "", False), (REASON, "none", False),
    ],
)  # fmt: skip
def test_values_of_other_systems(field: Field, cell: str, ends: bool | None) -> None:
    """None: nobody can tell, and the import stops."""
    if ends is None:
        with pytest.raises(NotUnderstood):
            read_stop(field, cell, CHICAGO, month_first=True)
    else:
        assert isinstance(read_stop(field, cell, CHICAGO, month_first=True), Ended) is ends


def lines(table: Sequence[Sequence[str]]) -> list[TableRow]:
    """Return the rows as they stand below the heads."""
    return [TableRow(line, cells) for line, cells in enumerate(table, start=2)]


def told(heads: str, *rows: str, chosen: tuple[tuple[str, str], ...] = ()) -> str:
    """What stops a file of customers; "" for nothing."""
    table = [row.split(",") for row in rows]
    columns = match_columns(heads.split(","), chosen, CUSTOMERS, table)
    try:
        require_clear(columns, lines(table), CHICAGO, month_first=True)
    except UnclearColumns as unclear:
        return str(unclear)
    return ""


@pytest.mark.parametrize(
    ("head", "values", "named"),
    [
        ("Status", ["active", "paused", "snoozed"], ["paused", "snoozed"]),
        ("Unsub date", ["last week"], ["last week"]),
        ("Suppressed", ["by hand"], ["by hand"]),
        ("Do not disturb", ["evenings"], ["evenings"]),
        ("DND", ["after 9"], ["after 9"]),
        ("SMS consent", ["yes", "lapsed"], ["lapsed"]),
        ("Marketing consent", ["expired"], ["expired"]),
        ("Kind", ["vip", "Unsubscribed"], ["Unsubscribed"]),
        ("Kind", ["opted_out"], ["opted_out"]),
        ("Kind", ["cleaned"], ["cleaned"]),
        ("Remarks", ["asked to opt out in May"], ["asked to opt out in May"]),
        ("Remarks", ["Don't text her"], ["Don't text her"]),
    ],
)
def test_a_column_that_may_hold_opt_outs_and_is_not_understood_stops_the_import(
    head: str, values: list[str], named: list[str]
) -> None:
    rows = [f"+1314555{number:04},{value}" for number, value in enumerate(values)]
    said = told(f"Phone,{head}", *rows)
    field = "sms_consent" if head == "SMS consent" else "opted_out"
    shown = [f'column "{head}"', *(f'"{one}"' for one in named), f'--map "{head}={field}"', f'--map "{head}=ignore"']
    assert [part for part in (*shown, "nothing was imported") if part not in said] == []
    for way in (field, "ignore", "-"):
        assert told(f"Phone,{head}", *rows, chosen=((head, way),)) == ""


@pytest.mark.parametrize(
    ("head", "value"),
    [
        ("Remarks", "likes tea"), ("Remarks", "https://x.example/unsubscribe?u=1"), ("Support", "unsub@x.example"),
        ("Size", "stopper"), ("parley_reason", "unsubscribed"), ("Name", "Sue Stop"), ("Status", "Active"),
    ],
)  # fmt: skip
def test_other_columns_stop_nothing(head: str, value: str) -> None:
    assert told(f"Phone,{head}", f"+13145550142,{value}") == ""


def test_a_column_whose_head_says_nothing_is_named_by_its_number() -> None:
    assert '--map "2=opted_out"' in told("Phone,", "+13145550142,unsubscribed")


def test_an_order_file_with_opt_outs_says_where_they_belong() -> None:
    columns = match_columns(["Order", "Date", "Total", "Opted out"], (), ORDERS)
    require_none(columns, lines([["1", "2026-01-01", "5", "no"]]), CHICAGO, month_first=True)
    with pytest.raises(UnclearColumns, match="import it as a file of customers first"):
        require_none(columns, lines([["1", "2026-01-01", "5", "yes"]]), CHICAGO, month_first=True)
