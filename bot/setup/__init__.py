"""What the running service does for setting up: the page with which customers come in."""
