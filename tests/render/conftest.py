from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from screen import ADDRESS, Screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the machine's own Chromium; it and its driver talk through pipes, so that no test opens a socket."""
    driver = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install costcalc[test]")
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("needs Chromium: apt-get install chromium")
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
