"""Universal lists («Списки»)."""
