"""Our texts: message templates by name, locale and channel, page templates and the renderer."""
