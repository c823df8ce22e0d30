"""One writing for a number that has two (flows/phones.py).

A row in the other writing gets the one writing where nobody has it yet. Where it has a row already, both stay, for they
may be of two people: the stricter of their stops holds for both, and nothing marketing leaves to the other writing any
more, for a STOP is heard at the one writing from now on. No ledger is changed.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

_PHONES = "('sms', 'whatsapp')"
_PROGRAMMES = "SELECT 'reminders' AS name UNION ALL SELECT 'offers' UNION ALL SELECT 'partner_offers'"


def upgrade() -> None:
    other, one = _other("o"), _one("o")
    here = f"o.channel IN {_PHONES} AND ({other})"
    pair = f"SELECT {{}} FROM addresses AS o JOIN addresses AS a ON a.business = o.business AND a.value = {one}"  # noqa: S608
    pairs = f"{pair} WHERE {here} AND a.channel IN {_PHONES}"

    # What was taken back at one of them is taken back at the other, on both channels of numbers.
    same = "permissions.purpose = s.purpose AND permissions.programme = s.programme"
    for kept, from_ in (("a", "o"), ("o", "a")):
        whose = f"permissions.business = {kept}.business AND permissions.address = {kept}.id"
        stopped = f"s.business = {from_}.business AND s.address = {from_}.id AND s.state = 'revoked'"
        op.execute(
            "UPDATE permissions SET state = 'revoked' WHERE state <> 'revoked' AND EXISTS"  # noqa: S608
            f" ({pairs.format('1')} AND {whose} AND EXISTS (SELECT 1 FROM permissions AS s WHERE {stopped} AND {same}))"
        )
        op.execute(
            "INSERT INTO permissions (business, address, purpose, programme, state, since)"  # noqa: S608
            f" SELECT {kept}.business, {kept}.id, s.purpose, s.programme, 'revoked', min(s.since) FROM addresses AS o"
            f" JOIN addresses AS a ON a.business = o.business AND a.value = {one} JOIN permissions AS s ON {stopped}"
            f" WHERE {here} AND a.channel IN {_PHONES}"
            f" AND NOT EXISTS (SELECT 1 FROM permissions WHERE {whose} AND {same})"
            f" GROUP BY {kept}.business, {kept}.id, s.purpose, s.programme"
        )
    # A provider's opt-out, an erasure: of two rows on one channel, neither is written to.
    for kept, from_ in (("a", "o"), ("o", "a")):
        op.execute(
            "UPDATE addresses SET state = 'suppressed', state_reason = 'the same number was' WHERE state = 'usable'"  # noqa: S608
            f" AND EXISTS ({pairs.format('1')} AND a.channel = o.channel AND {from_}.state = 'suppressed'"
            f" AND addresses.business = {kept}.business AND addresses.id = {kept}.id)"
        )
    # Nothing marketing leaves to the other writing, and nobody is asked there.
    twice = f"{pairs} AND a.channel = o.channel"
    there = "permissions.business = o.business AND permissions.address = o.id"
    op.execute(
        "UPDATE permissions SET state = 'revoked' WHERE state <> 'revoked'"  # noqa: S608
        f" AND EXISTS ({twice.format('1')} AND {there})"
    )
    op.execute(
        "INSERT INTO permissions (business, address, purpose, programme, state, since)"  # noqa: S608
        " SELECT o.business, o.id, 'marketing', p.name, 'revoked', o.created_at FROM addresses AS o"
        f" JOIN addresses AS a ON a.business = o.business AND a.value = {one} AND a.channel = o.channel"
        f" CROSS JOIN ({_PROGRAMMES}) AS p WHERE {here} AND NOT EXISTS"
        f" (SELECT 1 FROM permissions WHERE {there} AND permissions.purpose = 'marketing'"
        " AND permissions.programme = p.name)"
    )
    op.execute(
        f"UPDATE addresses SET value = {_one('addresses')}"  # noqa: S608
        f" WHERE channel IN {_PHONES} AND ({_other('addresses')}) AND NOT EXISTS"
        " (SELECT 1 FROM addresses AS a WHERE a.business = addresses.business AND a.channel = addresses.channel"
        f" AND a.value = {_one('addresses')})"
    )


def _mexican(row: str) -> str:
    return f"{row}.value LIKE '+521%' AND length({row}.value) = 14 AND substr({row}.value, 5, 1) >= '2'"


def _argentine(row: str) -> str:
    area = f"(substr({row}.value, 4, 2) = '11' OR substr({row}.value, 4, 1) IN ('2', '3'))"
    return f"{row}.value LIKE '+54%' AND length({row}.value) = 13 AND {area}"


def _brazilian(row: str) -> str:
    mobile = f"substr({row}.value, 6, 1) IN ('6', '7', '8', '9')"
    area = f"substr({row}.value, 4, 1) <> '0' AND substr({row}.value, 5, 1) <> '0'"
    return f"{row}.value LIKE '+55%' AND length({row}.value) = 13 AND {area} AND {mobile}"


def _other(row: str) -> str:
    return f"({_mexican(row)}) OR ({_argentine(row)}) OR ({_brazilian(row)})"


def _one(row: str) -> str:
    return (
        f"CASE WHEN {_mexican(row)} THEN '+52' || substr({row}.value, 5)"
        f" WHEN {_argentine(row)} THEN '+549' || substr({row}.value, 4)"
        f" ELSE substr({row}.value, 1, 5) || '9' || substr({row}.value, 6) END"
    )
