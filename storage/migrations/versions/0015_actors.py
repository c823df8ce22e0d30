"""Who did something is an actor by kind and id; why is a reason with figures; what the audit says of it are values.

"staff:Asha" becomes the member, "shop:Karol Bagh Gifts" the shop. A name that no row has any more, as that of a shop
which was renamed since, stands in the place of the id, and the actor is shown by it. Two members may have one name.
"""

import sqlalchemy as sa
from alembic import op

from storage.types import Id, Moment

revision = "0015"
down_revision = "0014"

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

_STAFF = sa.Table(
    "staff",
    sa.MetaData(),
    sa.Column("business", sa.String(), nullable=False),
    sa.Column("id", Id(), nullable=False),
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("role", sa.String(), nullable=False),
    sa.Column("contact", Id(), nullable=True),
    sa.Column("linked_at", Moment(), nullable=True),
    sa.Column("removed_at", Moment(), nullable=True),
    sa.Column("language", sa.String(), nullable=True),
    sa.ForeignKeyConstraint(
        ["business", "contact"], ["contacts.business", "contacts.id"], name="fk_staff_business_contact"
    ),
    sa.PrimaryKeyConstraint("business", "id", name="pk_staff"),
    sa.UniqueConstraint("business", "name", name="uq_staff_business_name"),
)


def upgrade() -> None:
    op.create_index("ix_shops_named", "shops", ["business", "name"])
    for table in ("order_history", "earnings"):
        op.add_column(table, sa.Column("actor_kind", sa.String(), nullable=False, server_default="system"))
        op.add_column(table, sa.Column("actor", sa.String(), nullable=False, server_default=""))
        kind, actor = _kind('"by"'), _actor('"by"', table)
        op.execute(f"UPDATE {table} SET actor_kind = {kind}, actor = {actor}")  # noqa: S608
        op.drop_column(table, "by")
    _read_notes()
    _mend("runs", "state", "flow = 'quality'")
    _mend("events", "data", f"type IN {_TYPES!r}")
    op.drop_index("ix_shops_named", "shops")
    _read_audit()
    with op.batch_alter_table("staff", copy_from=_STAFF) as batch_op:
        batch_op.drop_constraint("uq_staff_business_name", type_="unique")


def _postgres() -> bool:
    return bool(op.get_context().dialect.name == "postgresql")


def _kind(by: str) -> str:
    return (
        f"CASE WHEN {by} LIKE 'staff:%' THEN 'staff' WHEN {by} LIKE 'shop:%' THEN 'shop'"
        f" WHEN {by} = 'customer' THEN 'customer' WHEN {by} IN ('parley', 'order') THEN 'system' ELSE 'provider' END"
    )


def _actor(by: str, table: str) -> str:
    """The id of the member or of the shop, of namesakes the first; a provider's name."""
    found = {
        kind: f"COALESCE((SELECT min({_text('w.id')}) FROM {rows} AS w WHERE w.business = {table}.business"  # noqa: S608
        f" AND w.name = substr({by}, {begins})), substr({by}, {begins}))"
        for kind, rows, begins in (("staff", "staff", 7), ("shop", "shops", 6))
    }
    return (
        f"CASE WHEN {by} LIKE 'staff:%' THEN {found['staff']} WHEN {by} LIKE 'shop:%' THEN {found['shop']}"
        f" WHEN {by} IN ('customer', 'parley', 'order') THEN '' ELSE {by} END"
    )


def _text(id_: str) -> str:
    """An id as it is written."""
    if _postgres():
        return f"{id_}::text"
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return f"""lower({" || '-' || ".join(f"substr(hex({id_}), {at}, {many})" for at, many in parts)})"""


def _json(pairs: str) -> str:
    return f"jsonb_build_object({pairs})" if _postgres() else f"json_object({pairs})"


def _mend(table: str, column: str, where: str) -> None:
    """What a conversation or an event calls ``by``."""
    by = f"{column}::jsonb ->> 'by'" if _postgres() else f"json_extract({column}, '$.by')"
    actor = _json(f"'kind', {_kind(f'({by})')}, 'id', {_actor(f'({by})', table)}")
    told = f"jsonb_set({column}::jsonb, '{{by}}', {actor})::text"
    told = told if _postgres() else f"json_set({column}, '$.by', {actor})"
    op.execute(f"UPDATE {table} SET {column} = {told} WHERE {where} AND {column} IS NOT NULL AND ({by}) IS NOT NULL")  # noqa: S608


def _read_notes() -> None:
    """What a history told in words stands in the reason that says it was told so."""
    op.add_column("order_history", sa.Column("reason", sa.String(), nullable=True))
    op.add_column("order_history", sa.Column("figures", sa.Text(), nullable=False, server_default="{}"))
    told = _json("'text', note") + ("::text" if _postgres() else "")
    op.execute(f"UPDATE order_history SET reason = 'told', figures = {told} WHERE note <> ''")  # noqa: S608
    op.drop_column("order_history", "note")


def _read_audit() -> None:
    op.add_column("audit", sa.Column("actor_kind", sa.String(), nullable=False, server_default="system"))
    op.add_column("audit", sa.Column("about_kind", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("about", sa.String(), nullable=True))
    op.add_column("audit", sa.Column("figures", sa.Text(), nullable=False, server_default="{}"))
    for kind, rows in (("staff", "staff"), ("shop", "shops")):
        whose = f"SELECT 1 FROM {rows} AS w WHERE w.business = audit.business AND {_text('w.id')} = audit.actor"  # noqa: S608
        op.execute(f"UPDATE audit SET actor_kind = '{kind}' WHERE EXISTS ({whose})")  # noqa: S608
    for where, kind, begins in _ABOUT:
        _tell(where, kind, f"substr(detail, {begins + 1}, {_ID})", f"substr(detail, {begins + _ID + 2})")
    parked = (f"substr(detail, 1, length(detail) - {_ID + 1})", f"substr(detail, length(detail) - {_ID - 1})")
    _tell("action = 'released'", *parked, "''")
    _tell("about_kind IS NULL", "NULL", "NULL", "detail")
    op.drop_column("audit", "detail")


def _tell(where: str, kind: str, about: str, rest: str) -> None:
    """To what something was done, and the rest of it as it was told."""
    text = _json(f"'text', {rest}") + ("::text" if _postgres() else "")
    figures = f"CASE WHEN {rest} = '' THEN '{{}}' ELSE {text} END"
    op.execute(f"UPDATE audit SET about_kind = {kind}, about = {about}, figures = {figures} WHERE {where}")  # noqa: S608
