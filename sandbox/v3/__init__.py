"""REST 3.0 («новая версия REST»): its own addresses, bodies, errors and lists (api-reference/rest-v3.md)."""
