"""Column types at the path that the released step 0001 imports: a released step never changes."""

from storage.sql.column_types import Id, Moment

__all__ = ["Id", "Moment"]
