"""Jobs: what takes longer than a request may, worked through in small parts beside webhooks and sends."""
