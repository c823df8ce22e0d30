"""Where customers are reached."""

from handlers.api.routes import Route

LIST_CUSTOMERS = Route("GET", "/api/customers")
SHOW_ANALYTICS = Route("GET", "/api/customers/analytics")
EXPORT_CUSTOMERS = Route("POST", "/api/customers/export")
SHOW_CUSTOMER = Route("GET", "/api/customers/{id}")
CHANGE_CUSTOMER = Route("PUT", "/api/customers/{id}")
ERASE_CUSTOMER = Route("DELETE", "/api/customers/{id}")
GIVE_TAGS = Route("POST", "/api/customers/{id}/tags")
TAKE_TAG = Route("DELETE", "/api/customers/{id}/tags/{tag}")
LIST_NOTES = Route("GET", "/api/customers/{id}/notes")
ADD_NOTE = Route("POST", "/api/customers/{id}/notes")
TAKE_NOTE = Route("DELETE", "/api/customers/{id}/notes/{note}")
SHOW_HISTORY = Route("GET", "/api/customers/{id}/history")
LIST_SEGMENT_CUSTOMERS = Route("GET", "/api/segments/{id}/customers")

ROUTES = (
    LIST_CUSTOMERS, SHOW_ANALYTICS, EXPORT_CUSTOMERS,
    SHOW_CUSTOMER, CHANGE_CUSTOMER, ERASE_CUSTOMER, GIVE_TAGS, TAKE_TAG,
    LIST_NOTES, ADD_NOTE, TAKE_NOTE, SHOW_HISTORY,
    LIST_SEGMENT_CUSTOMERS,
)  # fmt: skip
"""All of them."""
