"""Seeds: what a new portal holds. Each module has `load(portal)`."""
