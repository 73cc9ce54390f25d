"""What recruiters see of questions and assessments."""

from questions.admin.assessment import AssessmentAdmin
from questions.admin.question import QuestionAdmin
from questions.admin.version import QuestionVersionAdmin

__all__ = ["AssessmentAdmin", "QuestionAdmin", "QuestionVersionAdmin"]
