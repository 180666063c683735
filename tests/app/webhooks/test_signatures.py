from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from app.db.webhooks import Delivery
from app.webhooks import signatures
from tests.app.webhooks.receivers import verified_by_the_recipe

KNOWN = SecretStr("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")


def delivery(*secrets: SecretStr, body: str = '{"test": 2432232314}') -> Delivery:
    return Delivery(1, 1, 1, "", secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", body)


def test_a_signature_is_the_one_of_the_standards_own_example() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    assert signatures.headers(delivery(KNOWN), at) == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_has_the_form_and_length_of_the_standard_and_is_never_the_same() -> None:
    secrets = {signatures.new_secret().get_secret_value() for _ in range(100)}
    assert len(secrets) == 100
    for secret in secrets:
        assert secret.startswith("whsec_")
        assert 24 <= len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) <= 64


@pytest.mark.parametrize("known", [0, 1])
def test_while_a_secret_is_changed_either_of_the_two_verifies(known: int) -> None:
    secrets = (signatures.new_secret(), signatures.new_secret())
    headers = signatures.headers(delivery(*secrets), datetime.now(UTC))
    verified_by_the_recipe(secrets[known].get_secret_value(), headers, b'{"test": 2432232314}')


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("webhook-id", "msg_other"),
        ("webhook-timestamp", "1"),
        ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    ],
)
def test_the_recipe_refuses_what_was_altered(part: str, value: str) -> None:
    secret = signatures.new_secret()
    headers = signatures.headers(delivery(secret), datetime.now(UTC))
    with pytest.raises(ValueError, match=r"not signed|too old"):
        verified_by_the_recipe(
            secret.get_secret_value(), {**headers, part: value}, b'{"test": 2432232314}'
        )


def test_the_recipe_refuses_another_body_and_another_secret() -> None:
    secret = signatures.new_secret()
    headers = signatures.headers(delivery(secret), datetime.now(UTC))
    with pytest.raises(ValueError, match="not signed"):
        verified_by_the_recipe(secret.get_secret_value(), headers, b'{"test": 0}')
    with pytest.raises(ValueError, match="not signed"):
        verified_by_the_recipe(KNOWN.get_secret_value(), headers, b'{"test": 2432232314}')


def test_a_delivery_does_not_show_its_secret() -> None:
    assert KNOWN.get_secret_value()[6:] not in repr(delivery(KNOWN))
