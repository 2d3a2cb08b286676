"""Hands asked for: Lucie's, answered and to be taken up again; one just sent to Samira; two that Hélène reads alone."""

from acts import help_requests
from demo.cast import House
from demo.clock import Calendar
from demo.people import Carer
from demo.town import Town


def play(calendar: Calendar, town: Town, house: House) -> None:
    lucie, *others = sorted(town.carers, key=lambda carer: carer.id)
    samira, helene = house.office["samira"], house.office["helene"]
    id = _asked(calendar, lucie, 6, "papers", "La carte grise est restée à l'ancienne adresse. Je ne sais pas par où commencer.")
    with calendar.at(5, 620):
        help_requests.answer(samira, id, "Nous l'avons faite ensemble sur le site. La carte arrive sous huit jours.", False,
                             calendar.day(3))
    _asked(calendar, others[0], 0, "transport", "Ma voiture est au garage jusqu'à vendredi.")
    _asked(calendar, others[1], 1, "housing", "Mon bail se termine en avril.", samira.id)
    id = _asked(calendar, others[2], 9, "money", "", samira.id)
    with calendar.at(8, 640):
        help_requests.answer(helene, id, "Un acompte est versé. On se rappelle pour la suite.", False, calendar.day(-1))


def _asked(calendar: Calendar, carer: Carer, days: int, kind: str, words: str, but_id: int | None = None) -> int:
    with calendar.at(days, 390):
        return help_requests.ask(carer.person, carer.id, kind, words, but_id)
