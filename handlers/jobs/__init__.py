"""Jobs: work too long for a request, done in small parts while webhooks and sending continue."""
