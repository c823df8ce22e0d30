"""SQL tools of all repositories: transactions, statements, column types, JSON."""
