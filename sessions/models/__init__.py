"""Who sits a test, and when. By subject; everybody imports from here."""

from sessions.models.answers import Draft, DraftEdit, SessionQuestion, Submission
from sessions.models.clock import Adjustment, Outage, Probe
from sessions.models.history import SessionEvent
from sessions.models.keys import ApiKey, IdempotencyKey
from sessions.models.people import Candidate, Invitation, new_candidate_id
from sessions.models.sitting import TestSession, group_of, new_seed, policy

__all__ = [
    "Adjustment",
    "ApiKey",
    "Candidate",
    "Draft",
    "DraftEdit",
    "IdempotencyKey",
    "Invitation",
    "Outage",
    "Probe",
    "SessionEvent",
    "SessionQuestion",
    "Submission",
    "TestSession",
    "group_of",
    "new_candidate_id",
    "new_seed",
    "policy",
]
