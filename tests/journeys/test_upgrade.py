"""From a table of mappings to its edition for a newer release: by table, by API, signed off, published."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from app.auth.keys import add_key
from app.auth.roles import Actor, Role
from app.cli.commands import cli
from app.config import Settings
from app.context import Context
from tests.app.serving import serving
from tests.app.upgrading.scene import MEAT, NAME, with_releases

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def run(*arguments: object) -> Any:
    return CliRunner().invoke(cli, [str(it) for it in arguments])


def filled_in(table: Path) -> None:
    """As an editor does it, with a spreadsheet that writes semicolons and a mark."""
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    for row in rows:
        if row["kind"] == "mapped-concept-gone":
            row.update(decision="remap", target=MEAT, reason="the successor")
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    table.write_text("\ufeff" + text.getvalue(), encoding="utf-8")


def decided_over_http(context: Context) -> str:
    """Who decided the renamed one, as the service says."""
    now, valid = datetime.now(UTC), timedelta(days=1)
    _, key = add_key(context.engine, Actor.of("Anna", Role.REVIEWER), at=now, valid=valid)
    head = {"authorization": f"Bearer {key.get_secret_value()}"}
    at = f"/v1/editorial/upgrades/{NAME}"
    with serving(context) as service:
        (label,) = service.get(f"{at}/items?kind=changed-label", **head).json()["items"]
        path = f"{at}/items/{label['id']}/decision"
        head |= {"if_match": label["etag"]}
        answer = service.ask("PUT", path, json={"decision": "keep"}, **head)
    return str(answer.json()["decided_by"])


def test_a_set_comes_to_a_newer_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPETENT_HOME", str(tmp_path))
    monkeypatch.delenv("COMPETENT_DATABASE_URL", raising=False)
    context = Context.open(Settings(home=tmp_path))
    with_releases(context)
    assert f"{NAME}: 4 items, 4 open" in run("upgrade", "esco", "1.1.1", "--by", "Eva").stdout

    table = tmp_path / "worklist.csv"
    run("upgrade", "export", table)
    filled_in(table)
    assert "1 decisions would be recorded" in run("upgrade", "record", table, "--dry-run").stdout
    assert "1 decisions are recorded" in run("upgrade", "record", table, "--by", "Eva").stdout
    assert decided_over_http(context) == "Anna"

    refused = run("mapping", "publish", NAME)
    assert refused.exit_code == 3
    assert "2 items of the upgrade" in refused.stderr
    signed = run("upgrade", "sign-off", "--reason", "new ones follow", "--by", "Piet")
    assert "2 open items are signed off by Piet" in signed.stdout
    assert run("mapping", "publish", NAME).exit_code == 0
    last = tmp_path / "decisions.csv"
    assert run("upgrade", "export", last, "--upgrade", NAME).exit_code == 0
    assert "Piet" in last.read_text("utf-8-sig")
    context.engine.dispose()
