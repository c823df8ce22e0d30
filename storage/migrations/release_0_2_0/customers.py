"""The new tables about customers: places, profiles, totals, audiences and the lines of their orders."""

from storage.migrations.release_0_2_0.columns import (
    AT,
    BIG,
    ID,
    INT,
    PART,
    SMALL,
    TEXT,
    WORD,
    actor,
    allow,
    create,
    fill,
    need,
)

_CONTACT = {"contact": "contacts"}


def create_tables() -> None:
    """Create the tables without indexes, which follow after the rows."""
    _create_people()
    _create_profiles()
    _create_orders()
    _create_returns()
    _create_totals()
    _create_audiences()


def _create_people() -> None:
    create(
        "places",
        *need(ID, "contact"),
        *need(WORD, "kind"),
        *allow(WORD, "country", "region", "postal_code", "timezone"),
        *need(WORD, "source"),
        *need(AT, "first_told_at", "told_at"),
        points=_CONTACT,
    )
    names = [*need(PART, "part"), *need(ID, "contact")]
    create("name_parts", *names, key=("part", "contact"), points=_CONTACT, by_key=True)
    create(
        "recorded_pairs",
        *need(ID, "address", "known_as"),
        *need(AT, "noted_at"),
        *allow(AT, "ended_at"),
        key=("address", "known_as"),
        points={"address": "addresses", "known_as": "addresses"},
        by_key=True,
    )


def _create_profiles() -> None:
    tags = [*need(ID, "contact"), *need(WORD, "tag", "written", "source"), *need(AT, "at")]
    create("customer_tags", *tags, key=("contact", "tag"), points=_CONTACT)
    notes = [*need(ID, "contact"), *need(TEXT, "text"), *actor(), *need(AT, "at")]
    create("customer_notes", *notes, points=_CONTACT)
    visits = [*need(ID, "contact"), *need(AT, "at"), *need(WORD, "place", "page")]
    create("visits", *visits, points=_CONTACT)
    create(
        "loyalty",
        *need(ID, "contact"),
        *need(WORD, "programme", "written"),
        *need(BIG, "progress", "goal"),
        *need(WORD, "reward"),
        *allow(AT, "reward_expires"),
        *need(AT, "at"),
        key=("contact", "programme"),
        points=_CONTACT,
    )


def _create_orders() -> None:
    create(
        "order_lines",
        *need(ID, "order"),
        *need(INT, "line"),
        *allow(ID, "contact"),
        *need(AT, "at"),
        *need(WORD, "sku", "title", "variant", "size"),
        *allow(WORD, "category", "brand"),
        *need(INT, "quantity"),
        *allow(BIG, "price"),
        key=("order", "line"),
        points={"order": "orders"},
    )


def _create_returns() -> None:
    create(
        "returns",
        *need(WORD, "source", "ref"),
        *allow(ID, "contact", "order"),
        *need(AT, "at"),
        *need(WORD, "city"),
        unique=[("source", "ref")],
    )
    create(
        "returned_lines",
        *need(ID, "returned"),
        *need(INT, "line"),
        *need(WORD, "sku", "title", "size"),
        *allow(WORD, "category", "brand"),
        *need(INT, "quantity"),
        *need(WORD, "reason"),
        key=("returned", "line"),
        points={"returned": "returns"},
    )


def _create_totals() -> None:
    create(
        "customer_totals",
        *need(ID, "contact"),
        *fill(INT, "0", "orders", "priced"),
        *fill(BIG, "0", "spend"),
        *allow(AT, "first_order_at", "last_order_at"),
        *allow(BIG, "rhythm"),
        *fill(INT, "0", "returns", "discounts_given", "discounts_used", "clicks", "replies", "visits"),
        *allow(AT, "last_active_at"),
        *need(AT, "acquired_at"),
        key=("contact",),
        points=_CONTACT,
        by_key=True,
    )
    cuts = [*need(SMALL, "part"), *need(INT, "orders"), *need(BIG, "spend"), *need(AT, "last_order_at")]
    create("customer_cuts", *cuts, key=("part",))


def _create_audiences() -> None:
    create(
        "segments",
        *need(WORD, "name", "folded"),
        *need(TEXT, "criteria"),
        *allow(TEXT, "phrase"),
        *need(INT, "version"),
        *need(AT, "made_at", "updated_at"),
        *actor(),
        unique=[("folded",)],
    )
    create(
        "segment_nights",
        *need(ID, "segment"),
        *need(WORD, "night", "definition"),
        *need(INT, "people"),
        *need(BIG, "value"),
        *need(WORD, "currency"),
        *allow(INT, "entered", "gone"),
        *need(AT, "at"),
        key=("segment", "night"),
    )
    create("segment_members", *need(ID, "segment", "contact"), key=("segment", "contact"), points=_CONTACT, by_key=True)
