"""Photos of orders: developed from whatever people send, and kept in a folder or in an S3-compatible bucket."""
