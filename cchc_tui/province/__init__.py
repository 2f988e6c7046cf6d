"""Published boards: each city writes the figures of its boards to the PostgreSQL server of the province."""
