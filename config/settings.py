"""Settings of the process, from the environment (and .env); no secret has a default."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.domain.policy import Policy
from app.errors import SettingsError

DEFAULTS = Path(__file__).resolve().parent / "defaults"


class Settings(BaseSettings):
    """Names of variables are the fields' in upper case; lists are separated by commas."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    database_url: str = "sqlite:///var/pervichka.db"
    redis_url: str = ""
    """Empty: the supervisor starts a Redis of its own that keeps nothing."""
    app_url: str
    """Public address of the app, as the portal and its users reach it."""
    encryption_keys: Annotated[tuple[str, ...], NoDecode] = Field(min_length=1)
    """Fernet keys, the newest first; older ones can still read. `python -m app keys` makes one."""
    qr_key: str = Field(min_length=32)
    """Key of the QR marks on printed acts; changing it makes printed QRs unknown."""
    client_id: str = ""
    client_secret: str = ""
    """Of the local or market application, as the portal's developer section shows them."""
    portals_allowed: Annotated[frozenset[str], NoDecode] = frozenset()
    """host:port of portals that may be reached without TLS or in a private network."""
    auth_servers: Annotated[tuple[str, ...], NoDecode] = ()
    """Origins of auth servers beside the official ones (on-premise, the sandbox)."""
    metrics_token: str = ""
    """Bearer that /metrics asks for; empty: there is no such address."""
    policy_dir: Path = DEFAULTS

    @field_validator("encryption_keys", "auth_servers", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(_parts(value)) if isinstance(value, str) else value

    @field_validator("portals_allowed", mode="before")
    @classmethod
    def _set(cls, value: object) -> object:
        return frozenset(_parts(value)) if isinstance(value, str) else value

    @classmethod
    def load(cls) -> Settings:
        """Raises SettingsError that names the variables which are missing or wrong."""
        try:
            return cls()
        except ValidationError as error:
            lacking = sorted({str(part["loc"][0]).upper() for part in error.errors()})
            raise SettingsError(
                f"Проверьте переменные окружения: {', '.join(lacking)} (см. docs/ru/deployment.md)."
            ) from None

    def policy(self) -> Policy:
        """config/defaults/acts.yaml, or the administrator's copy of it."""
        acts = yaml.safe_load((self.policy_dir / "acts.yaml").read_text("utf-8"))
        return Policy(
            acts_folder=acts["folder"],
            act_number=acts["number"],
            act_title=acts["title"],
            vat=str(acts["vat"]),
            sign_days=int(acts["sign_days"]),
        )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
