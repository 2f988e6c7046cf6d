"""Published boards: cities write the rows of their boards to the province's PostgreSQL, where commands read them."""
