"""The bell and chats («Уведомления», «Чат»)."""
