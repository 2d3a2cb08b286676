"""Home sheets: what the usual caregiver and the office wrote about the way of a home, with the person's agreement."""

from sqlalchemy import select

from acts import home_sheets
from database import db, today
from demo.clock import Calendar
from demo.people import Carer
from models import HomeSheet, Visit

# In the order of homes: each takes the next one.
SHEETS = (
    {"course": "Sonner deux fois, puis entrer. Ouvrir les volets du salon, ensuite la chambre. Toilette au lavabo, "
               "petit déjeuner à table, médicaments donnés par l'infirmière.",
     "habits": "Café au lait tiède, deux tartines. La radio allumée pendant la toilette.",
     "gestures": "Elle se lave le visage et les mains seule. Aide pour le dos et les jambes. Barre d'appui à gauche.",
     "calms": "Parler de son jardin. Lui dire ce que l'on va faire, avant de le faire.",
     "avoid": "Ne pas déplacer les photos du buffet."},
    {"course": "Passer par la cour. Préparer le repas, rester avec lui pendant qu'il mange, ranger, noter dans le cahier.",
     "habits": "Déjeuner à midi juste. Il choisit le menu la veille.",
     "gestures": "Il marche avec son déambulateur. Rester à côté dans l'escalier.",
     "people": "Sa fille, le soir après 18 h. La voisine du premier a une clé."},
    {"course": "Changer la protection d'abord, puis toilette au lit. Lever avec le lève-personne, à deux.",
     "gestures": "Le lit monte\u00a0: le mettre à votre hauteur avant de commencer.",
     "calms": "Chanter doucement. Elle connaît beaucoup de chansons.",
     "avoid": "Le froid\u00a0: préparer les serviettes sur le radiateur."},
)


def fill(calendar: Calendar, carer: Carer, by, days_ago: int) -> None:
    """The homes this caregiver goes to that have no sheet yet, written some days ago, after a talk with her and with the person."""
    homes = select(Visit.beneficiary_id).where(Visit.caregiver_id == carer.id, Visit.state.in_(("planned", "done"))).distinct()
    with calendar.at(days_ago, 660):
        known = set(db.session.scalars(select(HomeSheet.beneficiary_id)))
        for place, person in enumerate(sorted(set(db.session.scalars(homes)) - known)):
            _write(by, person, SHEETS[place % len(SHEETS)])


def _write(by, person: int, sections: dict[str, str]) -> None:
    for section, words in sections.items():
        home_sheets.write(by, person, section, words, None, today())
