"""kill -9 of the server in mid-session: no acknowledged save is lost, the clock goes on where it was."""

import time

import pytest

from assessment.tests.live_server import Server

pytestmark = pytest.mark.sandbox


def test_kill_9_loses_no_save_and_moves_no_deadline(server: Server, key: str) -> None:
    assert (
        server.call("POST", "/api/candidates", {"candidate_id": "k9", "name": "K. Nine", "email": ""}, key=key)[0]
        == 201
    )
    status, started = server.call("POST", "/api/test-session", {"candidate_id": "k9"}, key=key)
    assert status == 201, started
    token = started["session"]["token"]
    _, before = server.call("GET", "/api/test-session/k9/snapshot", token=token)
    question = before["questions"][0]["id"]
    acknowledged = []
    for seq in range(1, 21):
        text = f"print({seq})  # typed so far\n"
        body = {"language": "python", "code": text, "client_id": "t", "client_seq": seq, "base_rev": seq - 1}
        status, saved = server.call("PUT", f"/api/test-session/k9/drafts/{question}", body, token=token)
        assert status == 200, saved
        acknowledged.append(text)
    status, handed_in = server.call(
        "POST", "/api/submissions", {"question_id": question, "language": "python", "code": "print(1)"}, token=token
    )
    assert status == 202, handed_in
    server.kill()
    server.start()
    _, after = server.call("GET", "/api/test-session/k9/snapshot", token=token)
    drafts = {d["language"]: d["code"] for d in after["questions"][0]["drafts"]}
    assert drafts["python"] == acknowledged[-1]
    assert (after["started_at"], after["deadline"]) == (before["started_at"], before["deadline"])
    # The run that was under way is judged all the same, once.
    identity = handed_in["submission"]["id"]
    for _ in range(120):
        status, judged = server.call("GET", f"/api/submissions/{identity}", key=key)
        assert status == 200, judged
        if judged["submission"]["verdict"]:
            break
        time.sleep(0.5)
    assert judged["submission"]["verdict"] == "wrong_answer"
    status, again = server.call("POST", "/api/test-session", {"candidate_id": "k9"}, key=key)
    assert (status, again["session"]["test_start_time"]) == (200, started["session"]["test_start_time"])
