"""How the cards of items look («настройки карточки»): sections and their fields, common or a person's own."""
