"""What has to come before the page is there: little, compressed, and said where it cannot come."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from ..server_process import ServerProcess
from .page import SLOW, LabellingPage

pytestmark = pytest.mark.browser

MOST = 250_000
"""Bytes of scripts, styles and the document at first load, as they are sent."""


def test_a_first_load_is_small_and_compressed(server: ServerProcess, new_page: Callable[[], Page]) -> None:
    page = new_page()
    came: list[Response] = []
    page.on("response", lambda response: came.append(response))
    LabellingPage(page, []).open_session(server.url, "digits")
    code = [each for each in came if each.request.resource_type in {"document", "script", "stylesheet"}]
    scripts = [each for each in code if each.request.resource_type == "script"]
    assert scripts
    assert {each.header_value("content-encoding") for each in scripts} == {"gzip"}
    assert sum(each.request.sizes()["responseBodySize"] for each in code) <= MOST


def test_a_part_of_the_page_that_does_not_come_is_said_and_asked_for_again(
    server: ServerProcess, new_page: Callable[[], Page]
) -> None:
    page = new_page()
    page.request.get(server.url)
    address = server.url.split("?")[0] + "studies"
    page.route(re.compile(r"/assets/StudiesApp.*\.js"), lambda route: route.abort())
    page.goto(address)
    expect(page.get_by_role("heading", name="The page could not be loaded")).to_be_visible(timeout=SLOW)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Studies", exact=True)).to_be_visible(timeout=SLOW)
