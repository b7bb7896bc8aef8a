"""The company's structure by REST 3.0 («структура компании»): departments and who is in them; teams are not here."""
