"""The boards, one file each. A query to a board at a moment, live or past, returns an immutable snapshot."""
