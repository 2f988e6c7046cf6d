"""A made-up meeting: a year of dossiers, and what happens to them while one looks on."""
