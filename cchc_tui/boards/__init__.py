"""The boards, one file each: a query for any moment, live or past, returns a frozen snapshot."""
