"""The results of campaigns: in words, as a chart and a table, side by side, and against their cost."""
