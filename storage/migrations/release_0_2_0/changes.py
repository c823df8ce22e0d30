"""Changes of the tables of 0.1.0, and the new indexes of all tables."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.release_0_2_0.columns import (
    AT,
    BIG,
    FLAG,
    ID,
    PART,
    SMALL,
    TEXT,
    WORD,
    Column,
    actor,
    allow,
    fill,
    index,
    need,
)

# Name, table, columns after the business, and the condition of a partial index. Building them after the conversions is
# faster.
_INDEXES = (
    ("ix_addresses_country", "addresses", "country contact", "country IS NOT NULL"),
    ("ix_addresses_region", "addresses", "region contact", "region IS NOT NULL"),
    ("ix_addresses_sought", "addresses", "sought contact", "sought IS NOT NULL"),
    ("ix_addresses_timezone", "addresses", "timezone contact", "timezone IS NOT NULL"),
    ("ix_addresses_usable", "addresses", "channel contact state", "state = 'usable'"),
    ("ix_api_requests_at", "api_requests", "at", ""),
    ("ix_campaign_changes_campaign", "campaign_changes", "campaign id", ""),
    ("ix_campaign_codes_status", "campaign_codes", "campaign status place", ""),
    ("ix_carts_mail", "carts", "mail", "mail IS NOT NULL"),
    ("ix_contacts_beside", "contacts", "beside", "beside IS NOT NULL"),
    ("ix_contacts_city", "contacts", "city id", "city IS NOT NULL"),
    ("ix_contacts_zone", "contacts", "timezone", "timezone > ''"),
    ("ix_customer_notes_contact", "customer_notes", "contact id", ""),
    ("ix_customer_questions_asked", "customer_questions", "asked_at", ""),
    ("ix_customer_questions_contact", "customer_questions", "contact", ""),
    ("ix_customer_tags_tag", "customer_tags", "tag contact", ""),
    ("ix_customer_totals_last_order_at", "customer_totals", "last_order_at contact orders", "orders > 0"),
    ("ix_customer_totals_orders", "customer_totals", "orders contact", ""),
    ("ix_customer_totals_spend", "customer_totals", "spend contact orders", "orders > 0"),
    ("ix_deeds_about", "deeds", "about", ""),
    ("ix_deeds_actor", "deeds", "actor", "undone_at IS NULL"),
    ("ix_delivery_addresses_contact", "delivery_addresses", "contact", ""),
    ("ix_jobs_open", "jobs", "id", "ended_at IS NULL"),
    ("ix_mentions_contact", "mentions", "contact", ""),
    ("ix_messages_asks", "messages", "left_at", "kind = 'opt_in_ask' AND left_at IS NOT NULL"),
    ("ix_messages_experiment", "messages", "experiment id", "experiment IS NOT NULL"),
    ("ix_name_parts_contact", "name_parts", "contact part", ""),
    ("ix_order_lines_brand", "order_lines", "brand contact at", ""),
    ("ix_order_lines_category", "order_lines", "category contact at", ""),
    ("ix_order_lines_contact", "order_lines", "contact at", ""),
    ("ix_order_notes_contact", "order_notes", "contact", ""),
    ("ix_order_notes_order", "order_notes", "order", ""),
    ("ix_orders_mail", "orders", "mail", "mail IS NOT NULL"),
    ("ix_places_contact", "places", "contact id", ""),
    ("ix_places_country", "places", "country contact", "country IS NOT NULL"),
    ("ix_places_region", "places", "region contact", "region IS NOT NULL"),
    ("ix_places_timezone", "places", "timezone contact", "timezone IS NOT NULL"),
    ("ix_plan_entries_contact", "plan_entries", "contact kind", ""),
    ("ix_plan_entries_plan", "plan_entries", "plan entered_at", ""),
    ("ix_questions_about", "questions", "about", "about IS NOT NULL AND answered_at IS NULL"),
    ("ix_questions_address", "questions", "address message", ""),
    ("ix_questions_contact", "questions", "contact", ""),
    ("ix_questions_token", "questions", "token message", "token IS NOT NULL"),
    ("ix_recorded_pairs_known_as", "recorded_pairs", "known_as", ""),
    ("ix_returns_contact", "returns", "contact at", ""),
    ("ix_returns_order", "returns", "order", ""),
    ("ix_segment_members_contact", "segment_members", "contact", ""),
    ("ix_visits_contact", "visits", "contact at", ""),
    ("ix_waiting_people_contact", "waiting_people", "contact", ""),
    ("ix_waiting_people_wish", "waiting_people", "wish", ""),
)
_UNIQUE = (
    ("ix_chosen_settings_path", "chosen_settings", "path", "ended_at IS NULL"),
    ("uq_customer_questions_open", "customer_questions", "address", "ended_at IS NULL"),
    ("uq_discounts_message", "discounts", "message", "message IS NOT NULL"),
    ("uq_saved_answers_held", "saved_answers", "name locale", "until IS NULL"),
)


def _list_added() -> dict[str, list[Column]]:
    """Return the new columns of each table; those of the staff come with its rebuilding."""
    return {
        "addresses": [
            *allow(AT, "proven_at"),
            *allow(ID, "told_by"),
            *allow(AT, "consents_since"),
            *allow(PART, "sought"),
            *allow(WORD, "country", "region", "timezone"),
        ],
        "api_keys": [*allow(WORD, "label"), *allow(AT, "expires_at", "used_at")],
        "audit": [
            *fill(WORD, "system", "actor_kind"),
            *allow(WORD, "about_kind", "about"),
            *fill(TEXT, "{}", "figures"),
        ],
        "businesses": allow(WORD, "currency", "totals_in"),
        "carts": allow(WORD, "mail"),
        "consent_proofs": allow(TEXT, "words"),
        "consents": [
            *fill(WORD, "shop", "teller"),
            *allow(ID, "shown"),
            *allow(WORD, "means"),
            *allow(AT, "heard_at"),
        ],
        "contacts": [
            *allow(ID, "beside"),
            *allow(WORD, "birth_day"),
            *allow(sa.Integer(), "birth_year"),
            *allow(AT, "tagged_at"),
            *allow(WORD, "acquired_from", "city"),
        ],
        "discounts": allow(ID, "campaign", "message"),
        "earnings": actor(),
        "messages": [
            *allow(ID, "judged_by"),
            *allow(AT, "heard_at"),
            *allow(WORD, "experiment"),
            *allow(ID, "campaign"),
            *allow(SMALL, "variant"),
            *allow(WORD, "subject_kind", "menu"),
            *fill(FLAG, sa.false(), "unwritten"),
        ],
        "order_history": [*actor(), *allow(WORD, "reason"), *fill(TEXT, "{}", "figures")],
        "orders": [*fill(BIG, "0", "returned"), *allow(WORD, "mail"), *fill(FLAG, sa.false(), "by_mail")],
        "products": allow(WORD, "url"),
        "shops": allow(WORD, "handover"),
        "verdicts": allow(ID, "judged_by"),
        "waiting_people": allow(ID, "wish", "address"),
    }


def expand() -> None:
    """Add the columns and indexes that the conversions need."""
    for table, columns in _list_added().items():
        for column in columns:
            op.add_column(table, column)
    op.drop_index("ix_orders_contact", table_name="orders")
    index("ix_orders_contact", "orders", "business contact placed_at cancelled_at")
    living = "merged_into IS NULL AND erased_at IS NULL"
    index("ix_contacts_living", "contacts", "business id merged_into erased_at", living)
    index("ix_contacts_merged", "contacts", "business merged_into", "merged_into IS NOT NULL")
    waiting = "status = 'new' AND type = 'message.received'"
    index("ix_events_texts", "events", "arrival", waiting)


def contract() -> None:
    """Drop the columns that were converted, and build the indexes."""
    for table, column in (("order_history", "by"), ("order_history", "note"), ("earnings", "by"), ("audit", "detail")):
        op.drop_column(table, column)
    op.drop_index("ix_confirmations_member", table_name="confirmations")
    op.drop_table("confirmations")
    _rebuild_staff()
    for indexes in (_INDEXES, _UNIQUE):
        for name, table, columns, where in indexes:
            index(name, table, f"business {columns}", where, unique=indexes is _UNIQUE)


def _rebuild_staff() -> None:
    """Allow two members of the staff with one name. SQLite copies the table, which is named here for a step as SQL."""
    staff = sa.Table(
        "staff",
        sa.MetaData(),
        *need(WORD, "business"),
        *need(ID, "id"),
        *need(WORD, "name", "role"),
        *allow(ID, "contact"),
        *allow(AT, "linked_at", "removed_at"),
        sa.ForeignKeyConstraint(
            ["business", "contact"], ["contacts.business", "contacts.id"], name="fk_staff_business_contact"
        ),
        sa.PrimaryKeyConstraint("business", "id", name="pk_staff"),
        sa.UniqueConstraint("business", "name", name="uq_staff_business_name"),
    )
    with op.batch_alter_table("staff", copy_from=staff) as table:
        for column in (*allow(WORD, "language"), *allow(SMALL, "digest_at")):
            table.add_column(column)
        table.drop_constraint("uq_staff_business_name", type_="unique")
