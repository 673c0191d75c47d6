"""Which providers an installation trusts: a TOML file that the operator writes."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

Algorithm = Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""What a provider may sign with: never `none`, and nothing whose key both sides hold."""

Text = Annotated[str, Field(min_length=1, max_length=200)]


class Provider(BaseModel):
    """One `[[provider]]` of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
    """Its word in addresses: `/auth/oidc/KEY/callback`."""
    name_th: Text
    name_en: Text
    issuer: Text
    client_id: Text
    secret_file: Path
    """A file with the client's secret, beside this one unless the path is absolute."""
    secret: SecretStr = SecretStr("")
    scopes: tuple[Text, ...] = ("openid",)
    claim: Text = "sub"
    """Which claim of the ID token proves the person."""
    algorithms: tuple[Algorithm, ...] = ("RS256",)
    client_auth: Literal["client_secret_basic", "client_secret_post"] = "client_secret_basic"
    hosts: tuple[Text, ...] = ()
    """Further hosts, `name` or `name:port`, that its addresses may lead to."""
    prompt: Literal["", "login", "select_account"] = ""
    """Whether it asks the person anew each time."""
    link_by_email: bool = False
    """Whether an e-mail that it verified links an account whose owner confirmed the same one."""

    @model_validator(mode="after")
    def check(self) -> Self:
        parts = urlsplit(self.issuer)
        if parts.scheme not in {"https", "http"} or not parts.hostname:
            raise ValueError("issuer is an address with https://")
        if parts.query or parts.fragment or parts.username is not None:
            raise ValueError("issuer has no query, fragment or user name")
        if "openid" not in self.scopes:
            raise ValueError("scopes hold openid")
        if not self.algorithms:
            raise ValueError("algorithms names at least one")
        return self

    def may_lead_to(self, url: object) -> bool:
        """Whether an address that the provider names is the issuer's own, or an allowed host's."""
        try:
            parts = urlsplit(url) if isinstance(url, str) else None
            if parts is None or parts.scheme != urlsplit(self.issuer).scheme:
                return False
            known = {_place(urlsplit(self.issuer))}
            known |= {_place(urlsplit(f"{parts.scheme}://{one}")) for one in self.hosts}
            return _place(parts) in known and parts.username is None and not parts.fragment
        except ValueError:
            return False


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    provider: tuple[Provider, ...] = ()


def _place(parts: SplitResult) -> tuple[str, int]:
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def read_providers(file: Path | None) -> Sequence[Provider]:
    """The file's providers with their secrets; ValueError says what is wrong with it."""
    if file is None:
        return ()
    found = _File.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))).provider
    if len({one.key for one in found}) < len(found):
        raise ValueError(f"{file}: each provider needs a key of its own")
    if len({one.issuer for one in found}) < len(found):
        # Two with one issuer could prove the same person by different claims.
        raise ValueError(f"{file}: each provider needs an issuer of its own")
    return tuple(_with_secret(one, file.parent) for one in found)


def _with_secret(provider: Provider, folder: Path) -> Provider:
    secret = (folder / provider.secret_file).read_text(encoding="utf-8").strip()
    if not secret:
        raise ValueError(f"{provider.secret_file} is empty")
    return provider.model_copy(update={"secret": SecretStr(secret)})
