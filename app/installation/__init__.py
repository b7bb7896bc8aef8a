"""Bringing a portal to what the manifest declares: what differs, and one idempotent step for each part of it."""
