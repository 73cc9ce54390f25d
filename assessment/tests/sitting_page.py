"""A candidate at the workspace in a real browser, with a record of what the server acknowledged to him."""

import json
import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocket, expect

from assessment.tests.live_server import Server

EDITOR = "#editor .cm-content"


class Candidate:
    """One session, started over the API, and what was acknowledged in all of its pages."""

    def __init__(self, server: Server, key: str, minutes: int = 30) -> None:
        self.server, self.key = server, key
        self.name = f"c-{uuid.uuid4().hex[:12]}"
        self.acknowledged: list[dict[str, Any]] = []  # {question, language, code, rev}, in the order of their answers
        server.call("POST", "/api/candidates", {"candidate_id": self.name, "name": "Cleo", "email": ""}, key=key)
        body = {"candidate_id": self.name, "test_duration_minutes": minutes}
        status, started = server.call("POST", "/api/test-session", body, key=key)
        assert status == 201, started
        self.url, self.token, self.id = (started["session"][name] for name in ("url", "token", "session_id"))
        self.question = self.snapshot()["questions"][0]["id"]

    def snapshot(self) -> Any:
        status, found = self.server.call("GET", f"/api/test-session/{self.name}/snapshot", token=self.token)
        assert status == 200, found
        return found

    def session(self) -> Any:
        return self.server.call("GET", f"/api/test-session/{self.name}", key=self.key)[1]["session"]

    def stored(self, language: str = "python") -> str:
        """The text of the first question that the database has; empty where it has none."""
        drafts = self.snapshot()["questions"][0]["drafts"]
        return next((draft["code"] for draft in drafts if draft["language"] == language), "")

    def until_stored(self, page: Page, code: str, seconds: float = 15) -> None:
        """Wait until the database has this text and the page says so."""
        for _ in range(int(seconds * 10)):
            if self.stored() == code:
                break
            page.wait_for_timeout(100)
        said = page.locator("#save").inner_text()
        assert self.stored() == code, f"stored: {self.stored()!r}; the page says {said!r} and shows {shown(page)!r}"
        expect(page.locator("#save")).to_have_text(re.compile(r"saved \d\d:\d\d:\d\d"))

    def open(self, context: BrowserContext, *, init: str = "") -> Page:
        """The workspace in a new tab. init: a script that runs in the page before its own."""
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.on("websocket", self._listen)
        if init:
            page.add_init_script(init)
        page.goto(self.url)
        expect(page.locator("html")).to_have_attribute("data-ready", "1")
        return page

    def _listen(self, socket: WebSocket) -> None:
        sent: dict[int, dict[str, Any]] = {}

        def on_sent(text: str | bytes) -> None:
            message = json.loads(text)
            if message["type"] == "save":
                sent[message["client_seq"]] = message

        def on_received(text: str | bytes) -> None:
            message = json.loads(text)
            if message["type"] == "saved":
                save = sent[message["client_seq"]]
                kept = {name: save[name] for name in ("question", "language", "code")}
                self.acknowledged.append({**kept, "rev": message["rev"]})

        socket.on("framesent", on_sent)
        socket.on("framereceived", on_received)

    def check_nothing_lost(self) -> None:
        """The newest acknowledged text of each question and language is what the database has."""
        assert self.acknowledged, "nothing was acknowledged: the test looked at nothing"
        newest: dict[tuple[str, str], dict[str, Any]] = {}
        for saved in self.acknowledged:
            place = (saved["question"], saved["language"])
            if place not in newest or newest[place]["rev"] <= saved["rev"]:
                newest[place] = saved
        has = {
            (question["id"], draft["language"]): draft
            for question in self.snapshot()["questions"]
            for draft in question["drafts"]
        }
        for place, saved in newest.items():
            assert has[place]["rev"] >= saved["rev"]
            if has[place]["rev"] == saved["rev"]:
                assert has[place]["code"] == saved["code"]


def write(page: Page, code: str) -> None:
    """Replace the text of the editor, by the keyboard."""
    page.locator(EDITOR).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(code)


def append(page: Page, text: str) -> None:
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def shown(page: Page) -> str:
    """The text in the editor, as lines."""
    return "\n".join(page.locator(f"{EDITOR} .cm-line").all_inner_texts()).replace("\u200b", "")
