"""Places, draws and totals of people with their merged contacts, and the lines of orders."""

from alembic import op

from storage.migrations.release_0_2_0.columns import on_postgres

# Merged people lead to the remaining one, over any number of steps.
_WHOLE = """WITH RECURSIVE whole (business, id, person) AS (
    SELECT business, id, id FROM contacts WHERE merged_into IS NULL {living}
    UNION ALL
    SELECT contacts.business, contacts.id, whole.person FROM contacts
    JOIN whole ON whole.business = contacts.business AND whole.id = contacts.merged_into
)"""
_LIVING = _WHOLE.format(living="AND erased_at IS NULL")
# A place takes the contact's id: a contact becomes one place at most.
_PLACES = f"""
INSERT INTO places (business, id, contact, kind, country, region, postal_code, timezone, source, first_told_at, told_at)
{_LIVING}
SELECT contacts.business, contacts.id, whole.person,
    CASE WHEN COALESCE(country, region, postal_code) IS NULL THEN 'zone' ELSE 'stated' END,
    country, region, postal_code, timezone, 'before', COALESCE(as_of, created_at), COALESCE(as_of, created_at)
FROM contacts JOIN whole ON whole.business = contacts.business AND whole.id = contacts.id
WHERE COALESCE(country, region, postal_code, timezone) IS NOT NULL
"""  # noqa: S608
# A person takes the draws of people merged into them, for experiments without a draw of their own.
_DRAWS = f"""INSERT INTO draws (business, experiment, contact, chance, draw, held_out)
{_WHOLE.format(living="")}
SELECT d.business, d.experiment, whole.person, d.chance, d.draw, d.held_out FROM draws d
JOIN whole ON whole.business = d.business AND whole.id = d.contact AND whole.person <> whole.id
WHERE true ORDER BY d.held_out DESC, d.contact ON CONFLICT DO NOTHING"""  # noqa: S608
# An erased person's order keeps the items' remaining words; its lines are nobody's and are left out.
_LINES = """INSERT INTO order_lines
    (business, "order", line, contact, at, sku, title, variant, size, quantity, price)
SELECT o.business, o.id, {line}, o.contact, o.placed_at, i.value ->> 'sku', i.value ->> 'title',
    coalesce(i.value ->> 'variant', ''), '', coalesce({quantity}, 1), {price}
FROM orders o, {items}
WHERE o.placed_at IS NOT NULL AND o.cancelled_at IS NULL AND o.items IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM contacts c WHERE c.business = o.business AND c.id = o.contact AND c.erased_at IS NOT NULL)"""
_SQLITE_LINES = _LINES.format(
    line="i.key",
    quantity="i.value ->> 'quantity'",
    price="i.value ->> '$.price.micros'",
    items="json_each(o.items) i",
)
_POSTGRES_LINES = _LINES.format(
    line="i.number - 1",
    quantity="(i.value ->> 'quantity')::integer",
    price="(i.value -> 'price' ->> 'micros')::bigint",
    items="json_array_elements(o.items::json) WITH ORDINALITY i(value, number)",
)
# The same totals as storage/store/customer_totals.py makes; 0.1.0 knew no returns and no visits.
_TOTALS = f"""INSERT INTO customer_totals (business, contact, orders, priced, spend, first_order_at, last_order_at,
    rhythm, discounts_given, discounts_used, clicks, replies, last_active_at, acquired_at)
{_LIVING},
placed AS (
    SELECT whole.business, whole.person, o.placed_at AS at, o.cancelled_at IS NULL AS counts,
        o.total - o.refunded AS net,
        o.currency = (SELECT b.currency FROM businesses b WHERE b.id = whole.business) AS priced
    FROM whole CROSS JOIN orders o WHERE o.business = whole.business AND o.contact = whole.id
        AND o.placed_at IS NOT NULL),
gaps AS (
    SELECT business, person, {{gap}} AS gap
    FROM (SELECT business, person, at, lag(at) OVER (PARTITION BY business, person ORDER BY at) AS before
        FROM placed WHERE counts) each_one
    WHERE before IS NOT NULL),
ranked AS (
    SELECT business, person, gap, row_number() OVER (PARTITION BY business, person ORDER BY gap) AS place,
        count(*) OVER (PARTITION BY business, person) AS many FROM gaps),
rhythms AS (
    SELECT business, person, (min(gap) + max(gap)) / 2 AS rhythm FROM ranked
    WHERE place IN ((many + 1) / 2, (many + 2) / 2) GROUP BY business, person),
bought AS (
    SELECT business, person, count(*) FILTER (WHERE counts) AS orders,
        count(*) FILTER (WHERE counts AND priced) AS priced, sum(net) FILTER (WHERE counts AND priced) AS spend,
        min(at) FILTER (WHERE counts) AS first_order_at, max(at) FILTER (WHERE counts) AS last_order_at,
        min(at) AS since, max(at) AS active
    FROM placed GROUP BY business, person),
discounted AS (
    SELECT whole.business, whole.person, count(*) FILTER (WHERE d.status IN ('created', 'used')) AS given,
        count(*) FILTER (WHERE d.status = 'used') AS used
    FROM whole CROSS JOIN discounts d WHERE d.business = whole.business AND d.contact = whole.id
    GROUP BY whole.business, whole.person),
clicked AS (
    SELECT whole.business, whole.person, count(*) AS many, max(k.at) AS active
    FROM whole CROSS JOIN clicks k WHERE k.business = whole.business AND k.contact = whole.id
        AND NOT k.robot GROUP BY whole.business, whole.person),
replied AS (
    SELECT whole.business, whole.person, count(*) AS many, max(m.created_at) AS active
    FROM whole CROSS JOIN messages m WHERE m.business = whole.business AND m.contact = whole.id
        AND m.direction = 'in' GROUP BY whole.business, whole.person)
SELECT born.business, born.id, coalesce(bought.orders, 0), coalesce(bought.priced, 0),
    CAST(coalesce(bought.spend, 0) AS BIGINT), bought.first_order_at, bought.last_order_at, rhythms.rhythm,
    coalesce(discounted.given, 0), coalesce(discounted.used, 0), coalesce(clicked.many, 0), coalesce(replied.many, 0),
    {{active}}, {{least}}(born.created_at, coalesce(bought.since, born.created_at))
FROM contacts born
LEFT JOIN bought ON bought.business = born.business AND bought.person = born.id
LEFT JOIN rhythms ON rhythms.business = born.business AND rhythms.person = born.id
LEFT JOIN discounted ON discounted.business = born.business AND discounted.person = born.id
LEFT JOIN clicked ON clicked.business = born.business AND clicked.person = born.id
LEFT JOIN replied ON replied.business = born.business AND replied.person = born.id
WHERE born.merged_into IS NULL AND born.erased_at IS NULL AND (
    coalesce(bought.active, clicked.active, replied.active) IS NOT NULL OR discounted.given > 0)
ORDER BY born.business, born.id"""  # noqa: S608
SQLITE_TOTALS = _TOTALS.format(
    gap="at - before",
    active="""nullif(max(coalesce(bought.active, -9e18), coalesce(clicked.active, -9e18),
        coalesce(replied.active, -9e18)), -9e18)""",
    least="min",
)
POSTGRES_TOTALS = _TOTALS.format(
    gap="CAST(round(EXTRACT(EPOCH FROM at - before) * 1000000) AS BIGINT)",
    active="greatest(bought.active, clicked.active, replied.active)",
    least="least",
)


def convert() -> None:
    op.execute(_PLACES)
    op.execute(_DRAWS)
    currency = f"settings{'::json' if on_postgres() else ''} ->> 'currency'"
    op.execute(f"UPDATE businesses SET currency = {currency}, totals_in = {currency}")  # noqa: S608
    for statement in (_POSTGRES_LINES, POSTGRES_TOTALS) if on_postgres() else (_SQLITE_LINES, SQLITE_TOTALS):
        op.execute(statement)
