"""Secrets at rest: Fernet, with older keys still able to read."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.errors import SettingsError


class Cipher:
    """Seals with the first key, opens with any; keys are Fernet keys (`Fernet.generate_key()`)."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Raises SettingsError when there is no key, or one that is none."""
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise SettingsError("Ключи шифрования заданы неверно: нужен хотя бы один ключ Fernet.") from None

    def seal(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode() if secret else ""

    def open(self, sealed: str) -> str:
        """Raises SettingsError when none of the keys made it."""
        if not sealed:
            return ""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise SettingsError(
                "Ни один из ключей шифрования не подходит к данным в базе: верните прежний ключ в список."
            ) from None
