"""`python -m bench.imports [ROWS]`: a planning of 20,000 visits received twice, in a house of its own, timed.

Prints the seconds (and those of the processor alone) of reading, comparing and writing, and the most memory used.
Without a house of its own it would measure this machine's data: it makes one in a temporary folder, and removes it.
"""

import os
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

PEOPLE, CAREGIVERS, DAYS = 150, 40, 60


def letters(number: int) -> str:
    return "".join(chr(65 + number // 26**place % 26) for place in range(3))


def beneficiaries() -> bytes:
    rows = (f"B{n};Mme;{letters(n)};Anna;{n} rue des Lilas;75020;Paris;Nord\n" for n in range(PEOPLE))
    return ("N° dossier;Civilité;Nom;Prénom;Adresse;CP;Ville;Secteur\n" + "".join(rows)).encode()


def caregivers() -> bytes:
    rows = (f"S{n};Mme;{letters(n)};Zoé;06{n:08d};AVS;28;Nord\n" for n in range(CAREGIVERS))
    return ("Matricule;Civilité;Nom;Prénom;Tél;Emploi;Heures hebdo;Secteur\n" + "".join(rows)).encode()


def planning(rows: int, first: date) -> bytes:
    """Visits of sixty days, as an export writes them: no two at the same hour for the same person and caregiver."""
    def row(n: int) -> str:
        day, place = first + timedelta(days=n % DAYS), n // DAYS
        hour, minute = 7 + place % 12, place * 5 % 60
        return (f"V{n};{day:%d/%m/%Y};{hour:02}:{minute:02};{hour + 1:02}:{minute:02};B{place * 7 % PEOPLE};S{n % CAREGIVERS};"
                "Toilette, repas;Planifiée\n")
    titles = "Référence;Date;Heure de début;Heure de fin;N° bénéficiaire;Matricule;Prestations;Statut\n"
    return (titles + "".join(row(n) for n in range(rows))).encode()


def timed(app, kind: str, content: bytes) -> None:
    from guard import importing
    from models import ImportRun, db
    from queries.imports import COUNTS
    wall, processor = time.perf_counter(), time.process_time()
    with app.app_context():
        run_id = importing.take_in("command", f"{kind}.csv", importing.look(content, kind))
        run = db.session.get(ImportRun, run_id, populate_existing=True)
        counts = ", ".join(f"{name} {getattr(run, name)}" for name in COUNTS if getattr(run, name))
    print(f"{kind}: {run.state} ({run.reason or counts}) in {time.perf_counter() - wall:.2f} s, "
          f"{time.process_time() - processor:.2f} s of processor, "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")


def main(rows: int) -> None:
    from app import create_app
    from commands.keeping import bring_up_to_date
    from database import writing
    from models import Sector
    app = create_app()
    with app.app_context():
        bring_up_to_date()
        with writing() as session:
            session.add(Sector(name="Nord"))
    timed(app, "beneficiaries", beneficiaries())
    timed(app, "caregivers", caregivers())
    visits = planning(rows, date.today() - timedelta(days=20))
    timed(app, "visits", visits)
    timed(app, "visits", visits)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRAIT_INSTANCE"] = folder
        os.chdir(Path(__file__).resolve().parent.parent)
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
