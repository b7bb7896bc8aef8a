"""Clients written by others, as they are published, against the sandbox: each tells the same story its own way."""
