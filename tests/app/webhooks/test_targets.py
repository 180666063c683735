from __future__ import annotations

from ipaddress import ip_network

import anyio
import pytest

from app.webhooks import targets
from app.webhooks.sending import Sender
from taxonomy.errors import InvalidQueryError


def check(url: str, *resolved: str, allowed: tuple[str, ...] = ()) -> None:
    """The check of `competent webhooks add`; with addresses as if a name server gave them."""
    networks = tuple(ip_network(it) for it in allowed)
    resolve = (lambda _host, _port: resolved) if resolved else targets.resolve
    anyio.run(Sender(allowed=networks, resolve=resolve).check, url)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "nonsense",
            "example.org/hook",
            "//example.org/hook",
            "https:",
            "https://",
            "https:///x",
        ),
        *(
            "ftp://example.org/",
            "file:///etc/passwd",
            "gopher://example.org/",
            "javascript:alert(1)",
        ),
        *(
            "https://user:hush-hush@example.org/",
            "https://user@example.org/",
            "https://:p@example.org/",
        ),
        *("https://exa mple.org/", "https://example.org/\x00", "https://example.org\\@evil.org/"),
        *("https://example.org/#part", "https://example.org/#", "https://example.org:0/"),
        *("https://example.org:65536/", "https://example.org:-1/", "https://example.org:x/"),
        *("https://[::1/", "https://[::1%25lo]/", "https://[fe80::1%eth0]/", "https://a..b/"),
        *("https://" + "a" * 64 + ".org/", "https://example.org/" + "a" * 2000, "https://☃.org/"),
        *("https://%6cocalhost/", "https://.example.org/", "\thttps://example.org/"),
    ],
)
def test_what_is_no_address_of_a_webhook_is_refused(url: str) -> None:
    with pytest.raises(InvalidQueryError) as refused:
        check(url, "93.184.215.14")
    assert "hush" not in refused.value.detail


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "127.1",
            "127.0.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "0x7F.0x0.0x0.0x1",
        ),
        *("017700000001", "127.0.0.1.", "localhost", "LOCALHOST", "0", "0.0.0.0", "0x0"),  # noqa: S104
        *("10.0.0.1", "10.1", "167772161", "172.16.0.1", "172.31.255.254", "192.168.1.1"),
        *("169.254.169.254", "2852039166", "100.64.0.1", "198.18.0.1", "192.0.0.8", "192.0.2.1"),
        *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
        *("[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"),
        *("[::127.0.0.1]", "[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]", "[fe80::1]", "[fc00::1]"),
        *("[fd12:3456::1]", "[ff02::1]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[2002:c0a8:101::]"),
        *(
            "[64:ff9b::127.0.0.1]",
            "[64:ff9b::a00:1]",
            "[64:ff9b:1::1]",
            "[2001::1]",
            "[2001:db8::1]",
        ),
        *("[100::1]", "[fec0::1]", "[4000::1]", "[5f00::1]", "[3fff::1]"),
    ],
)
def test_what_is_not_on_the_public_internet_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(
        InvalidQueryError, match=r"not on the public internet|is not an address|cannot be resolved"
    ):
        check(f"https://{host}/hook")


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:4700::1", "64:ff9b::5db8:d70e", "::ffff:93.184.215.14", "2002:5db8::"],
)
def test_the_public_internet_is_told_over_tls_on_any_port(address: str) -> None:
    check("https://hooks.example:8443/hook", address)
    with pytest.raises(InvalidQueryError, match="over https"):
        check("http://hooks.example:8080/hook", address)


def test_a_name_is_refused_for_any_of_its_addresses() -> None:
    with pytest.raises(InvalidQueryError, match=r"hooks\.example is 10\.0\.0\.7, which"):
        check("https://hooks.example/", "93.184.215.14", "10.0.0.7")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("127.0.0.1", "127.0.0.0/8"),
        ("10.1.2.3", "10.1.0.0/16"),
        ("::ffff:10.1.2.3", "10.1.0.0/16"),
        ("fd00::7", "fd00::/8"),
    ],
)
def test_an_operator_may_allow_networks_there_also_without_tls(address: str, network: str) -> None:
    check("http://hooks.example/", address, allowed=(network,))
    check("https://hooks.example/", address, allowed=(network,))
    with pytest.raises(InvalidQueryError):
        check("https://hooks.example/", "192.168.0.1", address, allowed=(network,))


def test_a_name_without_addresses_is_told() -> None:
    with pytest.raises(InvalidQueryError, match=r"no\.such\.name\.invalid cannot be resolved"):
        check("https://no.such.name.invalid/")
    with pytest.raises(InvalidQueryError, match="cannot be resolved"):
        check("https://hooks.example/", "not an address")


def test_an_international_name_is_looked_up_in_its_encoded_form() -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["93.184.215.14"]

    anyio.run(Sender(resolve=resolve).check, "https://München.example/hook")
    assert asked == ["xn--mnchen-3ya.example"]
