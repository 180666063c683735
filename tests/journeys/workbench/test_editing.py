"""Editors over the real releases: a change of a profile, accepted by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.auth.roles import Role
from tests.journeys.real import REAL_RELEASES

if TYPE_CHECKING:
    from tests.journeys.workbench.conftest import Office

pytestmark = REAL_RELEASES


def test_a_word_of_one_editor_needs_another_to_come_into_the_draft(office: Office) -> None:
    eva = office.sign_in("Eva", Role.EDITOR)
    eva.goto(f"{office.visit.site}/workbench/concepts/OP-10")
    eva.locator('[name="label.preferred.fr"]').fill("Boucher-charcutier de campagne")
    eva.keyboard.press("Control+Enter")
    eva.wait_for_url("**done=saved**")
    at = eva.locator(".notice a").get_attribute("href")
    eva.goto(f"{office.visit.site}{at}")
    assert "campagne" in eva.locator("ins").first.inner_text()
    assert not eva.get_by_role("button", name="Accept into the draft").count()
    eva.get_by_role("button", name="Submit for review").click()
    otto = office.sign_in("Otto", Role.REVIEWER, organisation="Forem")
    otto.goto(f"{office.visit.site}{at}")
    otto.get_by_role("button", name="Accept into the draft").click()
    assert "accepted" in otto.locator(".mark").first.inner_text()
