"""Where recovery's report is reached."""

from handlers.api.routes import ApiRoute

REPORT_RECOVERY = ApiRoute("GET", "/api/v1/reports/recovery")
