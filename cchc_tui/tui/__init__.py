"""The screens. They show snapshots that the boards compute; they never query a database and never compute figures."""
