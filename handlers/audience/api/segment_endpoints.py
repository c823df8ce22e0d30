"""The endpoints of segments, loaded on demand: their models take longer to load than to use."""

from handlers.audience.api.segment_analytics import show_segment_figures
from handlers.audience.api.segment_crud import (
    change_segment,
    delete_segment,
    list_segments,
    make_segment,
    show_one_segment,
)

ENDPOINTS = (list_segments, make_segment, show_one_segment, change_segment, delete_segment, show_segment_figures)
