"""Jobs: background work, and the files that it reads and writes."""
