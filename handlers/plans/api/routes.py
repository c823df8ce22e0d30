"""Where plans are reached."""

from handlers.api.routes import Route

LIST_PLANS = Route("GET", "/api/notifications/plans")
MAKE_PLAN = Route("POST", "/api/notifications/plans")
SHOW_PLAN = Route("GET", "/api/notifications/plans/{id}")
CHANGE_PLAN = Route("PUT", "/api/notifications/plans/{id}")
DELETE_PLAN = Route("DELETE", "/api/notifications/plans/{id}")
START_PLAN = Route("POST", "/api/notifications/plans/{id}/start", bare=True)
STOP_PLAN = Route("POST", "/api/notifications/plans/{id}/stop", bare=True)
ENTER_PLAN = Route("POST", "/api/notifications/plans/{id}/people")

ROUTES = (LIST_PLANS, MAKE_PLAN, SHOW_PLAN, CHANGE_PLAN, DELETE_PLAN, START_PLAN, STOP_PLAN, ENTER_PLAN)
