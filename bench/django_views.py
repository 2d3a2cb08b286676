"""The pages in Django: its ORM for the same questions; our own statement where ours is one long union."""

import hashlib
from datetime import UTC, datetime
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db import connection, transaction
from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery
from django.http import HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone

from bench import django_models as m
from bench.pages import PAGES
from rules.board import KINDS, why
from rules.chain import START, canonical, line_hash
from rules.vocabulary import CAREGIVER_QUESTIONS, RELATION_WISHES, RESPONDENT_QUESTIONS, SCALE, WORD_KINDS

# Filled by bench/django_site.py: {"board": (sql, values), "relation": (sql, values)}.
LONG = {}
CALLS_HER = frozenset({"to_reach", "interruption_call", "tell_caregiver", "word_call_me", "caregiver_call"})
CALLS_PERSON = frozenset({"call", "resume", "home_visit"})
PAGE, CAP = 25, 1001
NAV = (("À traiter", "board"), ("À appeler", "board"), ("Bénéficiaires", "list"), ("Intervenantes", "list"),
       ("Interventions", "list"), ("Points à deux voix", "board"), ("Médiations", "board"), ("Remplacements", "board"),
       ("À reporter au planning", "board"), ("Appels notés", "list"), ("Mots reçus", "list"), ("Aide", "board"))


class WordForm(forms.Form):
    kind = forms.ChoiceField(label="Que voulez-vous dire ?", choices=WORD_KINDS.items(), widget=forms.RadioSelect)
    words = forms.CharField(label="Quelques mots", widget=forms.Textarea, required=False)


class AnswerForm(forms.Form):
    for _code, _title in {**RESPONDENT_QUESTIONS, **CAREGIVER_QUESTIONS}.items():
        locals()[_code] = forms.ChoiceField(label=_title, choices=SCALE.items(), widget=forms.RadioSelect)
    goes_well = forms.CharField(label="Ce qui va bien", widget=forms.Textarea, required=False)
    should_change = forms.CharField(label="Ce qui devrait changer", widget=forms.Textarea, required=False)
    wish = forms.ChoiceField(label="Que souhaitez-vous ?", choices=RELATION_WISHES.items(), widget=forms.RadioSelect)


def who_comes_in(get_response):
    """Who is signed in, by our session table."""
    def middleware(request):
        token = request.session.get("token", "")
        held = m.Session.objects.select_related("account").filter(
            token_hash=hashlib.sha256(token.encode()).hexdigest(), ended_at=None).first()
        if held is None or held.account.ended_at:
            return HttpResponseForbidden()
        request.user = held.account
        return get_response(request)
    return middleware


def shown(request, page: str, **context):
    settings = dict(m.Setting.objects.values_list("name", "value"))
    return render(request, f"{page}.html", {"nav": NAV, "user": request.user, "settings": settings, **context})


def long_one(page: str) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(*LONG[page])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def instant(value):
    """What a raw statement gives: a text, or already an instant."""
    value = datetime.fromisoformat(value) if isinstance(value, str) else value
    return value and value.replace(tzinfo=UTC)


def said(row: dict) -> dict:
    person = f"{row['civility']} {row['first_name']} {row['last_name']}" if row["last_name"] else ""
    caregiver = f"{row['caregiver_first']} {row['caregiver_last']}" if row["caregiver_last"] else ""
    kind = KINDS[row["kind"]]
    ticks = {"to_reach": "Jointe", "planning": "Reporté"} if row["n"] == 1 else {}
    phone = row["caregiver_phone"] if row["kind"] in CALLS_HER else row["phone"] if row["kind"] in CALLS_PERSON else ""
    return {**row, "at": instant(row["at"]), "tick": ticks.get(row["kind"]), "phone": phone, "key": uuid4().hex, "why": why(row["kind"], person, caregiver, row["n"], row["extra"] or ""),
            "level": kind.level, "act": kind.act}


def sectors():
    return m.Sector.objects.filter(ended_at=None).order_by("name", "id").values_list("id", "name")


def board(request):
    change = m.ChangeCount.objects.values_list("number", flat=True).get(id=1)
    ran = m.Tick.objects.filter(name="clock").values_list("ran_at", flat=True).first()
    return shown(request, "board", lines=[said(row) for row in long_one("board")[:40]], sectors=sectors(), change=change, ran=ran)


def files(request, **_):
    wanted = m.Beneficiary.objects.filter(ended_on=None)
    stopped = m.Interruption.objects.filter(beneficiary=OuterRef("id"), resumed_at=None).values("kind")[:1]
    rows = list(wanted.annotate(sector_name=F("sector__name"), referent_name=F("referent__name"), interruption=Subquery(stopped))
                .order_by("search_name", "id").values("id", "civility", "first_name", "last_name", "district", "phone",
                                                      "last_contact_on", "sector_name", "referent_name", "interruption")[:PAGE + 1])
    return shown(request, "list", rows=rows[:PAGE], more=len(rows) > PAGE, count=wanted[:CAP].count(), sectors=sectors())


def open_one(model, states):
    return Subquery(model.objects.filter(pairing=OuterRef("id"), state__in=states).order_by().values("pairing")
                    .annotate(last=Max("id")).values("last"))


def relation(request, id):
    at = timezone.now()
    held = m.Visit.objects.filter(Q(state="done") | Q(state="planned", caregiver__isnull=False, ends_at__lte=at),
                                  pairing=OuterRef("id")).order_by().values("pairing")
    coming = m.Visit.objects.filter(pairing=OuterRef("id"), state="planned", ends_at__gt=at).order_by().values("pairing")
    pairing = get_object_or_404(m.Pairing.objects.select_related(
        "beneficiary__sector", "caregiver", "introduced_by", "ended_by").annotate(
            held=Subquery(held.annotate(n=Count("id")).values("n")), next_visit=Subquery(coming.annotate(n=Min("starts_at")).values("n")),
            open_mediation=open_one(m.Mediation, ("opened", "agreed")), open_round=open_one(m.Round, ("open",)),
            open_replacement=open_one(m.Replacement, ("open", "with_direction"))), id=id)
    measures = m.PairMeasure.objects.filter(beneficiary=pairing.beneficiary_id, caregiver=pairing.caregiver_id)
    standing = measures.filter(lifted_at=None, starts_on__lte=at.date()).order_by("kind", "id").first()
    hers = list(measures.filter(set_by=request.user).order_by("-starts_on", "-id"))
    entries = [{**row, "at": instant(row["at"])} for row in long_one("relation")[:40]]
    return shown(request, "relation", pairing=pairing, measure=standing, readable=hers, entries=entries)


def question(request, id):
    side = get_object_or_404(m.RoundSide, id=id, side="caregiver", round__caregiver=request.user.caregiver_id)
    m.Answer.objects.filter(side=side, voice="caregiver").first()
    person = m.Beneficiary.objects.only("civility", "first_name", "last_name").get(
        id=Subquery(m.Round.objects.filter(id=side.round_id).values("beneficiary_id")))
    return shown(request, "question", side=side, person=person, form=AnswerForm(), key=uuid4().hex)


def visit(request, id):
    one = get_object_or_404(m.Visit.objects.select_related("beneficiary"), id=id, caregiver=request.user.caregiver_id)
    hers = m.Visit.objects.filter(caregiver=request.user.caregiver_id, beneficiary=one.beneficiary_id)
    span = hers.filter(pairing=one.pairing_id).aggregate(
        given=Min("given_at"), first=Min("starts_at", filter=Q(state__in=("done", "door_closed", "planned"))),
        last=Max("ends_at", filter=Q(state__in=("door_closed", "planned"))))
    following = hers.filter(state="planned", ends_at__gt=timezone.now()).order_by("starts_at", "id").only(
        "id", "day", "start_minute").first()
    words = list(m.Word.objects.filter(caregiver=request.user.caregiver_id, visit=one).order_by("at", "id"))
    return shown(request, "visit", visit=one, span=span, next_there=following, said=words, form=WordForm(), key=uuid4().hex)


def word(request, id):
    one = get_object_or_404(m.Visit, id=id, caregiver=request.user.caregiver_id)
    form = WordForm(request.POST)
    if not form.is_valid():
        return HttpResponseForbidden()
    key, at = request.POST["key"], timezone.now()
    with transaction.atomic():
        m.Submission.objects.create(key=key, account=request.user, action="phone.word", at=at, address="127.0.0.1")
        m.Word.objects.create(visit=one, beneficiary_id=one.beneficiary_id, caregiver_id=request.user.caregiver_id,
                              kind=form.cleaned_data["kind"], words=form.cleaned_data["words"], at=at, by=request.user)
        m.Submission.objects.filter(key=key).update(subject=f"visit:{id}")
        m.ChangeCount.objects.update(number=F("number") + 1)
    with transaction.atomic():
        seal(key)
    messages.success(request, "C'est envoyé. Merci.")
    return HttpResponseRedirect(reverse("visit", args=[id]), status=303)


def seal(key):
    kept = m.Submission.objects.get(key=key, sealed=False)
    last = m.JournalLine.objects.order_by("-id").values_list("id", "line_hash").first() or (0, START)
    fields = (last[0] + 1, kept.at, kept.account_id, kept.action, kept.subject, True, kept.address)
    m.JournalLine.objects.create(id=fields[0], at=kept.at, account_id=kept.account_id, action=kept.action, allowed=True,
                                 subject=kept.subject, address=kept.address, previous_hash=last[1],
                                 line_hash=line_hash(last[1], canonical(*fields)))
    m.Submission.objects.filter(key=key).update(sealed=True)


urlpatterns = [
    path("a-traiter", board, name="board"),
    path("beneficiaires", files, name="list"),
    path("beneficiaires/<int:id>", files, name="file"),
    path("lignes/<str:kind>/<int:id>", board, name="line"),
    path("relations/<int:id>", relation, name="relation"),
    path("mes-questions/<int:id>", question, name="question"),
    path("ma-semaine/<int:id>", visit, name="visit"),
    path("ma-semaine/<int:id>/mot", word, name="word"),
]
assert {route.name for route in urlpatterns} >= set(PAGES)
