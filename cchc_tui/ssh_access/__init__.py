"""Gives officers access over SSH and takes it away: accounts, keys, the configuration of sshd, and running sessions."""
