"""The routes of customers."""

from handlers.api.routes import ApiRoute

LIST_CUSTOMERS = ApiRoute("GET", "/api/customers")
SHOW_ANALYTICS = ApiRoute("GET", "/api/customers/analytics")
EXPORT_CUSTOMERS = ApiRoute("POST", "/api/customers/export")
SHOW_CUSTOMER = ApiRoute("GET", "/api/customers/{id}")
CHANGE_CUSTOMER = ApiRoute("PUT", "/api/customers/{id}")
ERASE_CUSTOMER = ApiRoute("DELETE", "/api/customers/{id}")
SHOW_RECORD = ApiRoute("GET", "/api/customers/{id}/record")
ASK_RECORD = ApiRoute("POST", "/api/customers/{id}/record")
GIVE_TAGS = ApiRoute("POST", "/api/customers/{id}/tags")
TAKE_TAG = ApiRoute("DELETE", "/api/customers/{id}/tags/{tag}")
LIST_NOTES = ApiRoute("GET", "/api/customers/{id}/notes")
ADD_NOTE = ApiRoute("POST", "/api/customers/{id}/notes")
TAKE_NOTE = ApiRoute("DELETE", "/api/customers/{id}/notes/{note}")
SHOW_PRIVACY = ApiRoute("GET", "/api/customers/{id}/privacy")
CHANGE_PRIVACY = ApiRoute("PUT", "/api/customers/{id}/privacy")
CORRECT_CUSTOMER = ApiRoute("POST", "/api/customers/{id}/corrections")
SHOW_HISTORY = ApiRoute("GET", "/api/customers/{id}/history")
LIST_SEGMENT_CUSTOMERS = ApiRoute("GET", "/api/segments/{id}/customers")

ROUTES = (
    LIST_CUSTOMERS, SHOW_ANALYTICS, EXPORT_CUSTOMERS,
    SHOW_CUSTOMER, CHANGE_CUSTOMER, ERASE_CUSTOMER, SHOW_RECORD, ASK_RECORD, GIVE_TAGS, TAKE_TAG,
    LIST_NOTES, ADD_NOTE, TAKE_NOTE, SHOW_HISTORY,
    SHOW_PRIVACY, CHANGE_PRIVACY, CORRECT_CUSTOMER,
    LIST_SEGMENT_CUSTOMERS,
)  # fmt: skip
"""All routes of customers."""
