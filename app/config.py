"""The service's settings, read once from the environment (`COMPETENT_…`), one frozen object."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

__all__ = ["Settings"]

LAST_PORT = 65535
_ADDRESS = re.compile(
    r"https?://([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\])(:(?P<port>[0-9]{1,5}))?"
    r"(/[A-Za-z0-9._~-]+)*/*"
)


class Settings(BaseSettings):
    """What an operator can set; docs/operations.md explains each."""

    model_config = SettingsConfigDict(
        env_prefix="COMPETENT_",
        env_ignore_empty=True,  # `COMPETENT_HOME=` is not the folder one stands in
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    home: Path = Path("var")
    """Folder of the SQLite file and the local archive, and of import reports."""
    database_url: SecretStr = SecretStr("")
    """The record; empty means SQLite in `home`. PostgreSQL: `postgresql+psycopg://user@host/name`."""
    busy_seconds: Annotated[float, Field(ge=0, le=600)] = 10.0
    """How long a writer waits for another one before it gives up."""
    archive_url: str = ""
    """The archive; empty means the folder `archive` in `home`. `s3://bucket/prefix` for S3."""
    index_folder: str = ""
    """The folder of the search indexes; empty means the folder `indexes` in `home`."""
    semantic: bool = False
    """Whether publishing encodes the labels of the release, too, which takes minutes."""
    dictionaries: Path = Path("/usr/share/hunspell")
    """The folder of Hunspell's dictionaries that the spelling of translations is checked by."""
    signing_key: str = ""
    """The file of the minisign key that signs releases; empty: `minisign.key` in `home`, where it exists."""
    signing_password: SecretStr = SecretStr("")
    """The password of the signing key, where it has one."""
    archive_watch_seconds: Annotated[float, Field(gt=0, le=86400)] = 60.0
    """How long a worker waits between two looks at the files of the archive."""
    public_url: str = "http://127.0.0.1:8000"
    """The address that URIs and links begin with; no slash at its end."""
    contact_name: str = ""
    """Whom to ask about the archive, as its catalogue tells it; with an address or page below."""
    contact_email: Annotated[str, Field(pattern=r"^([^\s@<>:]+@[^\s@<>]+)?$")] = ""
    """The address of the contact."""
    contact_url: Annotated[str, Field(pattern=r"^(https?://[^\s<>\"{}|\\^`]+)?$")] = ""
    """The page of the contact."""
    pinned_releases: Annotated[int, Field(ge=0, le=1000)] = 8
    """How many releases other than the current ones a worker keeps in memory."""
    sunset_days: Annotated[int, Field(ge=0, le=36500)] = 0
    """For how many days a release is promised once another one follows it; 0: for ever."""
    candidate_days: Annotated[int, Field(ge=0, le=366)] = 28
    """For how many days a candidate is tried where nobody names the day it is to become current; 0: for no fixed time."""
    poll_seconds: Annotated[float, Field(gt=0, le=3600)] = 2.0
    """How often a worker looks for a new release."""
    document_cache_mib: Annotated[int, Field(ge=1, le=65536)] = 256
    """MiB of rendered answers a worker keeps."""
    answer_seconds: Annotated[float, Field(gt=0, le=600)] = 10.0
    """How long an answer may be computed before the request is refused with `over-budget`."""
    reviewers: Annotated[int, Field(ge=1, le=2)] = 1
    """How many people a decision about a mapping needs; with 2, whoever proposed it is one of them."""
    feedback_per_hour: Annotated[int, Field(ge=0, le=1000)] = 10
    """How many remarks one address may send in an hour; 0 takes none, and no page offers it."""
    form_secret: SecretStr = SecretStr("")
    """What the forms of visitors are signed with; empty: the file `form.secret` in `home`, made once."""
    oidc_issuer: Annotated[str, Field(pattern=r"^(https?://[^\s<>\"{}|\\^`?#]+)?$")] = ""
    """The identity provider of the workbench (OpenID Connect); empty: none."""
    oidc_client_id: str = ""
    """What the provider knows the service by."""
    oidc_client_secret: SecretStr = SecretStr("")
    """The secret of the client; empty: it is a public one."""
    oidc_groups_claim: str = "groups"
    """The claim that tells the groups of a person."""
    oidc_groups: str = ""
    """The file that says what groups mean; empty: whoever is new is a viewer."""
    session_idle_minutes: Annotated[int, Field(ge=1, le=10080)] = 240
    """After how long without being used a session of the workbench ends."""
    session_hours: Annotated[int, Field(ge=1, le=720)] = 12
    """After how long a session of the workbench ends at the latest."""
    webhook_private_targets: str = ""
    """Networks that webhooks may lead to although they are not public: `10.1.0.0/16,fd00::/8`."""
    warm: bool = True
    """Whether a worker makes ready what the first questions need; else whoever asks first waits for it."""
    access_log: bool = True
    """Whether every request is logged, one line each, on standard output."""
    log_level: str = "info"
    """debug, info, warning or error."""

    @field_validator("public_url")
    @classmethod
    def _without_last_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            message = "must begin with http:// or https://"
            raise ValueError(message)
        found = _ADDRESS.fullmatch(value)
        if found is None or not 0 < int(found["port"] or 443) <= LAST_PORT:
            message = (
                "must be a host in ASCII with a port and a path where it has them, such as "
                "https://example.org, and nothing else: URIs begin with it for ever"
            )
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("signing_password")
    @classmethod
    def _of_text(cls, value: SecretStr) -> SecretStr:
        try:
            value.get_secret_value().encode()
        except UnicodeEncodeError:
            message = "must be text in UTF-8"
            raise ValueError(message) from None
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.lower() not in {"debug", "info", "warning", "error"}:
            message = "must be debug, info, warning or error"
            raise ValueError(message)
        return value.lower()

    @field_validator("webhook_private_targets")
    @classmethod
    def _networks(cls, value: str) -> str:
        for text in value.replace(",", " ").split():
            try:
                ip_network(text)
            except ValueError as error:
                message = (
                    f"must list networks such as 10.1.0.0/16 or fd00::/8, with commas: {error}"
                )
                raise ValueError(message) from None
        return value

    @property
    def allowed_targets(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks that webhooks may lead to beside the public internet."""
        return tuple(map(ip_network, self.webhook_private_targets.replace(",", " ").split()))

    @model_validator(mode="after")
    def _whole_provider(self) -> Settings:
        if self.oidc_issuer and not self.oidc_client_id:
            message = "COMPETENT_OIDC_ISSUER needs COMPETENT_OIDC_CLIENT_ID beside it"
            raise ValueError(message)
        return self

    @property
    def secure(self) -> bool:
        """Whether the world reaches the service by HTTPS alone."""
        return self.public_url.startswith("https://")

    @property
    def record_url(self) -> str:
        """The SQLAlchemy address of the record; it may hold a password: never log it."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.home / 'competent.sqlite'}"

    @property
    def indexes(self) -> Path:
        """Where the search indexes stand."""
        return Path(self.index_folder) if self.index_folder else self.home / "indexes"

    @property
    def signing_key_file(self) -> Path:
        """Where the signing key stands, or would stand."""
        return Path(self.signing_key) if self.signing_key else self.home / "minisign.key"

    @property
    def archive_address(self) -> str:
        """The archive's folder or URL."""
        return self.archive_url or str(self.home / "archive")
