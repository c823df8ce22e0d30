"""Consents: their tellers, the texts that people had read, and open questions about a stop."""

from alembic import op

from storage.migrations.release_0_2_0.columns import id_text, on_postgres

_OWN_WORD = "text LIKE 'opt-out.%' OR (action <> 'revoked' AND event IS NULL)"  # a shop's lines name its event
_ASKS = "('stop_asked', 'cancel_which')"
_UNANSWERED = f"""
    a.direction = 'out' AND a.template IN {_ASKS} AND a.left_at IS NOT NULL
    AND EXISTS (SELECT 1 FROM contacts c WHERE c.business = a.business AND c.id = a.contact AND c.erased_at IS NULL)
    AND NOT EXISTS (
        SELECT 1 FROM messages b WHERE b.business = a.business AND b.contact = a.contact AND b.id > a.id
        AND (b.direction = 'in' OR b.template IN {_ASKS})
    )
"""  # noqa: S608
# The last question that left before the consent. Release 0.1.0 kept only its name, and messages lose their texts.
_SHOWN = """INSERT INTO disclosures (business, id, text, template, locale, first_at)
    WITH asks AS MATERIALIZED (
        SELECT business, address, text, template, locale, left_at FROM messages
        WHERE direction = 'out' AND template = 'opt_in_ask' AND text IS NOT NULL AND left_at IS NOT NULL),
    answers AS (
        SELECT c.business, c.id, p.name, a.text, a.template, a.locale, a.left_at,
            row_number() OVER (PARTITION BY c.business, c.id ORDER BY a.left_at DESC) AS place
        FROM consents c
        JOIN contacts p ON p.business = c.business AND p.id = c.contact
        JOIN asks a ON a.business = c.business AND a.address = c.address AND a.left_at <= c.at
        WHERE c.text = 'opt_in_ask' AND c.action = 'confirmed')
    SELECT business, id, coalesce(replace(text, {first_name}, '{{name}}'), text), template, locale, left_at
    FROM answers WHERE place = 1"""
_ANSWERED = """UPDATE consents SET shown = id, means = 'answer' WHERE EXISTS (
    SELECT 1 FROM disclosures d WHERE d.business = consents.business AND d.id = consents.id
)"""


def convert() -> None:
    op.execute(f"UPDATE consents SET teller = 'person' WHERE {_OWN_WORD}")  # noqa: S608
    _keep_shown()
    _go_on_asking()


def _keep_shown() -> None:
    """Keep the text of our question with the consent that answered it, if the message still has that text."""
    on_sqlite = "substr(trim(name), 1, instr(trim(name) || ' ', ' ') - 1)"
    op.execute(_SHOWN.format(first_name="split_part(trim(name), ' ', 1)" if on_postgres() else on_sqlite))
    op.execute(_ANSWERED)


def _go_on_asking() -> None:
    """Begin a conversation of flows/consent/stop_question.py for each question about a stop without an answer."""
    later = "r.started_at + INTERVAL '1 day'" if on_postgres() else "r.started_at + 86400000000"
    end = (
        'to_char((a.created_at + INTERVAL \'1 day\') AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24":"MI":"SS"Z"\')'
        if on_postgres()
        else "strftime('%Y-%m-%dT%H:%M:%S', a.created_at / 1000000 + 86400, 'unixepoch') || 'Z'"
    )
    message = id_text("coalesce(a.reply_to, a.id)")
    state = f"""'{{"message": "' || {message} || '", "until": "' || {end} || '", "version": 1}}'"""
    op.execute(
        f"""INSERT INTO runs (business, id, flow, key, contact, state, version, started_at)
        SELECT a.business, a.id, 'stop_question', {id_text("a.contact")}, a.contact, {state}, 1, a.created_at
        FROM messages a WHERE {_UNANSWERED}"""  # noqa: S608
    )
    op.execute(
        f"""INSERT INTO waits (business, id, run, contact, name, due_at, created_at)
        SELECT r.business, r.id, r.id, r.contact, 'answer', {later}, r.started_at
        FROM runs r WHERE r.flow = 'stop_question'"""  # noqa: S608
    )
