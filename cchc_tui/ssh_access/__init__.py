"""Officers' access over SSH: accounts, key lines, the server's configuration, and the end of an access."""
