"""The routes of jobs; each job is requested at the route of its task."""

from handlers.api.routes import ApiRoute

LIST_JOBS = ApiRoute("GET", "/api/jobs")
SHOW_JOB = ApiRoute("GET", "/api/jobs/{id}")
CANCEL_JOB = ApiRoute("DELETE", "/api/jobs/{id}")

ROUTES = (LIST_JOBS, SHOW_JOB, CANCEL_JOB)
"""All routes of jobs."""
