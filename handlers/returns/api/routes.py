"""Routes of the resources of returns."""

from handlers.api.routes import ApiRoute
from handlers.returns.api.partner_routes import PARTNER_ROUTES

SEND_PROMPT = ApiRoute("POST", "/prompt/send")
SHOW_PROMPT = ApiRoute("GET", "/api/v1/prompts/{return_id}")

ROUTES = (SEND_PROMPT, SHOW_PROMPT, *PARTNER_ROUTES)
"""All routes."""
