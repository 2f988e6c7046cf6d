"""The board in a browser: a page with a terminal, and for each open page the app on a terminal of its own."""
