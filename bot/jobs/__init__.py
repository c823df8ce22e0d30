"""Jobs in the running service: any free worker does them, and their links open their files."""
