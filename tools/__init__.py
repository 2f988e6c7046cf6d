"""What developers make of the project: pictures, and pages of its documents. It is in no wheel."""
