"""Every row of the contract over real HTTP, with a real sandbox; and bytes that only a raw socket can send."""

import json
import re
import socket
from typing import Any

import pytest

from assessment.tests.live_server import Server

pytestmark = pytest.mark.sandbox
SUM = "print(sum(map(int, input().split())))\n"


@pytest.fixture(scope="module")
def started(server: Server, key: str) -> dict[str, Any]:
    """Alice's session, started over the API."""
    candidate = {"candidate_id": "alice", "name": "Alice", "email": "alice@example.org"}
    assert server.call("POST", "/api/candidates", candidate, key=key)[0] == 201
    status, answer = server.call("POST", "/api/test-session", {"candidate_id": "alice"}, key=key)
    assert status == 201
    session: dict[str, Any] = answer["session"]
    return session


def test_questions(server: Server, key: str) -> None:
    status, listed = server.call("GET", "/api/questions?limit=3", key=key)
    assert status == 200
    assert {"id", "title", "description", "difficulty", "tags", "test_cases"} <= set(listed["questions"][0])
    status, one = server.call("GET", f"/api/questions/{listed['questions'][0]['id']}", key=key)
    assert status == 200
    assert isinstance(json.loads(one["question"]["boiler_plate"]), dict)
    assert {"id", "question_id", "input", "expected_output", "test_order"} <= set(one["test_cases"][0])


def test_without_a_key_every_row_is_401(server: Server, started: dict[str, Any]) -> None:
    rows = [
        ("GET", "/api/questions", None),
        ("GET", "/api/questions/1", None),
        ("POST", "/api/test-session", {"candidate_id": "alice"}),
        ("PUT", "/api/test-session/alice/heartbeat", None),
        ("PUT", "/api/test-session/alice/activity", None),
        ("PUT", "/api/test-session/alice/progress", {}),
        ("PUT", "/api/test-session/alice/complete", {"completion_method": "manual"}),
        ("PUT", "/api/test-session/alice/abandon", {"completion_method": "manual"}),
        ("POST", "/api/test-session/alice/abandon", {"completion_method": "manual"}),
        ("GET", "/api/test-session/alice", None),
        ("POST", "/proxy/execute", {}),
    ]
    for method, path, body in rows:
        status, answer = server.call(method, path, body)
        assert (status, answer["status"]) == (401, 401), path


def test_the_rows_of_a_session(server: Server, key: str, started: dict[str, Any]) -> None:
    token = started["token"]
    status, again = server.call("POST", "/api/test-session", {"candidate_id": "alice"}, key=key)
    assert (status, again["session"]["test_start_time"]) == (200, started["test_start_time"])
    for row, field in (("heartbeat", "last_heartbeat"), ("activity", "last_activity")):
        for who in ({"key": key}, {"token": token}):
            status, answer = server.call("PUT", f"/api/test-session/alice/{row}", **who)
            assert (status, answer["success"]) == (200, True)
            assert answer[field]
    progress = {"sections_completed": ["one"], "pending_answers": {"1": "A"}}
    assert server.call("PUT", "/api/test-session/alice/progress", progress, key=key)[0] == 200
    status, answer = server.call("GET", "/api/test-session/alice", key=key)
    assert {name: answer["session"][name] for name in progress} == progress


def test_the_playground_really_runs(server: Server, key: str, started: dict[str, Any]) -> None:
    body = {
        "language": "python",
        "code": SUM,
        "user_id": "u",
        "test_cases": [
            {"id": 1, "input": "1 2\n", "expected_output": "3\n"},
            {"id": 2, "input": "2 2\n", "expected_output": "5\n"},
        ],
    }
    status, answer = server.call("POST", "/proxy/execute", body, key=key)
    assert status == 200, answer
    assert answer["summary"] == {"total_tests": 2, "passed": 1, "failed": 1, "all_passed": False}
    assert [r["verdict"] for r in answer["results"]] == ["accepted", "wrong_answer"]
    assert answer["metadata"]["container_id"]
    assert answer["metadata"]["execution_time_ms"] > 0
    status, health = server.call("GET", "/proxy/health", key=key)
    assert (status, health["status"]) == (200, "ok")
    assert server.call("GET", "/health/ready")[0] == 200


def test_a_submission_is_judged_on_the_servers_tests_and_the_session_ends(
    server: Server, key: str, started: dict[str, Any]
) -> None:
    token = started["token"]
    _, snapshot = server.call("GET", "/api/test-session/alice/snapshot", token=token)
    body = {"question_id": snapshot["questions"][0]["id"], "language": "python", "code": "print(1)"}
    status, answer = server.call("POST", "/api/submissions?wait=60", body, token=token)
    assert status == 200, answer
    submission = answer["submission"]
    assert submission["verdict"] == "wrong_answer"
    assert submission["total"] == snapshot["questions"][0]["tests"]
    hidden = [test for test in submission["run"]["tests"] if not test["sample"]]
    assert hidden
    assert all(set(test) == {"index", "sample", "verdict", "cpu_ms", "memory_kib", "message"} for test in hidden)
    done = {"completion_method": "manual"}
    status, ended = server.call("PUT", "/api/test-session/alice/complete", done, token=token)
    assert (status, ended["status"]) == (200, "completed")
    assert ended["completed_at"]
    assert server.call("PUT", "/api/test-session/alice/heartbeat", token=token)[0] == 409
    assert server.call("POST", "/api/test-session", {"candidate_id": "alice"}, key=key)[0] == 409
    status, answer = server.call("GET", "/api/test-session/alice/result", key=key)
    assert (status, answer["result"]["status"]) == (200, "completed")


def test_the_document_and_its_page_are_served(server: Server) -> None:
    assert server.call("GET", "/api/schema")[0] == 200
    status, page = server.call("GET", "/api/docs")
    assert status == 200
    for source in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        assert server.call("GET", source)[0] == 200, source


# --- raw bytes ----------------------------------------------------------------------------------------------


def raw(server: Server, head: str, body: bytes = b"") -> tuple[int, bytes]:
    """What the server answers to exactly these bytes: the status, and the rest."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
            length = re.search(rb"(?i)content-length: (\d+)", answer)
            if length and len(answer.partition(b"\r\n\r\n")[2]) >= int(length[1]):
                break
    return int(answer.split(b" ", 2)[1]), answer


def head(path: str, key: str, *headers: str, method: str = "POST") -> str:
    return "\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: Api-Key {key}", *headers])


CLEO = json.dumps({"name": "Cleo", "email": ""}).encode()


def test_a_body_in_chunks_is_read(server: Server, key: str) -> None:
    chunks = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (CLEO[:7], CLEO[7:])) + b"0\r\n\r\n"
    lines = ("Content-Type: application/json", "Transfer-Encoding: chunked")
    status, answer = raw(server, head("/api/candidates", key, *lines), chunks)
    assert status == 201, answer


@pytest.mark.parametrize(
    "headers,body,status",
    [
        (["Content-Type: application/json", "Content-Type: text/plain"], CLEO, 415),
        (["Content-Type: application/json;;;=\xff"], CLEO, 201),
        (["Content-Type: \xff"], CLEO, 415),
        (["Content-Type: application/json"], b'{"name": "\xff"}', 400),
        (["Content-Type: application/json", "Idempotency-Key: \xff"], CLEO, 400),
        (["Content-Type: application/json", "Accept: text/html"], CLEO, 406),
        (["Content-Type: application/json", "Accept: \xff/x"], CLEO, 406),
    ],
)
def test_odd_headers(headers: list[str], body: bytes, status: int, server: Server, key: str) -> None:
    met, answer = raw(server, head("/api/candidates", key, f"Content-Length: {len(body)}", *headers), body)
    assert met == status, answer


@pytest.mark.parametrize(
    "path", ["/api/questions/%ff", "/api/test-session/\xff", "/api/candidates?search=%ff", "/api/%00"]
)
def test_paths_that_are_no_text(path: str, server: Server, key: str) -> None:
    status, answer = raw(server, head(path, key, method="GET"))
    assert 200 <= status < 500, answer


def test_bodies_over_the_limit(server: Server, key: str) -> None:
    big = json.dumps({"name": "x" * 1_100_000, "email": ""}).encode()
    lines = ("Content-Type: application/json", f"Content-Length: {len(big)}")
    status, answer = raw(server, head("/api/candidates", key, *lines), big)
    assert status == 413
    assert b"application/problem+json" in answer
    tests = [{"id": 1, "input": "x" * 2_000_000, "expected_output": "x"}]
    body = {"language": "python", "code": "pass", "user_id": "u", "test_cases": tests}
    assert server.call("POST", "/proxy/execute", body, key=key)[0] == 200
