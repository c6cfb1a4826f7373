"""The page as a browser shows it: nothing complains, nothing leaves it, nothing is wider than the screen, everyone can use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from command_line import ACME, Run
from screen import ADDRESS, Screen, violations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

Written = Callable[[str], str]
COMMANDS = {
    "estimate": f"estimate support.md requests.jsonl {ACME} --fx EUR=1.10 --explain",
    "forecast": "forecast workload.yaml --as-of 2026-11-20 --trials 100",
    "fit": f"fit chat.json {ACME}",
    "history": "prices history openrouter/mistral-small-3.2-24b --as-of 2026-11-20",
    "offers": "prices list --provider scaleway --provider ionos --as-of 2026-11-20",
}


@pytest.fixture
def written(run: Run, tmp_path: Path) -> Written:
    """Return the page that a command line writes."""

    def written(command: str) -> str:
        ended = run(command, "--output", tmp_path / "report.html")
        assert ended.code == 0, ended.err
        return (tmp_path / "report.html").read_text(encoding="utf-8")

    return written


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_page_is_as_wide_as_its_screen_and_its_tables_scroll_within_themselves(
    written: Written, screen: Screen, command: str, size: str
) -> None:
    page = screen.open(written(COMMANDS[command]), size=size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every(e => getComputedStyle(e).overflowX === 'auto')")
    assert page.evaluate("[...document.querySelectorAll('td.number')].every(e => getComputedStyle(e).textAlign === 'end')")


@pytest.mark.parametrize(("size", "dark"), [("phone", False), ("desk", True)], ids=["phone, light", "desk, dark"])
@pytest.mark.parametrize("command", COMMANDS)
def test_axe_finds_nothing_to_mend(written: Written, screen: Screen, command: str, size: str, *, dark: bool) -> None:
    page = screen.open(written(COMMANDS[command]), size=size, dark=dark)
    assert violations(page) == []


def test_the_keyboard_reaches_the_results_past_everything_before_them(written: Written, screen: Screen) -> None:
    page = screen.open(written(COMMANDS["estimate"]))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the results"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0"), "it shows once it has the focus"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_paper_shows_every_row_in_light_colours(written: Written, screen: Screen) -> None:
    page = screen.open(written(COMMANDS["offers"]), dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every(e => getComputedStyle(e).maxHeight === 'none')")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_page_that_asks_for_more_than_itself_would_be_found_out(browser: Browser) -> None:
    screen = Screen(browser)
    screen.open("<img src='a.png'><script>fetch('https://example.com/').catch(() => 0)</script>")
    screen.close()
    assert sorted(screen.asked) == sorted([ADDRESS, "http://report.test/a.png", "https://example.com/"])
    assert screen.complaints
