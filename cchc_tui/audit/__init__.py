"""The audit log: who saw which personal data, and who exported or entered something, or was refused."""
