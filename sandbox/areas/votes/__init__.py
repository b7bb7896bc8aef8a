"""Polls in chats («Голосования»)."""
