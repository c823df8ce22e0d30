"""Routes of the resources of returns."""

from handlers.api.routes import ApiRoute
from handlers.returns.api.partner_routes import PARTNER_ROUTES

SEND_PROMPT = ApiRoute("POST", "/prompt/send")
SHOW_PROMPT = ApiRoute("GET", "/api/v1/prompts/{return_id}")
REPORT_OFFERS = ApiRoute("GET", "/api/v1/reports/offers")

ROUTES = (SEND_PROMPT, SHOW_PROMPT, REPORT_OFFERS, *PARTNER_ROUTES)
"""All routes."""
