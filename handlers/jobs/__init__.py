"""Jobs: work too long for a request, done in small parts alongside webhooks and sends."""
