# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeStubs=false
# (Authlib's client is not typed.)
"""The authorization code flow with one provider: PKCE, state, nonce, and a look at every claim."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, cast

import httpx2
import msgspec
import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwe, jwt
from joserfc.errors import BadSignatureError, ExpiredTokenError, InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet, OctKey

from api.oidc.providers import Provider
from api.oidc.transport import TROUBLES, GuardedTransport
from plan_core.errors import SimitiError
from plan_core.integration.addresses import Network
from plan_core.people.proof_rules import LONGEST_SUBJECT, Proof, hash_subject, refusal

log = structlog.get_logger()

FLOW_LIFETIME = timedelta(minutes=10)
KEPT = timedelta(hours=1)
"""How long what a provider says of itself counts."""
LEAST_BETWEEN = timedelta(seconds=10)
"""Keys are not fetched more often, whatever tokens come."""
SKEW_SECONDS = 60
OLDEST_TOKEN = timedelta(minutes=10)
"""An ID token is used at once; what was issued longer ago is somebody's collection."""
ASYMMETRIC = frozenset({"RSA", "EC", "OKP"})
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Flow(msgspec.Struct, frozen=True):
    """What the browser keeps, sealed, until the provider sends it back."""

    state: str
    nonce: str
    verifier: str
    until: float
    next: str
    linking: str = ""
    """Of a person who links an account: the hash of the session that asked."""


class Client:
    """One provider as this process knows it."""

    def __init__(
        self, provider: Provider, allowed: Sequence[Network], clock: Callable[[], datetime]
    ) -> None:
        self.provider = provider
        self._allowed = allowed
        self._clock = clock
        self._lock = asyncio.Lock()
        self._about: tuple[datetime, Mapping[str, Any]] | None = None
        self._keys: tuple[datetime, KeySet] | None = None
        made = hmac.new(
            provider.secret.get_secret_value().encode(),
            f"simiti-oidc-flow:{provider.key}:{provider.issuer}".encode(),
            hashlib.sha256,
        )
        self._seal = OctKey.import_key(made.digest())

    async def begin(self, redirect_uri: str, next_path: str, linking: str) -> tuple[str, str]:
        """Where the browser goes, and the sealed flow that it keeps. OIDC_AWAY, OIDC_UNFIT."""
        about = await self._metadata()
        flow = Flow(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            until=(self._clock() + FLOW_LIFETIME).timestamp(),
            next=next_path,
            linking=linking,
        )
        more = {"prompt": self.provider.prompt} if self.provider.prompt else {}
        async with self._oauth(redirect_uri) as oauth:
            url, _ = oauth.create_authorization_url(
                about["authorization_endpoint"],
                state=flow.state,
                code_verifier=flow.verifier,
                nonce=flow.nonce,
                **more,
            )
        return str(url), self._sealed(flow)

    def opened(self, sealed: str) -> Flow:
        """OIDC_ENDED for what is not ours, or over."""
        try:
            plain = jwe.decrypt_compact(sealed, self._seal, ["dir", "A256GCM"]).plaintext
            flow = msgspec.json.decode(plain or b"", type=Flow)
        except (JoseError, msgspec.MsgspecError, ValueError):
            raise refusal("OIDC_ENDED") from None
        if flow.until <= self._clock().timestamp():
            raise refusal("OIDC_ENDED")
        return flow

    async def finish(self, flow: Flow, answer: Mapping[str, str], redirect_uri: str) -> Proof:
        """Whom the provider proved; what may be wrong with it has a code of its own each."""
        if not hmac.compare_digest(answer.get("state", "").encode(), flow.state.encode()):
            raise refusal("OIDC_STATE")
        about = await self._metadata()
        self._check_issuer(about, answer.get("iss"))
        if "error" in answer:
            # Its description may hold anything; the code is the provider's own short word.
            log.info("oidc.denied", provider=self.provider.key, error=answer["error"][:64])
            raise refusal("OIDC_DENIED")
        given = await self._exchange(about, flow, answer.get("code", ""), redirect_uri)
        claims = await self._read(given)
        return self._proof_of(claims, flow)

    def _check_issuer(self, about: Mapping[str, Any], said: str | None) -> None:
        """RFC 9207: an answer that another provider mixed in."""
        must = about.get("authorization_response_iss_parameter_supported") is True
        if (said is None and must) or (said is not None and said != self.provider.issuer):
            raise refusal("OIDC_STATE")

    async def _exchange(
        self, about: Mapping[str, Any], flow: Flow, code: str, redirect_uri: str
    ) -> str:
        if not code:
            raise refusal("OIDC_CODE_REFUSED")
        try:
            async with self._oauth(redirect_uri) as oauth:
                given = await oauth.fetch_token(
                    about["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=flow.verifier,
                )
        except OAuthError as error:
            log.warning("oidc.code_refused", provider=self.provider.key, error=str(error)[:200])
            raise refusal("OIDC_CODE_REFUSED") from None
        except TROUBLES as error:
            raise self._away(error) from None
        except ValueError:
            raise self._unfit("the token endpoint's answer is no JSON") from None
        token = given.get("id_token")
        if not isinstance(token, str):
            raise self._refused("there is no ID token")
        return token

    async def _read(self, token: str) -> dict[str, Any]:
        """The claims of a token that the provider signed; keys are fetched anew once if need be."""
        for is_last in (False, True):
            keys = await self._key_set(anew=is_last)
            try:
                return dict(
                    jwt.decode(token, keys, algorithms=list(self.provider.algorithms)).claims
                )
            except (InvalidKeyIdError, BadSignatureError) as error:
                if is_last:
                    raise self._refused(str(error)) from None
            except (JoseError, ValueError) as error:
                raise self._refused(str(error)) from None
        raise AssertionError("unreachable")

    def _proof_of(self, claims: dict[str, Any], flow: Flow) -> Proof:
        now = self._clock()
        try:
            jwt.JWTClaimsRegistry(
                now=int(now.timestamp()),
                leeway=SKEW_SECONDS,
                iss={"essential": True, "value": self.provider.issuer},
                aud={"essential": True, "value": self.provider.client_id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": flow.nonce},
            ).validate(claims)
        except ExpiredTokenError:
            raise refusal("OIDC_TOKEN_EXPIRED") from None
        except JoseError as error:
            raise self._refused(str(error)) from None
        audience = claims["aud"]
        party = claims.get("azp")
        if isinstance(audience, list) and len(cast("list[Any]", audience)) > 1 and party is None:
            raise self._refused("several audiences and no authorized party")
        if party is not None and party != self.provider.client_id:
            raise self._refused("the authorized party is another client")
        if now.timestamp() - claims["iat"] > OLDEST_TOKEN.total_seconds() + SKEW_SECONDS:
            raise refusal("OIDC_TOKEN_EXPIRED")
        named = claims.get(self.provider.claim)
        if not isinstance(named, str) or not 0 < len(named) <= LONGEST_SUBJECT:
            raise self._refused("the claim that proves the person is not there")
        email = claims.get("email")
        is_verified = self.provider.link_by_email and claims.get("email_verified") is True
        return Proof(
            issuer=self.provider.issuer,
            subject_hash=hash_subject(self.provider.issuer, self.provider.claim, named),
            email=email if is_verified and isinstance(email, str) else "",
        )

    async def _metadata(self) -> Mapping[str, Any]:
        async with self._lock:
            if self._about is None or self._clock() - self._about[0] >= KEPT:
                where = f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"
                self._about = (self._clock(), self._checked(await self._get(where)))
            return self._about[1]

    def _checked(self, about: Mapping[str, Any]) -> Mapping[str, Any]:
        if about.get("issuer") != self.provider.issuer:
            raise self._unfit("it calls itself by another issuer")
        for name in ENDPOINTS:
            if not self.provider.may_lead_to(about.get(name)):
                raise self._unfit(f"{name} lies on a host that is not allowed")
        methods = about.get("code_challenge_methods_supported")
        if isinstance(methods, list) and "S256" not in methods:
            raise self._unfit("it knows no S256")
        return about

    async def _key_set(self, *, anew: bool) -> KeySet:
        about = await self._metadata()
        async with self._lock:
            age = None if self._keys is None else self._clock() - self._keys[0]
            if self._keys is None or age is None or age >= (LEAST_BETWEEN if anew else KEPT):
                said = await self._get(about["jwks_uri"])
                self._keys = (self._clock(), KeySet(_public_keys(said)))
            return self._keys[1]

    async def _get(self, url: str) -> Mapping[str, Any]:
        try:
            async with httpx2.AsyncClient(
                transport=GuardedTransport(self._allowed), follow_redirects=False, trust_env=False
            ) as client:
                answer = await client.get(url, headers={"Accept": "application/json"})
        except TROUBLES as error:
            raise self._away(error) from None
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise self._away(f"status {answer.status_code}")
        try:
            said: object = answer.json()
        except ValueError:
            said = None
        if answer.status_code != HTTPStatus.OK or not isinstance(said, dict):
            raise self._unfit(f"status {answer.status_code}, or no JSON, at {url}")
        return cast("dict[str, Any]", said)

    def _oauth(self, redirect_uri: str) -> Any:
        return AsyncOAuth2Client(
            self.provider.client_id,
            self.provider.secret.get_secret_value(),
            token_endpoint_auth_method=self.provider.client_auth,
            scope=" ".join(self.provider.scopes),
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            transport=GuardedTransport(self._allowed),
            follow_redirects=False,
            trust_env=False,
        )

    def _sealed(self, flow: Flow) -> str:
        plain = msgspec.json.encode(flow)
        return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, plain, self._seal)

    def _away(self, why: object) -> SimitiError:
        log.warning("oidc.away", provider=self.provider.key, why=str(why) or type(why).__name__)
        return refusal("OIDC_AWAY")

    def _unfit(self, why: str) -> SimitiError:
        log.error("oidc.unfit", provider=self.provider.key, why=why)
        return refusal("OIDC_UNFIT")

    def _refused(self, why: str) -> SimitiError:
        log.warning("oidc.token_refused", provider=self.provider.key, why=why)
        return refusal("OIDC_TOKEN_REFUSED")


def _public_keys(said: Mapping[str, Any]) -> list[Key]:
    """Keys that can only verify; what this version does not know is passed over."""
    found: list[Key] = []
    listed = said.get("keys")
    for one in cast("list[Any]", listed) if isinstance(listed, list) else []:
        if not isinstance(one, dict):
            continue
        key = cast("dict[str, Any]", one)
        if key.get("kty") in ASYMMETRIC and key.get("use", "sig") == "sig":
            try:
                found.append(JWKRegistry.import_key(key))
            except (JoseError, ValueError, TypeError):
                continue
    return found
