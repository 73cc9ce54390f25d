"""What the API takes of candidates, sessions and answers."""

import re
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from executor.core.limits import MAX_CASES
from questions.json_fields import (
    INT64_MAX,
    Exact,
    Flag,
    Identity,
    LanguageName,
    Mapping,
    Moment,
    Number,
    StrictList,
    Text,
    Whole,
    words,
)
from sessions.services.signals import LONGEST_MS, MOST_AT_ONCE, MOST_CHARACTERS, OF_BROWSER, PAGE_LENGTH

RESERVED = {".", "..", "active", "abandoned"}  # words that mean something else at that place of a path
CANDIDATE_ID = re.compile(r"[\w.@:+~-]{1,36}")


class CandidateId(Text):
    """An integrator's own id of a candidate; it stands in paths."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not CANDIDATE_ID.fullmatch(text) or text in RESERVED:
            raise serializers.ValidationError(
                "must be 1 to 36 letters, digits or any of . _ - @ : + ~, and none of the words "
                + ", ".join(sorted(RESERVED))
            )
        return text


class Email(serializers.EmailField):
    default_error_messages = {"invalid": "must be an e-mail address"}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class CandidateBody(serializers.Serializer[Any]):
    candidate_id = CandidateId(required=False)
    name = Text(max_length=200)
    email = Email(max_length=254, allow_blank=True)


class InvitationBody(serializers.Serializer[Any]):
    candidate_id = Text(max_length=36)
    assessment_id = Text(max_length=80, help_text="id or slug")
    time_multiplier = Number(min_value=1.0, max_value=10.0, required=False)
    expires_at = Moment(required=False, allow_null=True)


class InvitationChange(serializers.Serializer[Any]):
    expires_at = Moment(allow_null=True)


class StartBody(serializers.Serializer[Any]):
    candidate_id = Text(max_length=36)
    test_duration_minutes = Whole(
        min_value=1, max_value=24 * 60, required=False, help_text="default: the assessment's own, which is 60 at first"
    )
    assessment_id = Text(max_length=80, required=False, help_text="id or slug; default: the installation's own")


CLIENT_ID = "which tab of a page: 409 `lease_elsewhere` where another one has the lease"


class ProgressBody(serializers.Serializer[Any]):
    """An older client's progress. What is given replaces what is there."""

    sections_completed = StrictList(child=serializers.JSONField(), required=False, max_length=1000)
    pending_answers = Mapping(
        required=False, help_text="question → answer: a text is stored, {language, code} is that question's draft"
    )
    client_id = Text(max_length=40, allow_blank=True, required=False, default="", help_text=CLIENT_ID)


class MarkBody(serializers.Serializer[Any]):
    marked = Flag()


class CompleteBody(serializers.Serializer[Any]):
    completion_method = Text(max_length=40, help_text="manual, tab_close or timer_expired")
    client_id = Text(max_length=40, allow_blank=True, required=False, default="", help_text=CLIENT_ID)


class LeaseBody(serializers.Serializer[Any]):
    client_id = Text(max_length=40, help_text="the tab that asks, a name of its own")
    take = Flag(required=False, default=False, help_text="take it from whoever has it: “continue here”")
    before = Text(
        max_length=40, allow_blank=True, required=False, default="", help_text="the page before it in this tab"
    )


class AbandonBody(serializers.Serializer[Any]):
    completion_method = Text(max_length=40, required=False, help_text="default: tab_close")
    client_id = Text(
        max_length=40,
        allow_blank=True,
        required=False,
        help_text="which tab: nothing is abandoned where another has the lease",
    )
    token = Text(max_length=300, required=False, help_text="the session's token, from a beacon: it sets no headers")


class DraftBody(serializers.Serializer[Any]):
    """An autosave. base_rev: the rev that this text grew from (0: none); null overwrites whatever is there."""

    language = Text(max_length=40)
    code = Exact()
    client_id = Text(max_length=40, allow_blank=True, required=False, default="")
    client_seq = Whole(min_value=0, max_value=INT64_MAX, required=False, default=0)
    base_rev = Whole(min_value=0, required=False, allow_null=True, default=None)
    closing = Flag(required=False, default=False, help_text="sent by a page that goes away: no sign of life")


class SignalBody(serializers.Serializer[Any]):
    """One thing that a page noticed. ago_ms: since it began; size: characters."""

    n = Whole(min_value=0, max_value=2**31, help_text="the page's own number of it")
    kind = words(OF_BROWSER)
    ago_ms = Whole(min_value=0, max_value=LONGEST_MS)
    duration_ms = Whole(min_value=0, max_value=LONGEST_MS, required=False)
    size = Whole(min_value=0, max_value=MOST_CHARACTERS, required=False)
    question = Text(max_length=36, allow_blank=True, required=False)


class SignalsBody(serializers.Serializer[Any]):
    page = Text(max_length=PAGE_LENGTH, help_text="a name of the page, made anew each time it is opened")
    signals = serializers.ListField(child=SignalBody(), min_length=1, max_length=MOST_AT_ONCE)


class WhoseBody(serializers.Serializer[Any]):
    """For keys and staff: which session. A candidate's is that of the token."""

    candidate_id = Text(max_length=36, required=False)
    session_id = Identity(required=False)


class CodeBody(WhoseBody):
    question_id = Identity()
    language = Text(max_length=40)
    code = Exact()
    client_id = Text(max_length=40, allow_blank=True, required=False, default="", help_text=CLIENT_ID)

    def validate_code(self, value: str) -> str:
        if not value.strip():
            raise serializers.ValidationError("is empty: write a program first", code="blank")
        return value


class RunBody(CodeBody):
    input = Exact(required=False, help_text="an input of one's own; without it the samples are run")


class CheckBody(WhoseBody):
    language = LanguageName()


class PracticeBody(WhoseBody):
    language = LanguageName()
    code = Exact()
    input = Exact(required=False, help_text="an input of one's own; without it the samples are run")
    everything = Flag(required=False, help_text="all tests, as a submission")


@extend_schema_field({"oneOf": [{"type": "string", "maxLength": 200}, {"type": "integer"}]})
class TestId(serializers.Field[Any, Any, Any, Any]):
    """A test's own id, a text or a number: given back as it came."""

    __test__ = False

    default_error_messages = {"invalid": "must be a text or a whole number"}

    def to_internal_value(self, data: Any) -> str | int:
        if isinstance(data, bool) or not isinstance(data, str | int):
            self.fail("invalid")
        if isinstance(data, str) and len(data) > 200:
            self.fail("invalid")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class ExecuteCase(serializers.Serializer[Any]):
    id = TestId(required=False)
    input = Exact()
    expected_output = Exact(required=False, allow_null=True)


class ExecuteBody(serializers.Serializer[Any]):
    """Code and tests of the caller's own. `question_id`: its limits and checker hold."""

    language = Text(max_length=40)
    code = Exact()
    test_cases = serializers.ListField(child=ExecuteCase(), min_length=1, max_length=MAX_CASES)
    user_id = Text(max_length=200)
    question_id = Text(max_length=80, required=False, allow_null=True)

    def validate_code(self, value: str) -> str:
        if not value.strip():
            raise serializers.ValidationError("is empty: write a program first", code="blank")
        return value


# --- queries --------------------------------------------------------------------------------------------------


class SessionFilters(serializers.Serializer[Any]):
    assessment_id = serializers.CharField(max_length=80, required=False)
    candidate_id = serializers.CharField(max_length=36, required=False)


class SubmissionFilters(SessionFilters):
    session_id = serializers.UUIDField(required=False)
    question_id = serializers.UUIDField(required=False)


class ResultFilters(SessionFilters):
    status = serializers.ChoiceField(choices=["invited", "active", "abandoned", "completed"], required=False)
    result = serializers.ChoiceField(choices=["pending", "ready"], required=False)


class CandidateFilters(serializers.Serializer[Any]):
    search = serializers.CharField(max_length=200, required=False)
    email = serializers.CharField(max_length=254, required=False)
