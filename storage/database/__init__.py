"""The store on SQLite and PostgreSQL: opening, migrating, copying."""
