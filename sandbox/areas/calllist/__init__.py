"""Call lists («обзвоны»): contacts or companies that somebody is to ring one after another."""
