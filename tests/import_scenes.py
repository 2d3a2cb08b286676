"""Files as planning software exports them, sent as the office sends them; and records of imports for the scenes."""

import threading
from datetime import date, timedelta
from uuid import uuid4

from database import instant_at, local, now
from models import ImportFile, ImportGap, ImportLine, ImportRun, Visit

TITLES = "Date;Heure début;Heure fin;Bénéficiaire;Intervenant"
DURAND = "Jeanne Durand;Aïcha Diallo"
PETIT = "Henri Petit;Lucie Moreau"


def visits(*rows: str, titles: str = TITLES) -> bytes:
    return "\r\n".join([titles, *rows, ""]).encode()


def month(count: int, first: int = 1) -> list[str]:
    """Visits of Mme Durand in April, one a day and an hour apart."""
    return [f"{1 + place % 28:02}/04/2026;{8 + place // 28:02}:00;{9 + place // 28:02}:00;{DURAND}"
            for place in range(first - 1, first - 1 + count)]


def send(her, content: bytes, name: str = "export.csv", kind: str = "", key: str = "") -> str:
    """A file sent through the screen and read to the end; the address of its run."""
    page = post_file(her, "/imports/nouveau", content, name, 303, csrf_token=her.token(), key=key or uuid4().hex, kind=kind)
    wait()
    return page.location


def post_file(her, url: str, content: bytes, name: str, status: int, **fields):
    """As a browser sends a file. Written out here: the test client would leave its own temporary file open."""
    parts = [f'--xyz\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n' for field, value in fields.items()]
    head = "".join(parts) + f'--xyz\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    sent = her.client.post(url, data=head.encode() + content + b"\r\n--xyz--\r\n", headers={"Sec-Fetch-Site": "same-origin"},
                           content_type="multipart/form-data; boundary=xyz")
    return her._read(sent, status)


def wait() -> None:
    """Until no import is at work in this process."""
    for thread in threading.enumerate():
        if thread.name.startswith("import-"):
            thread.join(120)


def apply(her, url: str, **data) -> None:
    her.post(f"{url}/import", data)
    wait()


def imported(her, content: bytes, **more) -> str:
    """Sent, and its preview agreed to."""
    url = send(her, content, **more)
    apply(her, url)
    return url


def a_run(session, state: str, **more) -> ImportRun:
    run = ImportRun(**{"kind": "visits", "source": "screen", "state": state, "sha256": "0" * 64, "size": 1200,
                       "mapping": '{"day": 0, "start": 1, "end": 2, "person": 3, "caregiver": 4}', "rows_total": 12, "made_at": now(),
                       "file_name": "planning-mars.csv", **more})
    session.add(run)
    session.flush()
    return run


def with_file(session, run) -> None:
    sample = "Date,Heure début,Heure fin,Bénéficiaire,Intervenant,N° sécu\n11/03/2026,8:00,9:00,Jeanne Durand,Aïcha Diallo,\n"
    session.add(ImportFile(run_id=run.id, content="x", sample=sample))


def a_line(session, run, outcome: str, words: str, line: int | None = 2, **more) -> ImportLine:
    held = ImportLine(run_id=run.id, outcome=outcome, words=words, line=line, **more)
    session.add(held)
    session.flush()
    return held


def a_gap(session, run, visit_id: int, **more) -> ImportGap:
    """The planning has this visit an hour later than it stands here."""
    visit = session.get(Visit, visit_id)
    start = local(visit.starts_at) + timedelta(hours=1)
    gap = ImportGap(**{"visit_id": visit_id, "run_id": run.id, "caregiver_id": visit.caregiver_id,
                       "starts_at": instant_at(start.date(), start.hour * 60 + start.minute), "minutes": visit.minutes,
                       "here_caregiver_id": visit.caregiver_id, "here_starts_at": visit.starts_at,
                       "here_minutes": visit.minutes, "here_state": visit.state, "opened_at": now(), **more})
    session.add(gap)
    session.flush()
    return gap


def local_day(year: int, month: int, day: int) -> date:
    return date(year, month, day)
