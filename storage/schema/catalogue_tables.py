"""Products, our own stock, the partner shops, and the stock stated by these shops."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, SmallInteger, String, Text, UniqueConstraint

from storage.schema.tenancy import points, tenants
from storage.sql.column_types import Id, Moment

products = tenants(
    "products",
    Column("sku", String, nullable=False),
    Column("title", String, nullable=False),
    Column("category", String),
    Column("sizes", Text, nullable=False),  # a list as JSON, in the order shown; empty without sizes
    Column("price", BigInteger, nullable=False),
    Column("currency", String, nullable=False),
    Column("availability", String, nullable=False),  # as the business states it: flows.availability.Availability
    Column("image", String),
    Column("url", String),  # its page in the shop
    Column("created_at", Moment, nullable=False),
    Column("removed_at", Moment),
    UniqueConstraint("business", "sku"),
)

stocks = tenants(  # the size of a product without sizes is ""
    "stocks",
    Column("count", Integer, nullable=False),
    Column("held", Integer, nullable=False, server_default="0"),  # by orders not paid or packed yet
    Column("low_water", Integer),  # at so many free pieces or fewer the staff gets an alert
    Column("stated", Integer),  # the business file's last figure: the same figure again refills nothing
    Column("as_of", Moment, nullable=False),
    Column("alerted_at", Moment),  # when the staff got the low-stock alert; none after a refill
    points("product", "products"),
    keys=("product", "size"),
)

shops = tenants(
    "shops",
    Column("ref", String, nullable=False),  # the business's name for it: connaught
    Column("name", String, nullable=False),
    Column("location", String, nullable=False),
    Column("contact", Id),
    Column("left_by", Id),  # who answered for it and wrote STOP; none while somebody answers for it
    Column("opens", SmallInteger, nullable=False),  # minutes of the local day
    Column("closes", SmallInteger, nullable=False),
    Column("commission", BigInteger),  # per item, in the currency of the business
    Column("commission_percent", Float),  # of the item's price; one of the two or none
    Column("handover", String),  # who carries its pieces to us, "us" or "shop"; none: as the business says
    Column("language", String, nullable=False),  # of messages to the shop
    Column("follows", Boolean, nullable=False),  # nobody chose that language: it follows the shop's own
    Column("stated", String),  # the language in the last business file; none: added in chat, no file knows it
    Column("created_at", Moment, nullable=False),
    Column("linked_at", Moment),
    Column("away_until", Moment),
    Column("away_from", Moment),  # when an announced holiday begins
    Column("removed_at", Moment),
    UniqueConstraint("business", "ref"),
    points("contact", "contacts"),
    points("left_by", "contacts"),
)
Index("ix_shops_contact", shops.c.business, shops.c.contact)

inventory = tenants(
    "inventory",
    Column("quantity", Integer, nullable=False),
    Column("price", BigInteger),  # the shop's price for one, if given
    Column("as_of", Moment, nullable=False),
    Column("source", String, nullable=False),  # said (in chat), list (a file, the API), reply (to a request)
    points("shop", "shops"),
    points("product", "products"),
    keys=("shop", "product", "size"),
)
Index("ix_inventory_product", inventory.c.business, inventory.c.product, inventory.c.size)
