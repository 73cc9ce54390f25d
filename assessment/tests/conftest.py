"""Fixtures of the tests that start the whole product."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assessment.tests.live_server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running product with the demo bank, one per test file."""
    made = Server(tmp_path_factory.mktemp("server"), DEFAULT_ASSESSMENT="demo")
    made.manage("migrate", "--verbosity", "0")
    made.manage("load_demo")
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def key(server: Server) -> str:
    """An API key with every scope, as an operator makes one."""
    output = server.manage("create_api_key", "--name", "tests")
    return next(word for word in output.split() if "." in word and len(word) > 40)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    from conftest import require

    path = Path("/usr/bin/chromium")
    require(path.exists(), "Chromium (apt-get install chromium)")
    return str(path)


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM)
        yield opened
        opened.close()
