"""The audit log: who saw which personal data, and what was exported, entered or refused."""
