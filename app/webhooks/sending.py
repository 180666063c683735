"""Sending one message to one webhook, and what became of it; nothing a target does can take long."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

import anyio
import httpx
from anyio import CapacityLimiter

from app.webhooks import signatures, targets
from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from app.db.webhooks import Delivery
    from app.webhooks.targets import Address, Network, Resolve, Target

__all__ = ["Outcome", "Sender"]

SECONDS = 20.0
"""For resolving, connecting, sending and the head of the answer, all together."""
PATIENCE = 5.0
"""Seconds for the beginning of the body; whatever comes of it, the status counts."""
CONNECT_SECONDS = 5.0
"""For one of the addresses of a host."""
MOST_READ = 4096
"""Bytes of an answer's body that are taken off the line; none of them is looked at or kept."""
MOST_TOLD = 300
"""Characters of a reason."""
LOOK_UPS = 32
"""Hosts that are looked up at the same time."""
GONE = 410
_log = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """The status that the webhook answered with, else None; why it failed; seconds it asks to wait."""

    status: int | None
    error: str
    wait: float = 0.0

    @property
    def gone(self) -> bool:
        """Whether the receiver wants no more."""
        return self.status == GONE


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends to public addresses and to `allowed` networks, over TLS with the certificate verified.

    `resolve` looks hosts up, `context` is TLS's where it is not the system's. `seconds` bound what
    comes before the answer, `patience` what is taken of its body.
    """

    allowed: Sequence[Network] = ()
    resolve: Resolve = targets.resolve
    context: ssl.SSLContext | None = None
    seconds: float = SECONDS
    patience: float = PATIENCE
    _look_ups: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(LOOK_UPS))

    async def check(self, url: str) -> Target:
        """The target of this address, where messages may go there; InvalidQueryError."""
        target = targets.parse(url)
        with anyio.move_on_after(self.seconds) as scope:
            await targets.addresses_of(target, self.resolve, self.allowed, self._look_ups)
        if scope.cancelled_caught:
            message = f"{target.host} cannot be resolved: no answer within {self.seconds:g} seconds"
            raise InvalidQueryError(message)
        return target

    async def send(self, delivery: Delivery, *, at: datetime) -> Outcome:
        """What became of this attempt, made `at` that moment; it never raises."""
        try:
            return await self._sent(delivery, at)
        except TimeoutError:
            return Outcome(None, f"no answer within {self.seconds:g} seconds")
        except InvalidQueryError as error:
            return Outcome(None, error.detail)
        except (httpx.TransportError, OSError) as error:
            return Outcome(None, _told(error))
        except Exception as error:
            # No message may keep others from being sent; the trace tells what to mend.
            _log.exception("delivery %d could not be sent", delivery.key)
            return Outcome(None, f"could not be sent: {type(error).__name__}")

    async def _sent(self, delivery: Delivery, at: datetime) -> Outcome:
        verify = self.context
        if verify is None:
            verify = await anyio.to_thread.run_sync(httpx.create_ssl_context)
        # Made anew: no proxy, cookie or open connection of another target comes into it.
        async with httpx.AsyncHTTPTransport(verify=verify, trust_env=False) as transport:
            with anyio.fail_after(self.seconds):
                response = await self._answer(transport, delivery, at)
            outcome = _judged(response, at)
            await self._let_go(response)
            return outcome

    async def _answer(
        self, transport: httpx.AsyncHTTPTransport, delivery: Delivery, at: datetime
    ) -> httpx.Response:
        """The answer of the first address that is connected to."""
        target = targets.parse(delivery.url)
        found = await targets.addresses_of(target, self.resolve, self.allowed, self._look_ups)
        headers = {
            "host": target.url.netloc.decode("ascii"),
            "content-type": "application/json",
            "user-agent": f"competent/{version('competent')}",
            "accept": "*/*",
            **signatures.headers(delivery, at),
        }
        content = delivery.body.encode()
        for last, address in _with_last(found):
            try:
                return await transport.handle_async_request(
                    _request(target, address, headers, content)
                )
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if last:
                    raise
        message = f"{target.host} has no address"
        raise InvalidQueryError(message)

    async def _let_go(self, response: httpx.Response) -> None:
        """Take the beginning of the body, lest its sender sees a failure, and leave the rest."""
        read = 0
        try:
            with anyio.move_on_after(self.patience):
                async for piece in response.aiter_raw(MOST_READ):
                    read += len(piece)
                    if read >= MOST_READ:
                        break
        except (httpx.TransportError, OSError):
            _log.debug("the body of an answer could not be read")
        await response.aclose()


def _request(
    target: Target, address: Address, headers: dict[str, str], content: bytes
) -> httpx.Request:
    """To exactly this address; the certificate must be the host's."""
    timeout = {"connect": CONNECT_SECONDS, "read": SECONDS, "write": SECONDS, "pool": SECONDS}
    return httpx.Request(
        "POST",
        target.url.copy_with(host=str(address)),
        headers=headers,
        content=content,
        extensions={"timeout": timeout, "sni_hostname": target.host},
    )


def _with_last(found: Sequence[Address]) -> list[tuple[bool, Address]]:
    return [(place == len(found), it) for place, it in enumerate(found, 1)]


def _judged(response: httpx.Response, at: datetime) -> Outcome:
    """Which statuses are what ("Delivery success and failure")."""
    status = response.status_code
    if response.is_success:
        return Outcome(status, "")
    told = {
        3: "redirects are not followed; add the webhook under its new address",
        4: "the receiver refuses the message",
        5: "the receiver failed",
    }
    reason = told.get(status // 100, "a message is taken by a status from 200 to 299")
    if status == GONE:
        reason = "the receiver wants no more messages"
    return Outcome(status, f"answered {status}: {reason}", _wait(response, at))


def _wait(response: httpx.Response, at: datetime) -> float:
    """The seconds of the header Retry-After, a number or a date (RFC 9110 §10.2.3)."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0.0
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - at).total_seconds())


def _told(error: Exception) -> str:
    """The reason in words: what the system or TLS says, never an address with its path."""
    reason = next((str(it) for it in reversed(_causes(error)) if str(it)), "")
    told = "no connection" if isinstance(error, httpx.ConnectError) else type(error).__name__
    return f"{told}: {reason}"[:MOST_TOLD] if reason else told


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what it came from, down to what the system said."""
    found = [error]
    while cause := found[-1].__cause__ or found[-1].__context__:
        found.append(cause)
    return found
