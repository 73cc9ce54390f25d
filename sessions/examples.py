"""The examples of the OpenAPI document."""

from typing import Any

SESSION_ID = "c2a7d5e4-5b1f-4e0a-9d3c-8f6b7a2e1d66"
ASSESSMENT_ID = "9b6d2c1f-1e0a-4f63-8d5b-3a7c4e2f1b55"
QUESTION_ID = "5f0c1a7e-3f7b-4b67-9f0e-0d6c3c1b7a11"
RUN_ID = "7e4f9b3a-2c6d-4d8e-b1a5-5c9e8d7f6a77"
SUBMISSION_ID = "4a8e6c2d-9f1b-4c7a-8e3d-2b5f7c9a1e88"
START = "2026-05-01T09:00:00+00:00"
NOW = "2026-05-01T09:20:00+00:00"
DEADLINE = "2026-05-01T10:00:00+00:00"
CODE = "a, b = map(int, input().split())\nprint(a + b)\n"

CLOCK: dict[str, Any] = {"server_now": NOW, "deadline": DEADLINE, "status": "active"}
SESSION: dict[str, Any] = {
    "session_id": SESSION_ID,
    "candidate_id": "c-1001",
    "assessment_id": ASSESSMENT_ID,
    "test_start_time": START,
    "test_duration_minutes": 60,
    **CLOCK,
    "last_heartbeat": NOW,
    "last_activity": NOW,
    "sections_completed": [],
    "pending_answers": {},
    "completion_method": None,
    "completed_at": None,
}
TOKEN = "wqfV5FsfTgqdPI9reh1m.1~6hY3…"  # noqa: S105 - an example, and no token
STARTED: dict[str, Any] = {**SESSION, "token": TOKEN, "url": f"https://tests.example.org/t/{TOKEN}/"}
CANDIDATE: dict[str, Any] = {
    "candidate_id": "c-1001",
    "name": "Alice Adams",
    "email": "alice@example.org",
    "created_at": START,
}
INVITATION: dict[str, Any] = {
    "id": "1f5b8d3c-7a2e-4b9f-a6c1-9d4e2f8b7c99",
    "candidate_id": "c-1001",
    "assessment_id": ASSESSMENT_ID,
    "url": "https://tests.example.org/t/H1uNPHouS5-mwZ1OL4t8.1~Zx2b…/",
    "time_multiplier": 1.0,
    "expires_at": "2026-06-01T00:00:00+00:00",
    "revoked_at": None,
    "opened_at": None,
    "created_at": START,
    "session_id": SESSION_ID,
    "session_status": "invited",
}
RUN: dict[str, Any] = {
    "type": "run",
    "run_id": RUN_ID,
    "seq": 0,
    "state": "done",
    "tests": [
        {
            "index": 0,
            "sample": True,
            "verdict": "accepted",
            "cpu_ms": 14,
            "memory_kib": 9120,
            "message": "",
            "stdout": "3\n",
            "stderr": "",
            "exit_code": 0,
            "signal": None,
        },
        {"index": 1, "sample": False, "verdict": "accepted", "cpu_ms": 15, "memory_kib": 9088, "message": ""},
    ],
    "total": 2,
    "done": {"verdict": "accepted", "message": "", "passed": 2, "total": 2},
}
SUBMISSION: dict[str, Any] = {
    "id": SUBMISSION_ID,
    "session_id": SESSION_ID,
    "candidate_id": "c-1001",
    "question_id": QUESTION_ID,
    "run_id": RUN_ID,
    "language": "python",
    "origin": "candidate",
    "received_at": NOW,
    "late_by_ms": 0,
    "state": "done",
    "verdict": "accepted",
    "passed": 2,
    "total": 2,
    "judged_at": NOW,
}
RUN_METADATA: dict[str, Any] = {
    "language": "python",
    "execution_time_ms": 21,
    "compile_time_ms": 0,
    "compile_cached": False,
    "cpu_time_ms": 14,
    "queue_time_ms": 3,
    "container_id": "3f9c2a7b",
    "sandbox": "docker",
    "replica": "worker-1",
    "attempts": 1,
    "cpu_usage_percent": 66.7,
    "memory_usage_bytes": 9338880,
}
FULL_SUBMISSION: dict[str, Any] = {**SUBMISSION, "code": CODE, "run": RUN, "metadata": RUN_METADATA}
RESULT: dict[str, Any] = {
    "session_id": SESSION_ID,
    "candidate_id": "c-1001",
    "assessment_id": ASSESSMENT_ID,
    "status": "completed",
    "completion_method": "manual",
    "started_at": START,
    "completed_at": NOW,
    "result": "ready",
    "score": 100.0,
    "max_score": 100.0,
    "questions": [
        {
            "question_id": QUESTION_ID,
            "title": "Add two",
            "version": 1,
            "kind": "code",
            "section": "Warm-up",
            "weight": 100.0,
            "score": 100.0,
            "passed": 2,
            "total": 2,
            "submission_id": SUBMISSION_ID,
            "verdict": "accepted",
            "language": "python",
            "submissions": 1,
        }
    ],
}
SNAPSHOT: dict[str, Any] = {
    "session_id": SESSION_ID,
    "candidate_id": "c-1001",
    "candidate_name": "Alice Adams",
    "assessment_title": "Backend engineer",
    **CLOCK,
    "started_at": START,
    "completed_at": None,
    "last_event": 0,
    "sections_completed": [],
    "questions": [
        {
            "id": QUESTION_ID,
            "kind": "code",
            "order": 0,
            "section": "Warm-up",
            "title": "Add two",
            "difficulty": "easy",
            "weight": 100.0,
            "statement_html": "<p>Read two integers and print their sum.</p>\n",
            "cpu_seconds": 2.0,
            "memory_mib": 256,
            "languages": ["python", "java", "cpp", "javascript", "csharp"],
            "starter": {"python": "a, b = map(int, input().split())\n"},
            "samples": [{"name": "small", "input": "1 2\n", "expected_output": "3\n"}],
            "tests": 2,
            "choices": [],
            "marked": False,
            "drafts": [{"language": "python", "code": CODE, "rev": 3, "saved_at": NOW}],
            "submissions": [],
            "state": "tried",
        }
    ],
}
EXECUTE_BODY: dict[str, Any] = {
    "language": "python",
    "code": CODE,
    "test_cases": [{"id": 1, "input": "1 2\n", "expected_output": "3\n"}],
    "user_id": "u-17",
}
EXECUTED: dict[str, Any] = {
    "success": True,
    "execution_id": RUN_ID,
    "verdict": "accepted",
    "summary": {"total_tests": 1, "passed": 1, "failed": 0, "all_passed": True},
    "results": [
        {
            "test_id": 1,
            "passed": True,
            "verdict": "accepted",
            "output": "3\n",
            "expected_output": "3\n",
            "error": None,
            "stderr": "",
            "exit_code": 0,
            "signal": None,
            "truncated": False,
            "execution_time_ms": 21,
            "cpu_time_ms": 14,
            "memory_kib": 9120,
        }
    ],
    "metadata": RUN_METADATA,
}
HEALTH: dict[str, Any] = {
    "success": True,
    "status": "ok",
    "ok": True,
    "reason": "",
    "sandbox": "docker",
    "languages": {"python": "Python 3.13.5", "cpp": "g++ (Debian 14.2.0-19) 14.2.0"},
    "protections": {"namespaces": True},
    "queued": 0,
    "waiting_for_language": {},
    "running": 1,
    "workers": 1,
    "slots": 2,
}
