"""Messages: the kinds of their subjects, and questions whose answers may come after this step."""

from alembic import op

from storage.migrations.release_0_2_0.columns import json_text, on_postgres

# Events of channels are read whole, so their bytes are deleted: they may quote other people's words.
_BYTES = """UPDATE events SET raw = NULL
    WHERE raw IS NOT NULL AND type IN ('message.received', 'receipt.arrived', 'address.changed')"""
_NOUNS = {"cart": "carts", "reservation": "reservations", "shop": "shops", "purchase": "orders"}
_EXPERIMENTS = (
    "UPDATE messages SET experiment = 'recovery' WHERE run IS NOT NULL AND EXISTS (SELECT 1 FROM runs AS r"
    " WHERE r.business = messages.business AND r.id = messages.run AND r.flow = 'recovery')",
    "UPDATE messages SET experiment = template WHERE template = 'back_in_stock' AND purpose = 'marketing'",
)
# The template that asked, the expected answer, the hours, whether it stays, and its subject.
_ASKED = """
    ('cancel_sure', 'cancel_sure', 24, FALSE, 'reservation'),
    ('cancel_which', 'cancel_which', 168, FALSE, 'reservation'),
    ('cancel_number', 'cancel_number', 168, FALSE, NULL),
    ('order_cancelled', 'cancel_told', 24, FALSE, 'reservation'),
    ('cancel_passed_on', 'cancel_told', 24, FALSE, 'reservation'),
    ('order_status', 'order_told', 24, FALSE, 'purchase'),
    ('stop_asked', 'stop_asked', 720, FALSE, NULL),
    ('scope_offered', 'scope_offered', 168, FALSE, NULL),
    ('quality_which', 'quality_which', 168, FALSE, NULL),
    ('quality_check', 'looked_over', 720, FALSE, NULL),
    ('quality_note', 'looked_over', 720, FALSE, NULL),
    ('stock_request', 'stock_request', 720, TRUE, NULL),
    ('stock_requests', 'stock_request', 720, TRUE, NULL),
    ('stock_reminder', 'stock_request', 720, TRUE, NULL),
    ('stock_reminders', 'stock_request', 720, TRUE, NULL),
    ('stock_unclear', 'stock_asked_back', 168, TRUE, NULL),
    ('stock_how_many', 'stock_asked_back', 168, TRUE, NULL),
    ('stock_which', 'stock_asked_back', 168, TRUE, NULL),
    ('stock_paid_undo', 'stock_taken_back', 1, TRUE, NULL),
    ('stock_undo_which', 'stock_taken_back', 1, TRUE, NULL)
"""
_ORDER = """(SELECT o.id FROM orders AS o WHERE o.business = m.business AND o.contact = m.contact
    AND ltrim(o.number, '#') = {order} LIMIT 1)"""
# "<id of the run>:ask:3" or "…:remind:3"; the key of a replacement message goes on after that.
_ROUND = "CASE WHEN substr(m.key, 38, 4) = 'ask:' THEN substr(m.key, 42) ELSE substr(m.key, 45) END"
_QUESTIONS = """
    WITH asked (template, expects, hours, stays, kind) AS (VALUES {asked})
    INSERT INTO questions (business, id, contact, address, message, expects, about_kind, about, choices, data, stays,
        asked_at, expires_at)
    SELECT m.business, m.id, m.contact, m.address, m.id, a.expects,
        CASE WHEN {about} IS NOT NULL THEN a.kind END, CASE WHEN a.kind IS NOT NULL THEN {about} END,
        CASE WHEN a.expects IN ('cancel_number', 'quality_which') THEN {orders} END,
        CASE WHEN a.expects = 'stock_request' THEN '{{"round": ' || {round} || ', "menu": ' ||
            CASE WHEN a.template IN ('stock_request', 'stock_reminder') THEN 'true' ELSE 'false' END || '}}' END,
        a.stays, m.created_at, {until}
    FROM messages AS m JOIN asked AS a ON a.template = m.template
    WHERE m.direction = 'out' AND m.left_at IS NOT NULL AND m.created_at > {since}
        AND (a.expects <> 'stock_request' OR substr(m.key, 38, 4) = 'ask:' OR substr(m.key, 38, 7) = 'remind:')
"""
_SQLITE = {
    "order": "json_extract(m.data, '$.order')",
    "orders": "json_extract(m.data, '$.orders')",
    "round": f"CAST({_ROUND} AS INTEGER)",
    "until": "m.created_at + a.hours * 3600000000",
    "since": "(SELECT max(created_at) FROM messages) - 2592000000000",
}
_POSTGRES = {
    "order": "m.data::json ->> 'order'",
    "orders": "(m.data::json -> 'orders')::text",
    "round": f"split_part({_ROUND}, ':', 1)",
    "until": "m.created_at + a.hours * interval '1 hour'",
    "since": "(SELECT max(created_at) FROM messages) - interval '30 days'",
}
_CONFIRMATIONS = """
    INSERT INTO questions (business, id, contact, address, message, expects, data, stays, asked_at, expires_at, token)
    WITH answers AS MATERIALIZED (
        SELECT business, id, contact, address, reply_to FROM messages
        WHERE direction = 'out' AND reply_to IS NOT NULL AND fallback_of IS NULL)
    SELECT m.business, m.id, m.contact, m.address, m.id, 'confirm', {values}, FALSE, c.created_at, c.expires_at, c.token
    FROM confirmations AS c JOIN staff AS s ON s.business = c.business AND s.id = c.member
        JOIN answers AS m ON m.business = s.business AND m.contact = s.contact AND m.reply_to = c.message
    WHERE c.used_at IS NULL
"""


def convert() -> None:
    op.execute(_BYTES)
    _name_subjects()
    _ask()


def _name_subjects() -> None:
    """Name the kind of each subject: a sourced order is a "reservation" from now on, a bought one a "purchase"."""
    op.execute("UPDATE runs SET subject_kind = 'reservation' WHERE subject_kind = 'order'")
    kinds = " ".join(
        f"WHEN EXISTS (SELECT 1 FROM {table} AS o WHERE o.business = messages.business AND o.id = messages.subject)"  # noqa: S608
        f" THEN '{kind}'"
        for kind, table in _NOUNS.items()
    )
    op.execute(f"UPDATE messages SET subject_kind = CASE {kinds} END WHERE subject IS NOT NULL")  # noqa: S608
    for statement in _EXPERIMENTS:
        op.execute(statement)


def _ask() -> None:
    """Open a question for each message of the last month that asked one, and for each open confirmation.

    In 0.1.0 an answer's meaning came from the last template, and its order from the template's values. A shop's message
    number came from the key of the message. A question about a missing order is about nothing.
    """
    way = _POSTGRES if on_postgres() else _SQLITE
    op.execute(_QUESTIONS.format(asked=_ASKED, about=_ORDER.format(order=way["order"]), **way))
    values = json_text("'command', c.deed, 'value', c.about, 'shown', c.shown")
    op.execute(_CONFIRMATIONS.format(values=values))
