"""Imports and écarts: the office's. The administrator sets the watched folder and reads dates and counts elsewhere."""

from datetime import timedelta

from database import now
from tests.import_scenes import a_gap, a_line, a_run, with_file
from tests.matrix import row

RUN = dict(own={"id": "import_waiting"}, other={"id": "import_done"})
LINE = dict(own={"id": "import_waiting", "slug": "refusees"}, other={"id": "import_done", "slug": "refusees"})
DUPLICATE = dict(own={"id": "import_waiting", "line_id": "import_duplicate"}, other={"id": "import_done", "line_id": "import_duplicate"})
GAP = dict(own={"id": "mme_durand_gap"}, other={"id": "m_petit_gap"})


def scene(session, ids) -> dict[str, int]:
    """A file to confirm, one gone in during the night with refused rows and two écarts, one refused, one cut off."""
    waiting = a_run(session, "previewed", kind="beneficiaries", created=1, changed=1, cancelled=1, gaps=1, kept=1,
                    duplicates=1, refused=1, made_by_id=ids["claire"], mapping='{"last": 3}', needs_confirmation=True,
                    reason="Ce fichier annulerait 12 interventions sur 20\u00a0: plus de la moitié. Vérifiez qu'il est complet.")
    with_file(session, waiting)
    for outcome in ("created", "changed", "cancelled", "gap", "kept", "noted", "refused"):
        a_line(session, waiting, outcome, "Mme Jeanne Durand, mer. 11 mars, 8 h, 1 h, avec Aïcha Diallo")
    duplicate = a_line(session, waiting, "duplicate", "DURAND Jeanne, 12 rue des Lilas", candidates=str(ids["mme_durand"]))
    night = now() - timedelta(hours=7)
    done = a_run(session, "applied", source="folder", created=3, refused=2, gaps=2, left=240, made_at=night, applied_at=night)
    a_line(session, done, "refused", "la personne «\u00a0Nadège\u00a0» n'est pas connue ici.", cells="11/03/2026,8:00,9:00,Nadège")
    refused = a_run(session, "refused", kind=None, source="folder", reason="Ce fichier est vide.")
    cut = a_run(session, "interrupted", made_by_id=ids["claire"])
    columns = a_run(session, "received", mapping="{}", made_by_id=ids["claire"])
    with_file(session, columns)
    gaps = {f"{person}_gap": a_gap(session, done, ids[f"{person}_visit"]).id for person in ("mme_durand", "m_petit")}
    return {"import_waiting": waiting.id, "import_done": done.id, "import_refused": refused.id, "import_cut": cut.id,
            "import_columns": columns.id, "import_duplicate": duplicate.id, **gaps}


MATRIX = [
    row("GET", "imports.index", coordinator=200),
    row("GET", "imports.new", coordinator=200),
    row("POST", "imports.create", coordinator=422),
    row("GET", "imports.show", **RUN, coordinator=200),
    row("GET", "imports.show", own={"id": "import_refused"}, other={"id": "import_cut"}, coordinator=200),
    row("GET", "imports.show", own={"id": "import_columns"}, coordinator=200),
    row("GET", "imports.status", **RUN, coordinator=303),
    row("GET", "imports.columns", **RUN, coordinator=200, coordinator_other=303, director_other=303),
    row("GET", "imports.columns", own={"id": "import_columns"}, coordinator=200),
    row("POST", "imports.set_columns", own={"id": "import_columns"}, other={"id": "import_done"}, coordinator=422,
        coordinator_other=404, director_other=404),
    row("GET", "imports.lines", **LINE, coordinator=200),
    row("GET", "imports.refused", **RUN, coordinator=200, download=True),
    row("POST", "import_steps.choose", **DUPLICATE, data={"person_id": "0"}, coordinator=303, coordinator_other=404,
        director_other=404),
    row("POST", "import_steps.begin", **RUN, coordinator=422, coordinator_other=409, director_other=409),
    row("GET", "import_steps.kind", **RUN, coordinator=200),
    row("POST", "import_steps.rekind", **RUN, coordinator=422),
    row("POST", "import_steps.restart", own={"id": "import_cut"}, other={"id": "import_done"}, coordinator=409),
    row("POST", "import_steps.abandon", **RUN, coordinator=303, coordinator_other=409, director_other=409),
    row("POST", "import_steps.see", own={"id": "import_refused"}, other={"id": "import_waiting"}, coordinator=303,
        coordinator_other=409, director_other=409),
    row("GET", "gaps.index", coordinator=200),
    row("POST", "gaps.keep", **GAP, coordinator=303),
    row("POST", "gaps.take", **GAP, coordinator=409),
    row("POST", "server.watch", data={"import_folder": "pas/un/chemin"}, coordinator=403, administrator=422),
]
