"""The boards, each in a file of its own. For a query and a moment, live or past, a board computes a snapshot."""
