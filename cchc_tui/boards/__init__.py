"""The boards: one file each, a query made into a frozen snapshot, for any moment, live or past."""
