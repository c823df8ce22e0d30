"""Tables, migrations, one repository for each noun, and the unit of work; all SQL lives here."""
