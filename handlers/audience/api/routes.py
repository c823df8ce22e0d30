"""The routes of segments."""

from handlers.api.routes import ApiRoute

LIST_SEGMENTS = ApiRoute("GET", "/api/segments")
MAKE_SEGMENT = ApiRoute("POST", "/api/segments")
SHOW_SEGMENT = ApiRoute("GET", "/api/segments/{id}")
CHANGE_SEGMENT = ApiRoute("PUT", "/api/segments/{id}")
DELETE_SEGMENT = ApiRoute("DELETE", "/api/segments/{id}")
SHOW_SEGMENT_FIGURES = ApiRoute("GET", "/api/segments/{id}/analytics")

ROUTES = (LIST_SEGMENTS, MAKE_SEGMENT, SHOW_SEGMENT, CHANGE_SEGMENT, DELETE_SEGMENT, SHOW_SEGMENT_FIGURES)
"""All routes of segments; a segment's customers are listed with the customers."""
