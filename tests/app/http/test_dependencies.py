from __future__ import annotations

import pytest

from tests.app.serving import Client


@pytest.mark.parametrize(
    ("version", "immutable"),
    [("3.9", True), ("3.10", True), ("3.11", False), ("current", False), ("candidate", False)],
)
def test_only_a_published_release_by_its_version_is_immutable(
    client: Client, version: str, immutable: bool
) -> None:
    answer = client.get(f"/v1/schemes/competent/releases/{version}/concepts?limit=1")
    assert ("immutable" in answer.headers["cache-control"]) is immutable


def test_an_id_that_no_release_knows_has_no_first_release(client: Client) -> None:
    answer = client.get("/v1/schemes/competent/releases/3.9/concepts/SK-77")
    assert "first_release" not in answer.json()
