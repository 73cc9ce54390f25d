"""What staff see of the people who are tested, and of how it went."""

from sessions.admin.api_key import ApiKeyAdmin
from sessions.admin.candidate import CandidateAdmin
from sessions.admin.history import AdjustmentAdmin, DraftAdmin, SessionEventAdmin
from sessions.admin.invitation import InvitationAdmin
from sessions.admin.outage import OutageAdmin
from sessions.admin.session import TestSessionAdmin
from sessions.admin.submission import SubmissionAdmin

__all__ = [
    "AdjustmentAdmin",
    "ApiKeyAdmin",
    "CandidateAdmin",
    "DraftAdmin",
    "InvitationAdmin",
    "OutageAdmin",
    "SessionEventAdmin",
    "SubmissionAdmin",
    "TestSessionAdmin",
]
