"""Routes of the resources of returns."""

from handlers.api.routes import ApiRoute

SEND_PROMPT = ApiRoute("POST", "/prompt/send")
SHOW_PROMPT = ApiRoute("GET", "/api/v1/prompts/{return_id}")
REPORT_OFFERS = ApiRoute("GET", "/api/v1/reports/offers")
LIST_OFFERS = ApiRoute("GET", "/api/v1/offers")
MAKE_OFFER = ApiRoute("POST", "/api/v1/offers")
SHOW_OFFER = ApiRoute("GET", "/api/v1/offers/{id}")
CHANGE_OFFER = ApiRoute("PUT", "/api/v1/offers/{id}")
END_OFFER = ApiRoute("DELETE", "/api/v1/offers/{id}")
UPLOAD_IMAGE = ApiRoute("POST", "/api/v1/offers/images")
LIST_PARTNERS = ApiRoute("GET", "/api/v1/partners")
ADD_PARTNER = ApiRoute("POST", "/api/v1/partners")
SHOW_PARTNER = ApiRoute("GET", "/api/v1/partners/{id}")
CHANGE_PARTNER = ApiRoute("PUT", "/api/v1/partners/{id}")
REMOVE_PARTNER = ApiRoute("DELETE", "/api/v1/partners/{id}")
INVITE_PARTNER = ApiRoute("POST", "/api/v1/partners/{id}/invite", bare=True)
RENEW_SECRET = ApiRoute("POST", "/api/v1/partners/{id}/secret", bare=True)
CREDIT_CHARGE = ApiRoute("POST", "/api/v1/charges/{id}/credit", bare=True)

ROUTES = (
    SEND_PROMPT, SHOW_PROMPT, REPORT_OFFERS, LIST_OFFERS, MAKE_OFFER, SHOW_OFFER, CHANGE_OFFER, END_OFFER, UPLOAD_IMAGE,
    LIST_PARTNERS, ADD_PARTNER, SHOW_PARTNER, CHANGE_PARTNER, REMOVE_PARTNER, INVITE_PARTNER, RENEW_SECRET,
    CREDIT_CHARGE,
)  # fmt: skip
"""All routes."""
