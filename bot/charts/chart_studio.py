"""Charts drawn in a separate process, which releases its memory afterwards and blocks nothing."""

from __future__ import annotations

from pathlib import Path

import structlog

from bot.charts import png_painter
from bot.charts.png_painter import MEMORY, PROCESSOR
from bot.separate_process import Apart, Busy, Program
from flows.charts.chart import Chart, Theme

log = structlog.get_logger()

_PROGRAM = Path(png_painter.__file__)
_BEGINS = b"\x89PNG\r\n\x1a\n"
_ENDS = b"IEND\xaeB`\x82"  # a process that is ended meanwhile leaves half a picture
_AT_ONCE = 1  # each takes a processor for a third of a second


class Studio:
    """A queue that draws one chart at a time. Its limits, in seconds: the wait for a turn, and the drawing of one
    picture."""

    def __init__(self, longest_wait: float = 10.0, longest: float = 10.0, program: Path = _PROGRAM) -> None:
        self._apart = Apart(Program(program, MEMORY, PROCESSOR), _AT_ONCE, longest_wait, longest)

    async def draw(self, chart: Chart, theme: Theme = Theme.LIGHT) -> bytes | None:
        """Return a PNG of 1080 pixels width, about 30 kB; None if the message must be sent without one. Never raises.

        None is the result for a chart that shows nothing, and if drawing fails or takes too long.
        """
        from bot.charts.chart_layout import lay_out

        drawing = lay_out(chart)
        if drawing is None:
            return None
        try:
            picture = await self._apart.answer(drawing.encode(theme))
        except (Busy, OSError) as no:  # a machine without memory begins no process
            log.warning("chart_not_drawn", reason=type(no).__name__)
            return None
        if not (picture.startswith(_BEGINS) and picture.endswith(_ENDS)):
            log.warning("chart_not_drawn", reason="no picture")
            return None
        return picture
