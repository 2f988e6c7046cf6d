"""The audit log: who saw which personal data, and what was taken along, entered or refused."""
