"""The routes of plans."""

from handlers.api.routes import ApiRoute

LIST_PLANS = ApiRoute("GET", "/api/notifications/plans")
MAKE_PLAN = ApiRoute("POST", "/api/notifications/plans")
SHOW_PLAN = ApiRoute("GET", "/api/notifications/plans/{id}")
CHANGE_PLAN = ApiRoute("PUT", "/api/notifications/plans/{id}")
DELETE_PLAN = ApiRoute("DELETE", "/api/notifications/plans/{id}")
START_PLAN = ApiRoute("POST", "/api/notifications/plans/{id}/start", bare=True)
STOP_PLAN = ApiRoute("POST", "/api/notifications/plans/{id}/stop", bare=True)
ENTER_PLAN = ApiRoute("POST", "/api/notifications/plans/{id}/people")

ROUTES = (LIST_PLANS, MAKE_PLAN, SHOW_PLAN, CHANGE_PLAN, DELETE_PLAN, START_PLAN, STOP_PLAN, ENTER_PLAN)
