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
    create,
    empty,
    filled,
    needed,
)

_CHAT = {"contact": "contacts", "address": "addresses", "message": "messages"}


def create_tables() -> None:
    """Create the tables without indexes, which follow after the rows."""
    _questions()
    _messages()
    _answers()
    _orders()
    _staff()
    _settings()


def _questions() -> None:
    create(
        "questions",
        *needed(ID, "contact", "address", "message"),
        *needed(WORD, "expects"),
        *empty(WORD, "about_kind"),
        *empty(ID, "about"),
        *empty(TEXT, "choices", "data"),
        *needed(FLAG, "stays"),
        *needed(AT, "asked_at", "expires_at"),
        *empty(AT, "answered_at"),
        *empty(WORD, "token", "answer"),
        unique=[("message",)],
        points=_CHAT,
    )
    create(
        "customer_questions",
        *needed(INT, "number"),
        *needed(ID, "contact", "address", "message"),
        *needed(AT, "asked_at"),
        *empty(ID, "taken_by"),
        *empty(AT, "taken_at", "snoozed_until"),
        *filled(INT, "0", "nudges"),
        *empty(AT, "nudged_at", "away_told_at", "ended_at"),
        *empty(WORD, "ended"),
        *empty(ID, "ended_by"),
        *empty(WORD, "saved"),
        unique=[("number",)],
        points=_CHAT,
    )


def _messages() -> None:
    create("rulings", *needed(TEXT, "rules"), *needed(WORD, "version"), *needed(AT, "first_at"))
    create("disclosures", *needed(TEXT, "text"), *empty(WORD, "template", "locale"), *needed(AT, "first_at"))
    people = {"message": "messages", "contact": "contacts"}
    create("mentions", *needed(ID, "message", "contact"), key=("message", "contact"), points=people)
    files = [*needed(ID, "contact"), *needed(WORD, "name", "media_type"), *needed(BYTES, "body")]
    create("attachments", *files, points={"id": "messages", "contact": "contacts"})
    menus = [*needed(ID, "sender"), *needed(WORD, "name", "content")]
    create("session_menus", *menus, key=("sender", "name"), points={"sender": "senders"}, by_key=True)


def _answers() -> None:
    create(
        "saved_answers",
        *needed(WORD, "name", "locale"),
        *needed(TEXT, "text"),
        *needed(FLAG, "allowed"),
        *needed(AT, "since"),
        *empty(AT, "until"),
        *actor(),
    )
    create("filed_answers", *needed(WORD, "name", "locale"), *needed(TEXT, "text"), key=("name", "locale"))


def _orders() -> None:
    order = {"order": "reservations"}
    notes = [*empty(ID, "contact"), *needed(ID, "staff"), *needed(TEXT, "text"), *needed(AT, "at")]
    create("order_notes", *notes, *needed(ID, "order"), points=order)
    to = [*needed(ID, "contact"), *empty(TEXT, "text"), *needed(AT, "at"), *needed(ID, "order"), *empty(TEXT, "note")]
    create("delivery_addresses", *to, unique=[("order",)], points=order)
    create(
        "restock_plans",
        *needed(INT, "number"),
        *needed(ID, "product"),
        *needed(WORD, "size"),
        *needed(INT, "quantity", "starts_on"),
        *needed(FLAG, "paused", "ended"),
        *empty(INT, "asked_on"),
        *empty(ID, "order"),
        *needed(AT, "created_at"),
        *actor(),
        unique=[("number",)],
        points={"product": "products"},
    )


def _staff() -> None:
    create(
        "deeds",
        *needed(WORD, "kind"),
        *needed(ID, "about"),
        *filled(TEXT, "{}", "figures"),
        *actor(),
        *needed(AT, "at"),
        *empty(AT, "undone_at"),
    )
    create(
        "approvals",
        *needed(WORD, "kind"),
        *needed(ID, "subject"),
        *needed(WORD, "snapshot"),
        *needed(AT, "asked_at"),
        *actor(),
        *empty(AT, "approved_at"),
        *empty(ID, "approved_by"),
        unique=[("kind", "subject", "snapshot")],
    )


def _settings() -> None:
    create(
        "chosen_settings",
        *needed(WORD, "path"),
        *empty(TEXT, "value", "previous", "file"),
        *empty(ID, "replaces"),
        *actor(),
        *needed(AT, "chosen_at"),
        *empty(AT, "ended_at"),
        *empty(WORD, "ended_by"),
    )
    create("setup_steps", *needed(WORD, "step", "outcome"), *actor(), *needed(AT, "at"), key=("step",))
