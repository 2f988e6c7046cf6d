"""The only writer: watches the inbox, takes one export at a time, keeps it in the archive."""
