"""An order knows what came back of it was worth, also of the returns told before."""

import sqlalchemy as sa
from alembic import context, op

from flows.worth import Goods, worth_back

revision = "0053"
down_revision = "0052"

_OF_RETURNS = sa.text(
    "SELECT DISTINCT o.business, o.id, o.total FROM orders o"
    ' JOIN returns r ON r.business = o.business AND r."order" = o.id WHERE o.total IS NOT NULL'
)
_BACK = sa.text(
    "SELECT l.sku, l.title, l.size, l.quantity FROM returned_lines l"
    " JOIN returns r ON r.business = l.business AND r.id = l.returned"
    ' WHERE r.business = :business AND r."order" = :order ORDER BY r.at, l.returned, l.line'
)
_BOUGHT = sa.text(
    "SELECT sku, title, size, quantity, price FROM order_lines"
    ' WHERE business = :business AND "order" = :order ORDER BY line'
)
_TOLD = sa.text("UPDATE orders SET returned = :worth WHERE business = :business AND id = :order")


def upgrade() -> None:
    column = sa.Column("returned", sa.BigInteger(), server_default="0", nullable=False)
    op.add_column("orders", column)
    op.create_index("ix_returns_order", "returns", ["business", "order"])
    if not context.is_offline_mode():  # as SQL the steps begin with an empty database
        _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    for business, order, total in connection.execute(_OF_RETURNS).all():
        here = {"business": business, "order": order}
        back = [Goods(*row) for row in connection.execute(_BACK, here)]
        worth = worth_back(back, [Goods(*row) for row in connection.execute(_BOUGHT, here)], total)
        connection.execute(_TOLD, {"worth": worth, **here})
