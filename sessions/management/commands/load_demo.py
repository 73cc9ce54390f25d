"""Something to try at once: the demo questions, an assessment of them, a candidate and a link that works."""

import itertools
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from questions.bank import BankQuestion, load_question, read_bank
from questions.models import Assessment, Pool, Question, Section, SectionQuestion
from questions.words import load_words
from sessions import lifecycle
from sessions.models import Candidate, Invitation, TestSession, policy
from sessions.services.inviting import invite, renew_link
from sessions.services.transition import transition
from sessions.tokens import invitation_url

SLUG = "demo"
SECTIONS = (("Warm-up", ("broken-bracket",)), ("Main part", ("peak-load", "contract-pauses")))
WEIGHTS = {"easy": 20.0, "medium": 30.0, "hard": 50.0}
INSTRUCTIONS = """\
This is a demonstration: nobody reads your answers, and you can sit it as often as you like.

- Three questions, from easy to hard, in any of the languages offered.
- **Run** tries your code on the samples or on an input of your own. **Submit** judges it on hidden tests.
- You can submit as often as you like; the best answer to each question counts.
"""
DRAWN_SLUG = "demo-drawn"
DRAWN_INSTRUCTIONS = """\
This is a demonstration of drawn questions: two programs come from pools, and the other questions and their choices
stand in an order that is yours alone. The free text is scored by a person, in the admin, on the page of your session.
"""
LOGINS = ("admin", "recruiter", "reviewer")


class Command(BaseCommand):
    help = "Load the demo questions, an assessment and an invitation. Safe to run again: nothing is made twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what is needed: logins and the link")
        parser.add_argument("--refresh", action="store_true", help="bring demo questions that were edited back")
        parser.add_argument("--every-kind", action="store_true", help="a second test: pools, choices, texts")
        parser.add_argument("--logins", action="store_true", help="also make staff logins (never with DEBUG=0)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["logins"] and not settings.DEBUG:
            raise CommandError("Demo logins are never made with DEBUG=0. Use manage.py createsuperuser.")
        bank = {question.slug: question for question in read_bank()}
        self._load_questions(bank, refresh=options["refresh"], quiet=options["quiet"])
        invitation = _open_invitation(_assessment(bank))
        other = None
        if options["every_kind"]:
            words = load_words(now=timezone.now(), refresh=options["refresh"])
            other = _open_invitation(_drawn_assessment(words))
        logins = _make_logins() if settings.DEBUG else {}
        self._announce(invitation, other, logins)

    def _load_questions(self, bank: dict[str, BankQuestion], *, refresh: bool, quiet: bool) -> None:
        now = timezone.now()
        for found in bank.values():
            version, written = load_question(found, now=now, refresh=refresh)
            if not quiet:
                what = "loaded" if written else "here already"
                number = f", version {version.number}" if version else ", not published"
                self.stderr.write(f"{found.slug}: {what}{number}")

    def _announce(self, invitation: Invitation, other: Invitation | None, logins: dict[str, str]) -> None:
        say = self.stdout.write
        say(f"Staff        {settings.PUBLIC_URL}/admin/")
        say(f"Live board   {settings.PUBLIC_URL}/board/{invitation.assessment_id}/")
        for name, password in logins.items():
            say(f"Login        {name} / {password}   (shown once)")
        say(f"Sit the demo {invitation_url(invitation)}")
        if other:
            say(f"Sit another  {invitation_url(other)}   (drawn from pools; choices and texts, too)")


def _assessment(bank: dict[str, BankQuestion]) -> Assessment:
    """The assessment "demo"; where it is there already it stays as it is."""
    with transaction.atomic():
        assessment, made = Assessment.objects.get_or_create(
            slug=SLUG,
            defaults={
                "title": "Demo: three short problems",
                "instructions": INSTRUCTIONS,
                "duration_minutes": 60,
                "shows_afterwards": Assessment.Shows.VERDICTS.value,
            },
        )
        if made:
            for order, (title, slugs) in enumerate(SECTIONS):
                section = Section.objects.create(assessment=assessment, title=title, order=order)
                for at, slug in enumerate(slugs):
                    question = Question.objects.get(id=bank[slug].id)
                    weight = WEIGHTS[question.difficulty]
                    SectionQuestion.objects.create(section=section, question=question, weight=weight, order=at)
    return assessment


def _drawn_assessment(words: list[Question]) -> Assessment:
    """The assessment "demo-drawn": two programs from pools, and every other kind of question, shuffled."""
    with transaction.atomic():
        assessment, made = Assessment.objects.get_or_create(
            slug=DRAWN_SLUG,
            defaults={
                "title": "Demo: drawn from pools",
                "instructions": DRAWN_INSTRUCTIONS,
                "duration_minutes": 60,
                "shows_afterwards": Assessment.Shows.VERDICTS.value,
            },
        )
        if made:
            programs = Section.objects.create(assessment=assessment, title="Programs", order=0)
            for order, difficulty in enumerate(("easy", "medium")):
                weight = WEIGHTS[difficulty]
                Pool.objects.create(section=programs, draw=1, difficulty=difficulty, tag="", weight=weight, order=order)
            told = Section.objects.create(
                assessment=assessment, title="Words", order=1, shuffle_questions=True, shuffle_choices=True
            )
            for order, question in enumerate(words):
                SectionQuestion.objects.create(section=told, question=question, weight=10, order=order)
    return assessment


def _open_invitation(assessment: Assessment) -> Invitation:
    """The demo invitation whose session is not over; a fresh one where there is none. Its link works."""
    now = timezone.now()
    for number in itertools.count(1):
        name = "demo" if number == 1 else f"demo-{number}"
        candidate, _ = Candidate.objects.get_or_create(id=name, defaults={"name": "Demo Candidate"})
        session = _open_session(candidate, assessment, now)
        if session is None:
            return invite(candidate=candidate, assessment=assessment, now=now)
        if session.invitation:
            revoked = session.invitation.revoked_at
            return renew_link(invitation=session.invitation, actor=None, now=now) if revoked else session.invitation
        # This one's session was started through the API, so no link leads to it: the next candidate.
    raise AssertionError("unreachable")


def _open_session(candidate: Candidate, assessment: Assessment, now: datetime) -> TestSession | None:
    session = TestSession.objects.filter(candidate=candidate, assessment=assessment, finalised_at__isnull=True).first()
    if session and session.deadline and now > session.deadline + timedelta(seconds=policy().grace):
        # Its time ran out while no server was there to notice.
        session = transition(session_id=session.id, event=lifecycle.Event.SWEEP, now=now)
    return None if session is None or session.finalised_at else session


def _make_logins() -> dict[str, str]:
    """Name → password of each staff login that was made just now. Those that exist keep their passwords."""
    made = {}
    for name in LOGINS:
        user, new = User.objects.get_or_create(
            username=name, defaults={"is_staff": True, "email": f"{name}@example.org"}
        )
        if new:
            made[name] = secrets.token_urlsafe(9)
            user.set_password(made[name])
            user.save(update_fields=["password"])
            user.groups.add(Group.objects.get(name=name))
    return made
