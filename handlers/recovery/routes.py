"""The API route of the recovery report."""

from handlers.api.routes import ApiRoute

REPORT_RECOVERY = ApiRoute("GET", "/api/v1/reports/recovery")
