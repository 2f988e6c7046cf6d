"""Opens the databases and reads stored data, without counting."""
