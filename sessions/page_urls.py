"""The paths of the pages. With a slash at the end: the candidate's cookie is bound to /s/<session_id>/."""

from django.urls import path

from sessions import views

urlpatterns = [
    path("", views.home, name="home"),
    path("t/<str:token>/", views.invitation, name="invitation"),
    path("s/<uuid:session_id>/", views.sitting, name="sitting"),
    path("s/<uuid:session_id>/start", views.start, name="sitting-start"),
    path("s/<uuid:session_id>/practice", views.practice, name="sitting-practice"),
    path("s/<uuid:session_id>/save", views.save, name="sitting-save"),
    path("s/<uuid:session_id>/finish", views.finish, name="sitting-finish"),
    path("s/<uuid:session_id>/note", views.note, name="sitting-note"),
    path("board/<uuid:assessment_id>/", views.board, name="board"),
    path("playback/<int:draft_id>/", views.playback, name="playback"),
]
