"""A terminal that acts for somebody, and the answers of `planner workspace`."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from planner.service.workspace.access.sign_in import signed_in
from planner.service.workspace.workspace import Workspace
from tests.builder import ROOT
from tests.cli.desk import call
from tests.service.workspace.access.provider import claims


def acts_for(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Have the terminal act for somebody who confirms its code in the app."""
    capsys.readouterr()
    assert call("workspace", "sign-in", "--json") == 0
    code = valid(capsys)["code"]
    work = Workspace.of_installation()
    work.confirm_terminal(work.come_in(signed_in(claims(name))), code)


def valid(capsys: pytest.CaptureFixture[str]) -> dict:
    """The answer of the last call, of the form that docs/schemas says."""
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(json.loads((ROOT / "docs" / "schemas" / "workspace.json").read_text(encoding="utf-8"))).validate(document)
    return document
