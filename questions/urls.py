"""Paths of questions and assessments, below /api."""

from django.urls import path

from questions import api, api_assessments

urlpatterns = [
    path("questions", api.QuestionsView.as_view(), name="questions"),
    path("questions/<str:question_id>", api.QuestionView.as_view(), name="question"),
    path("questions/<str:question_id>/publish", api.PublishView.as_view(), name="question-publish"),
    path("questions/<str:question_id>/test-cases", api.TestCasesView.as_view(), name="test-cases"),
    path("questions/<str:question_id>/test-cases/<uuid:case_id>", api.TestCaseView.as_view(), name="test-case"),
    path("assessments", api_assessments.AssessmentsView.as_view(), name="assessments"),
    path("assessments/<uuid:assessment_id>", api_assessments.AssessmentView.as_view(), name="assessment"),
]
