"""Opens the database and reads stored data, without counting."""
