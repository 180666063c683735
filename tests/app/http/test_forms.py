from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.config import Settings
from app.http.forms import SECONDS, Forms

NOW = 1_800_000_000.0


def forms(home: Path, **settings: SecretStr) -> Forms:
    return Forms(Settings(home=home, **settings))  # type: ignore[arg-type]


def test_a_token_holds_for_what_it_was_issued_for_and_a_while(tmp_path: Path) -> None:
    made = forms(tmp_path)
    token = made.token("competent/u10", NOW)
    receipt = made.receipt(token, "competent/u10", NOW + SECONDS)
    assert len(receipt) == 20
    assert receipt == made.receipt(token, "competent/u10", NOW)
    assert made.receipt(token, "competent/u11", NOW) == ""
    assert made.receipt(token, "competent/u10", NOW + SECONDS + 1) == ""
    assert made.receipt(token, "competent/u10", NOW - 1) == ""


def test_every_worker_of_a_home_knows_the_tokens_of_the_others(tmp_path: Path) -> None:
    token = forms(tmp_path).token("x", NOW)
    assert forms(tmp_path).receipt(token, "x", NOW)
    assert forms(tmp_path / "other").receipt(token, "x", NOW) == ""
    assert (tmp_path / "form.secret").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_is_set_is_shared_by_machines(tmp_path: Path) -> None:
    one = forms(tmp_path / "1", form_secret=SecretStr("hush"))
    other = forms(tmp_path / "2", form_secret=SecretStr("hush"))
    assert other.receipt(one.token("x", NOW), "x", NOW)
    assert not (tmp_path / "1").exists()


def test_where_no_secret_can_be_kept_forms_hold_for_one_worker(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    made = forms(tmp_path / "file")
    assert made.receipt(made.token("x", NOW), "x", NOW)
    assert "cannot be kept" in caplog.text


@pytest.mark.parametrize(
    "token", ["", ".", "..", "²..", "9e9.a.b", "1.a", "\ud800.a.b", "1.a.\ud800"]
)
def test_no_text_is_a_token_by_chance(tmp_path: Path, token: str) -> None:
    assert forms(tmp_path).receipt(token, "x", NOW) == ""
