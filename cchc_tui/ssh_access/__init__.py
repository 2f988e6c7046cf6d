"""Officers' access over SSH: their accounts, their key lines, the server's configuration, and the end of it all."""
