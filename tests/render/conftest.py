from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from screen import ADDRESS, Screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@functools.cache
def driver_starts() -> bool:
    """Whether Playwright's driver, a program that pip brings without the libraries that it is linked with, runs here."""
    return subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the machine's own Chromium; it and its driver talk through pipes, so that no test opens a socket."""
    driver = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install costcalc[test]")
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    if not driver_starts():
        pytest.skip("playwright --version fails: apt-get install libatomic1")
    with driver.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program)
        yield chromium
        chromium.close()


@pytest.fixture
def screen(browser: Browser) -> Iterator[Screen]:
    """A screen to open pages on; one that complains, or asks for anything but itself, fails the test."""
    screen = Screen(browser)
    yield screen
    screen.close()
    assert not screen.complaints
    assert screen.asked == [ADDRESS] * len(screen.pages)
