"""Photos: developed, kept, fetched, shown."""
