"""Real processes of the service, which tests start, kill and wait for."""
