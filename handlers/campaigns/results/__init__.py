"""The results of campaigns: as text, as a chart and a table, compared, and against their cost."""
