"""Opening the database and reading what stands in it as it is."""
