"""Jobs: what is worked through in the background, and the files that it reads and writes."""
