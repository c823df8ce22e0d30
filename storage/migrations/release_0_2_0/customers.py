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
    create,
    empty,
    filled,
    needed,
)

_CONTACT = {"contact": "contacts"}


def create_tables() -> None:
    """Create the tables without indexes, which follow after the rows."""
    _people()
    _profiles()
    _orders()
    _returns()
    _totals()
    _audiences()


def _people() -> None:
    create(
        "places",
        *needed(ID, "contact"),
        *needed(WORD, "kind"),
        *empty(WORD, "country", "region", "postal_code", "timezone"),
        *needed(WORD, "source"),
        *needed(AT, "first_told_at", "told_at"),
        points=_CONTACT,
    )
    names = [*needed(PART, "part"), *needed(ID, "contact")]
    create("name_parts", *names, key=("part", "contact"), points=_CONTACT, by_key=True)
    create(
        "recorded_pairs",
        *needed(ID, "address", "known_as"),
        *needed(AT, "noted_at"),
        *empty(AT, "ended_at"),
        key=("address", "known_as"),
        points={"address": "addresses", "known_as": "addresses"},
        by_key=True,
    )


def _profiles() -> None:
    tags = [*needed(ID, "contact"), *needed(WORD, "tag", "written", "source"), *needed(AT, "at")]
    create("customer_tags", *tags, key=("contact", "tag"), points=_CONTACT)
    notes = [*needed(ID, "contact"), *needed(TEXT, "text"), *actor(), *needed(AT, "at")]
    create("customer_notes", *notes, points=_CONTACT)
    visits = [*needed(ID, "contact"), *needed(AT, "at"), *needed(WORD, "place", "page")]
    create("visits", *visits, points=_CONTACT)
    create(
        "loyalty",
        *needed(ID, "contact"),
        *needed(WORD, "programme", "written"),
        *needed(BIG, "progress", "goal"),
        *needed(WORD, "reward"),
        *empty(AT, "reward_expires"),
        *needed(AT, "at"),
        key=("contact", "programme"),
        points=_CONTACT,
    )


def _orders() -> None:
    create(
        "order_lines",
        *needed(ID, "order"),
        *needed(INT, "line"),
        *empty(ID, "contact"),
        *needed(AT, "at"),
        *needed(WORD, "sku", "title", "variant", "size"),
        *empty(WORD, "category", "brand"),
        *needed(INT, "quantity"),
        *empty(BIG, "price"),
        key=("order", "line"),
        points={"order": "orders"},
    )


def _returns() -> None:
    create(
        "returns",
        *needed(WORD, "source", "ref"),
        *empty(ID, "contact", "order"),
        *needed(AT, "at"),
        *needed(WORD, "city"),
        unique=[("source", "ref")],
    )
    create(
        "returned_lines",
        *needed(ID, "returned"),
        *needed(INT, "line"),
        *needed(WORD, "sku", "title", "size"),
        *empty(WORD, "category", "brand"),
        *needed(INT, "quantity"),
        *needed(WORD, "reason"),
        key=("returned", "line"),
        points={"returned": "returns"},
    )


def _totals() -> None:
    create(
        "customer_totals",
        *needed(ID, "contact"),
        *filled(INT, "0", "orders", "priced"),
        *filled(BIG, "0", "spend"),
        *empty(AT, "first_order_at", "last_order_at"),
        *empty(BIG, "rhythm"),
        *filled(INT, "0", "returns", "discounts_given", "discounts_used", "clicks", "replies", "visits"),
        *empty(AT, "last_active_at"),
        *needed(AT, "acquired_at"),
        key=("contact",),
        points=_CONTACT,
        by_key=True,
    )
    cuts = [*needed(SMALL, "part"), *needed(INT, "orders"), *needed(BIG, "spend"), *needed(AT, "last_order_at")]
    create("customer_cuts", *cuts, key=("part",))


def _audiences() -> None:
    create(
        "segments",
        *needed(WORD, "name", "folded"),
        *needed(TEXT, "criteria"),
        *empty(TEXT, "phrase"),
        *needed(INT, "version"),
        *needed(AT, "made_at", "updated_at"),
        *actor(),
        unique=[("folded",)],
    )
    create(
        "segment_nights",
        *needed(ID, "segment"),
        *needed(WORD, "night", "definition"),
        *needed(INT, "people"),
        *needed(BIG, "value"),
        *needed(WORD, "currency"),
        *empty(INT, "entered", "gone"),
        *needed(AT, "at"),
        key=("segment", "night"),
    )
    create(
        "segment_members", *needed(ID, "segment", "contact"), key=("segment", "contact"), points=_CONTACT, by_key=True
    )
