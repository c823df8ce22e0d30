"""Photos of orders: re-encoded from people's files, and stored in a folder or in an S3-compatible bucket."""
