from __future__ import annotations

import pytest
from pydantic import SecretStr, ValidationError

from app.config import Settings


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/", "https://example.org"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://example.org/taxonomy/v1//", "https://example.org/taxonomy/v1"),
        ("http://my_service:65535", "http://my_service:65535"),
    ],
)
def test_the_public_address_is_kept_without_the_slash_at_its_end(address: str, kept: str) -> None:
    assert Settings(public_url=address).public_url == kept


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "ftp://example.org", "example.org", "//example.org"),
        *(
            "https://",
            "https:///x",
            "https://x.test?q=1",
            "https://x.test/#f",
            "https://x.test/a?b",
        ),
        *("https://someone:secret@x.test", "https://someone@x.test", "https://x.test:0"),
        *("https://x.test:99999", "https://x.test:", "https://[::", "https://x y.test"),
        *('https://x.test/"', "https://x.test/<b>", "https://x.test/\r\nA: b", "https://x.test/\n"),
        *(
            "https://x.test\n",
            "https://x.test/\0",
            "https://é.test",
            "https://x.test/%0d",
            "https://..",
        ),
        *(
            "https://x.test/\u202e",
            "https://x.test/{id}",
            "https://x.test/a//b",
            "https://x.test\\a",
        ),
    ],
)
def test_an_address_that_uris_cannot_begin_with_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="public_url") as caught:
        Settings(public_url=address)
    assert "secret" not in str(caught.value)


def test_a_password_that_is_no_text_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValidationError, match="UTF-8") as caught:
        Settings(signing_password=SecretStr("hush\udcff"))
    assert "hush" not in str(caught.value)
