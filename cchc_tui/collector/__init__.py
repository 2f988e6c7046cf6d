"""The collector: the only writer of the database. It watches the inbox, loads one export at a time and archives it."""
