"""The app in a browser: a page with a terminal. For each open page, the server runs an app of its own."""
