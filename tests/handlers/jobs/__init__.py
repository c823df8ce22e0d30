"""Jobs: asked for by the API, worked at by the service."""
