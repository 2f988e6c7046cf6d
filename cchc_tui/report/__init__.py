"""What a board is taken along as: a table to read, CSV and xlsx to work with."""
