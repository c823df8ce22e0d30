"""The endpoints of customers, loaded on demand: their models take longer to load than to use."""

from handlers.profiles.api.customer_analytics import show_customer_analytics
from handlers.profiles.api.customer_list_endpoints import list_customers, list_segment_customers
from handlers.profiles.api.customer_lookup import show_customer
from handlers.profiles.api.customer_update import change_customer
from handlers.profiles.api.erasure_endpoint import erase_customer
from handlers.profiles.api.export_endpoint import export_customers
from handlers.profiles.api.history_endpoint import show_history
from handlers.profiles.api.note_endpoints import add_note, list_notes, take_note
from handlers.profiles.api.tag_endpoints import give_tags, take_tag

ENDPOINTS = (
    list_customers, show_customer_analytics, export_customers,
    show_customer, change_customer, erase_customer, give_tags, take_tag,
    list_notes, add_note, take_note, show_history, list_segment_customers,
)  # fmt: skip
