"""Programs of npm that tests call, as lock files pin them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

__all__ = ["installed"]

SECONDS = 240


def installed(package: Path, file: str) -> Path:
    """A file of the packages that this folder's lock names, installed once a machine.

    The test is skipped where npm is absent or cannot install them.
    """
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        pytest.skip(f"node and npm are absent: install Node.js 20 or newer for {package.name}")
    lock = (package / "package-lock.json").read_bytes()
    name = f"competent-{package.name}-{os.getuid()}-{hashlib.sha256(lock).hexdigest()[:16]}"
    folder = Path(tempfile.gettempdir()) / name
    wanted = folder / "node_modules" / file
    if not wanted.is_file():
        fresh = Path(tempfile.mkdtemp(prefix=f"{name}-"))
        for it in package.iterdir():
            shutil.copy(it, fresh)
        _install(npm, fresh)
        try:
            fresh.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(fresh)
    return wanted


def _install(npm: str, folder: Path) -> None:
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm installed nothing within {SECONDS} seconds")
    if done.returncode:
        pytest.skip(f"npm could not install: {done.stderr.strip()[-500:]}")
