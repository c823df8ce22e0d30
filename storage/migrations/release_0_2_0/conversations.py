"""The new tables about chats and the staff: questions, answers, notes, shown texts, and deeds to undo."""

from storage.migrations.release_0_2_0.columns import (
    AT,
    BYTES,
    FLAG,
    ID,
    INT,
    TEXT,
    WORD,
    actor,
    allow,
    create,
    fill,
    need,
)

_CHAT = {"contact": "contacts", "address": "addresses", "message": "messages"}


def create_tables() -> None:
    """Create the tables without indexes, which follow after the rows."""
    _create_questions()
    _create_messages()
    _create_answers()
    _create_orders()
    _create_staff()
    _create_settings()


def _create_questions() -> None:
    create(
        "questions",
        *need(ID, "contact", "address", "message"),
        *need(WORD, "expects"),
        *allow(WORD, "about_kind"),
        *allow(ID, "about"),
        *allow(TEXT, "choices", "data"),
        *need(FLAG, "stays"),
        *need(AT, "asked_at", "expires_at"),
        *allow(AT, "answered_at"),
        *allow(WORD, "token", "answer"),
        unique=[("message",)],
        points=_CHAT,
    )
    create(
        "customer_questions",
        *need(INT, "number"),
        *need(ID, "contact", "address", "message"),
        *need(AT, "asked_at"),
        *allow(ID, "taken_by"),
        *allow(AT, "taken_at", "snoozed_until"),
        *fill(INT, "0", "nudges"),
        *allow(AT, "nudged_at", "away_told_at", "ended_at"),
        *allow(WORD, "ended"),
        *allow(ID, "ended_by"),
        *allow(WORD, "saved"),
        unique=[("number",)],
        points=_CHAT,
    )


def _create_messages() -> None:
    create("rulings", *need(TEXT, "rules"), *need(WORD, "version"), *need(AT, "first_at"))
    create("disclosures", *need(TEXT, "text"), *allow(WORD, "template", "locale"), *need(AT, "first_at"))
    people = {"message": "messages", "contact": "contacts"}
    create("mentions", *need(ID, "message", "contact"), key=("message", "contact"), points=people)
    files = [*need(ID, "contact"), *need(WORD, "name", "media_type"), *need(BYTES, "body")]
    create("attachments", *files, points={"id": "messages", "contact": "contacts"})
    menus = [*need(ID, "sender"), *need(WORD, "name", "content")]
    create("session_menus", *menus, key=("sender", "name"), points={"sender": "senders"}, by_key=True)


def _create_answers() -> None:
    create(
        "saved_answers",
        *need(WORD, "name", "locale"),
        *need(TEXT, "text"),
        *need(FLAG, "allowed"),
        *need(AT, "since"),
        *allow(AT, "until"),
        *actor(),
    )
    create("filed_answers", *need(WORD, "name", "locale"), *need(TEXT, "text"), key=("name", "locale"))


def _create_orders() -> None:
    order = {"order": "reservations"}
    notes = [*allow(ID, "contact"), *need(ID, "staff"), *need(TEXT, "text"), *need(AT, "at")]
    create("order_notes", *notes, *need(ID, "order"), points=order)
    to = [*need(ID, "contact"), *allow(TEXT, "text"), *need(AT, "at"), *need(ID, "order"), *allow(TEXT, "note")]
    create("delivery_addresses", *to, unique=[("order",)], points=order)
    create(
        "restock_plans",
        *need(INT, "number"),
        *need(ID, "product"),
        *need(WORD, "size"),
        *need(INT, "quantity", "starts_on"),
        *need(FLAG, "paused", "ended"),
        *allow(INT, "asked_on"),
        *allow(ID, "order"),
        *need(AT, "created_at"),
        *actor(),
        unique=[("number",)],
        points={"product": "products"},
    )


def _create_staff() -> None:
    create(
        "deeds",
        *need(WORD, "kind"),
        *need(ID, "about"),
        *fill(TEXT, "{}", "figures"),
        *actor(),
        *need(AT, "at"),
        *allow(AT, "undone_at"),
    )
    create(
        "approvals",
        *need(WORD, "kind"),
        *need(ID, "subject"),
        *need(WORD, "snapshot"),
        *need(AT, "asked_at"),
        *actor(),
        *allow(AT, "approved_at"),
        *allow(ID, "approved_by"),
        unique=[("kind", "subject", "snapshot")],
    )


def _create_settings() -> None:
    create(
        "chosen_settings",
        *need(WORD, "path"),
        *allow(TEXT, "value", "previous", "file"),
        *allow(ID, "replaces"),
        *actor(),
        *need(AT, "chosen_at"),
        *allow(AT, "ended_at"),
        *allow(WORD, "ended_by"),
    )
    create("setup_steps", *need(WORD, "step", "outcome"), *actor(), *need(AT, "at"), key=("step",))
