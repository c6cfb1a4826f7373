"""A git repository that a test makes for itself."""

from __future__ import annotations

import os
import subprocess


def git(*arguments: str) -> None:
    """Run git in the working folder, as nobody in particular."""
    identity = ["-c", "user.name=tester", "-c", "user.email=tester@example.com", "-c", "commit.gpgsign=false"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True, env=kept)
