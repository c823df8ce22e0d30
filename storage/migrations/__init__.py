"""How the tables came to be: one file per step, the same for SQLite and PostgreSQL. Run by storage.database.migrate."""
