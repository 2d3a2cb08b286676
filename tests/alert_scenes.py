"""Scenes of the alert tests: what a caregiver sends from her phone, and the office's steps, sent as the browser sends them."""

from models import Alert
from tests.reader import reader
from tests.world import reading

# Every text of a case, and nothing else in the house, carries this mark.
MARK = "zibeline"
TOLD = {"facts": f"{MARK} dans l'entrée", "quoted": f"{MARK} dehors", "hour": f"vers {MARK} heures"}
BOXES = {
    "called": {"facts": f"Appelée, {MARK}."},
    "heard": {"facts": f"Elle raconte, {MARK}.", "quoted": f"{MARK} partez", "done_on": "2026-03-09", "alone": "y"},
    "protected": {"facts": f"Elle n'y va plus, {MARK}."},
    "not_protected": {"facts": f"Elle ne veut pas, {MARK}."},
    "home_heard": {"facts": f"La fille répond, {MARK}.", "supposed": f"Elle serait perdue, {MARK}.", "heard": "relative",
                   "done_on": "2026-03-09", "heard_where": "phone"},
    "home_not_heard": {"facts": f"Hospitalisée, {MARK}."},
    "decided": {"choice": "two_caregivers", "facts": f"Le matin seulement, {MARK}.", "told": f"Vous serez deux, {MARK}."},
    "followed": {"facts": f"Elle dort, {MARK}.", "done_on": "2026-03-09"},
    "closed": {"choice": "organised", "view": f"Ça va mieux, {MARK}.", "early": f"Elle part, {MARK}."},
    "reopened": {"facts": f"Cela recommence, {MARK}."},
}
WHOLE_LIFE = ("acknowledged", "heard", "protected", "home_heard", "decided", "followed", "closed")


def said(people, kind="racism", whom="beneficiary", person="mme_durand", help_now="no", **more) -> dict:
    """What she fills in on her phone."""
    home = {"person_id": people[person]} if person else {}
    return {"kind": kind, "help_now": help_now, "whom": whom, "day": "today", "answer": "yes", **home, **TOLD, **more}


def number(page) -> int:
    return int(page.location.partition("?")[0].rsplit("/", 1)[1])


def send(app, people, by="aicha", **more) -> int:
    """She sends it from her phone; its number."""
    return number(reader(app, by).post("/mes-nouvelles/nouvelle", said(people, **more)))


def step(app, by: str, id: int, kind: str, status: int = 303, **boxes):
    """One step of the office."""
    if kind == "acknowledged":
        return reader(app, by).post(f"/suivis/{id}/lecture", status=status)
    return reader(app, by).post(f"/suivis/{id}/etapes/{kind}", {**BOXES[kind], **boxes}, status)


def live(app, by: str, id: int, *kinds: str) -> None:
    for kind in kinds:
        step(app, by, id, kind)


def alert(app, id: int) -> Alert:
    with reading(app) as session:
        return session.get(Alert, id)
