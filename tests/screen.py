"""A browser's screen on which tests open a page: it answers nothing but the page itself, and remembers what that asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

ADDRESS = "http://report.test/report.html"
SIZES = {"phone": (390, 844), "desk": (1280, 900)}


@dataclass
class Screen:
    """Opens the text of a page, answers no other request, and remembers what the page complained of and asked for."""

    browser: Browser
    pages: list[Page] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, text: str, *, size: str = "desk", dark: bool = False) -> Page:
        """Return the page on a screen of that size: 390 or 1280 pixels wide."""
        width, height = SIZES[size]
        page = self.browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")

        def answer(route: Route) -> None:
            self.asked.append(route.request.url)
            if route.request.url == ADDRESS:
                route.fulfill(body=text, content_type="text/html")
            else:
                route.abort()

        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.route("**/*", answer)
        page.goto(ADDRESS)
        self.pages.append(page)
        return page

    def close(self) -> None:
        for page in self.pages:
            page.close()


def violations(page: Page) -> list[str]:
    """Return what axe-core objects to, WCAG 2.2 AA and good practice."""
    pytest.importorskip("axe_playwright_python", reason="needs axe-core: pip install costcalc[test]")
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    return [f"{each['id']}: {each['help']}: {node['html']}" for each in found["violations"] for node in each["nodes"]]
