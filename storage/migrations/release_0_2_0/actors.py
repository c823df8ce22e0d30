"""Actors with a kind and an id, made from names of the staff, shops and providers; words become values.

"staff:Asha" becomes the member, "shop:Karol Bagh Gifts" the shop. A name without a row, such as a renamed shop's, stays
in place of the id and is shown. Two members may share a name.
"""

from alembic import op

from storage.migrations.release_0_2_0.columns import id_text, json_text, on_postgres

_TYPES = (
    "order.quoted", "order.restock", "order.handed", "order.assigned", "order.moved", "order.given_up",
    "order.called_off", "order.settled", "order.refunded_by_hand", "order.photographed", "order.flawed",
    "order.replaced",
)  # fmt: skip
_ID = 36  # characters of an id in the audit
_ABOUT = (
    ("detail LIKE 'order %'", "'reservation'", len("order ")),
    ("detail LIKE 'contact %'", "'contact'", len("contact ")),
    ("detail LIKE 'shop %'", "'shop'", len("shop ")),
    ("action = 'linked'", "'address'", 0),
    ("action LIKE 'key %'", "'key'", 0),
)


def convert() -> None:
    op.create_index("ix_shops_named", "shops", ["business", "name"])
    told = f"reason = CASE WHEN note <> '' THEN 'told' END, figures = {_text('note')}"
    for table, more in (("order_history", f", {told}"), ("earnings", "")):
        op.execute(f"""UPDATE {table} SET actor_kind = {_kind('"by"')}, actor = {_actor('"by"', table)}{more}""")  # noqa: S608
    _mend("runs", "state", "flow = 'quality'")
    _mend("events", "data", f"type IN {_TYPES!r}")
    op.drop_index("ix_shops_named", "shops")
    _read_audit()


def _kind(by: str) -> str:
    return (
        f"CASE WHEN {by} LIKE 'staff:%' THEN 'staff' WHEN {by} LIKE 'shop:%' THEN 'shop'"
        f" WHEN {by} = 'customer' THEN 'customer' WHEN {by} IN ('parley', 'order') THEN 'system' ELSE 'provider' END"
    )


def _actor(by: str, table: str) -> str:
    """Return SQL for the id of a member or a shop, the first of namesakes, or for a provider's name."""
    found = {
        kind: f"COALESCE((SELECT min({id_text('w.id')}) FROM {rows} AS w WHERE w.business = {table}.business"  # noqa: S608
        f" AND w.name = substr({by}, {begins})), substr({by}, {begins}))"
        for kind, rows, begins in (("staff", "staff", 7), ("shop", "shops", 6))
    }
    return (
        f"CASE WHEN {by} LIKE 'staff:%' THEN {found['staff']} WHEN {by} LIKE 'shop:%' THEN {found['shop']}"
        f" WHEN {by} IN ('customer', 'parley', 'order') THEN '' ELSE {by} END"
    )


def _mend(table: str, column: str, where: str) -> None:
    """Write the actor where a conversation or an event has ``by``."""
    by = f"{column}::jsonb ->> 'by'" if on_postgres() else f"json_extract({column}, '$.by')"
    pairs = f"'kind', {_kind(f'({by})')}, 'id', {_actor(f'({by})', table)}"
    told = (
        f"jsonb_set({column}::jsonb, '{{by}}', jsonb_build_object({pairs}))::text"
        if on_postgres()
        else f"json_set({column}, '$.by', json_object({pairs}))"
    )
    op.execute(f"UPDATE {table} SET {column} = {told} WHERE {where} AND {column} IS NOT NULL AND ({by}) IS NOT NULL")  # noqa: S608


def _read_audit() -> None:
    for kind, rows in (("staff", "staff"), ("shop", "shops")):
        whose = f"SELECT 1 FROM {rows} AS w WHERE w.business = audit.business AND {id_text('w.id')} = audit.actor"  # noqa: S608
        op.execute(f"UPDATE audit SET actor_kind = '{kind}' WHERE EXISTS ({whose})")  # noqa: S608
    for where, kind, begins in _ABOUT:
        _tell(where, kind, f"substr(detail, {begins + 1}, {_ID})", f"substr(detail, {begins + _ID + 2})")
    parked = (f"substr(detail, 1, length(detail) - {_ID + 1})", f"substr(detail, length(detail) - {_ID - 1})")
    _tell("action = 'released'", *parked, "''")
    _tell("about_kind IS NULL", "NULL", "NULL", "detail")


def _tell(where: str, kind: str, about: str, rest: str) -> None:
    """Write the object of audit lines, and keep their other words as text."""
    op.execute(f"UPDATE audit SET about_kind = {kind}, about = {about}, figures = {_text(rest)} WHERE {where}")  # noqa: S608


def _text(words: str) -> str:
    """Return SQL that keeps words as figures; no words are no figures."""
    return f"""CASE WHEN {words} = '' THEN '{{}}' ELSE {json_text(f"'text', {words}")} END"""
