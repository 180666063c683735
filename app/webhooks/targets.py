"""Where messages may go: an address on the public internet, or one that the operator allows.

A name is resolved once, all of its addresses are looked at, and the connection goes to one of them:
a name that answers differently the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import NamedTuple

import anyio.to_thread
import httpx
from anyio import CapacityLimiter

from taxonomy.errors import InvalidQueryError

__all__ = ["Address", "Network", "Resolve", "Target", "addresses_of", "parse", "resolve"]

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a host, for a port; OSError where it has none."""

LONGEST_URL = 2000
LAST_PORT = 65535
_HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?|[0-9a-f.:]*:[0-9a-f.:]*")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
_NOT_PUBLIC = {
    ip_network(network): what
    for network, what in {
        "0.0.0.0/8": "this host or network",
        "10.0.0.0/8": "private",
        "100.64.0.0/10": "shared by the customers of a provider",
        "127.0.0.0/8": "loopback",
        "169.254.0.0/16": "link-local",
        "172.16.0.0/12": "private",
        "192.0.0.0/24": "reserved for protocols",
        "192.0.2.0/24": "documentation",
        "192.88.99.0/24": "6to4 relays",
        "192.168.0.0/16": "private",
        "198.18.0.0/15": "benchmarking",
        "198.51.100.0/24": "documentation",
        "203.0.113.0/24": "documentation",
        "224.0.0.0/4": "multicast",
        "240.0.0.0/4": "reserved or broadcast",
        "::/128": "unspecified",
        "::1/128": "loopback",
        "64:ff9b:1::/48": "translation inside a network",
        "2001::/23": "reserved for protocols, such as Teredo",
        "2001:db8::/32": "documentation",
        "3fff::/20": "documentation",
        "fc00::/7": "unique-local",
        "fe80::/10": "link-local",
        "ff00::/8": "multicast",
    }.items()
}
"""IANA's registries of special-purpose addresses (RFC 6890), and multicast."""
_GLOBAL = ip_network("2000::/3")
"""All of IPv6 that is given out for the public internet (RFC 4291 §2.4)."""
_NAT64 = ip_network("64:ff9b::/96")


class Target(NamedTuple):
    """An address of a webhook, and the host and port it leads to."""

    url: httpx.URL
    host: str
    port: int


def parse(text: str) -> Target:
    """The target of this address; InvalidQueryError says what is wrong with it, and repeats none."""
    if len(text) > LONGEST_URL or _UNPRINTABLE.search(text):
        message = f"an address has at most {LONGEST_URL:,} characters, and no space or backslash"
        raise InvalidQueryError(message)
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        message = "this is not an address: write it as https://example.org/path"
        raise InvalidQueryError(message) from error
    host = url.raw_host.decode("ascii")
    port = {"http": 80, "https": 443}.get(url.scheme, 0) if url.port is None else url.port
    for wrong, message in (
        (url.scheme not in {"http", "https"}, "an address begins with https://"),
        (bool(url.userinfo), "an address holds no name and password: the signature says who sends"),
        (not _HOST.fullmatch(host), "the address names no host"),
        (not 0 < port <= LAST_PORT, f"a port is a number from 1 to {LAST_PORT}"),
        ("#" in text, "an address has no fragment: leave out the # and what follows"),
    ):
        if wrong:
            raise InvalidQueryError(message)
    return Target(url, host, port)


async def addresses_of(
    target: Target, resolve: Resolve, allowed: Sequence[Network], limiter: CapacityLimiter
) -> list[Address]:
    """What the host resolves to, in the order of the resolver; InvalidQueryError where refused.

    A host is refused for any address that is not public, unless `allowed` holds it. Plain http is
    taken by allowed addresses only.
    """
    look_up = partial(resolve, target.host, target.port)
    try:
        texts = await anyio.to_thread.run_sync(look_up, abandon_on_cancel=True, limiter=limiter)
        found = [ip_address(it) for it in dict.fromkeys(texts)]
    except (OSError, ValueError) as error:
        message = f"{target.host} cannot be resolved to an address"
        raise InvalidQueryError(message) from error
    for address in found:
        reason = _refusal(address, target.url.scheme, allowed)
        if reason:
            message = f"{target.host} is {address}, which {reason}"
            raise InvalidQueryError(message)
    return found


def resolve(host: str, port: int) -> list[str]:
    """What the system's resolver says: also /etc/hosts, and IPv4 in decimal, octal and hex."""
    return [str(it[4][0]) for it in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _refusal(address: Address, scheme: str, allowed: Sequence[Network]) -> str:
    """Why nothing is sent there; empty where it may be."""
    meant = _meant(address)
    if any(it in network for it in {address, meant} for network in allowed):
        return ""
    if scheme == "http":
        return "is told over https:// only (COMPETENT_WEBHOOK_PRIVATE_TARGETS allows networks)"
    what = next((what for network, what in _NOT_PUBLIC.items() if meant in network), "")
    if not what and isinstance(meant, IPv6Address) and meant not in _GLOBAL:
        what = "reserved"
    advice = "COMPETENT_WEBHOOK_PRIVATE_TARGETS allows networks"
    return f"is not on the public internet: {what} ({advice})" if what else ""


def _meant(address: Address) -> Address:
    """The IPv4 address inside: mapped (RFC 4291), 6to4 (RFC 3056) and NAT64 (RFC 6052)."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
