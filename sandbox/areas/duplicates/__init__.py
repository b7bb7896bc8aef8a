"""Leads, contacts and companies with the same phone or address («дубликаты»)."""
