"""Sectors: the direction opens, renames, closes and reopens them; nobody is left in a closed one."""

from datetime import date

import pytest
from sqlalchemy import select, update

from acts import beneficiaries, caregivers
from database import Overtaken
from models import Account, Beneficiary, Caregiver, CaregiverSector, JournalLine, Sector, SettingChange
from tests.reader import reader
from tests.rounds_scene import act
from tests.typing import send
from tests.world import count, reading, statements, writing

HERE = "/reglages/secteurs"


def sector(app, id: int) -> Sector:
    with reading(app) as session:
        return session.get(Sector, id)


def empty_out(app, id: int) -> None:
    """Whoever was in it is elsewhere: files ended, contracts ended."""
    with writing(app) as session:
        session.execute(update(Beneficiary).where(Beneficiary.sector_id == id).values(ended_on=date(2026, 3, 1)))
        her = select(CaregiverSector.caregiver_id).where(CaregiverSector.sector_id == id)
        session.execute(update(Caregiver).where(Caregiver.id.in_(her)).values(ended_on=date(2026, 3, 1)))


def test_a_new_sector_is_offered_at_once_on_the_files(app, people):
    helene = reader(app, "helene")
    page = helene.follow(helene.post(HERE, {"name": "Est"}))
    assert "Le secteur est ouvert." in page.text and "nouveau secteur → Est" in page.text
    form = reader(app, "claire").get("/beneficiaires/nouveau")
    assert "Est" in [option.text for option in form.select("select", name="sector_id")[0].select("option")]
    assert count(app, JournalLine, JournalLine.action == "setting.change", JournalLine.subject == "sector:3") == 1
    assert "Secteur n° 3" in helene.get("/journal").text


@pytest.mark.parametrize("name, said", [
    ("", "Indiquez le nom du secteur."), ("nord", "Le secteur « Nord » existe déjà. Choisissez un autre nom."),
    ("  NÔRD ", "Le secteur « Nord » existe déjà."), ("x" * 81, "Écrivez au plus 80 signes."),
])
def test_a_name_is_needed_and_is_nobody_else_s_whatever_its_case_and_accents(app, people, name, said):
    page = reader(app, "helene").post(HERE, {"name": name}, 422)
    assert said in page.text and count(app, Sector) == 2


def test_the_name_of_a_closed_sector_says_to_open_it_again(app, people):
    empty_out(app, people["sector_sud"])
    helene = reader(app, "helene")
    helene.post(f"{HERE}/{people['sector_sud']}/fermeture")
    assert "existe déjà, fermé. Rouvrez-le plutôt." in helene.post(HERE, {"name": "sud"}, 422).text


def test_the_same_form_sent_twice_opens_one_sector(app, people):
    helene = reader(app, "helene")
    for _ in range(2):
        helene.post(HERE, {"name": "Est"}, key="b" * 32)
    assert count(app, Sector) == 3


def test_a_sector_renamed_keeps_its_files_and_who_named_it(app, people):
    helene, url = reader(app, "helene"), f"{HERE}/{people['sector_nord']}/modifier"
    send(helene, helene.get(url), url, name="Nord et Est")
    page = helene.get(HERE)
    assert "Nord → Nord et Est" in page.text and "Hélène Faure" in page.text
    assert "Nord et Est" in reader(app, "claire").get("/beneficiaires").text
    # its own name in other letters is no other sector's
    send(helene, helene.get(url), url, name="NORD ET EST")
    assert sector(app, people["sector_nord"]).name == "NORD ET EST"


def test_the_second_of_two_who_rename_it_learns_the_name_it_has(app, people):
    helene, url = reader(app, "helene"), f"{HERE}/{people['sector_nord']}/modifier"
    page = helene.get(url)
    paul = reader(app, "paul")
    send(paul, paul.get(url), url, name="Les Hauts du Nord")
    late = send(helene, page, url, 409, name="Nord et Est")
    assert "« Les Hauts du Nord »" in late.text and "Nord et Est" in late.html
    assert sector(app, people["sector_nord"]).name == "Les Hauts du Nord"


def test_a_sector_with_somebody_in_it_says_how_many_and_leads_to_them(app, people):
    helene, nord = reader(app, "helene"), people["sector_nord"]
    page = helene.get(HERE)
    assert "Pour le fermer, changez d'abord de secteur 1 dossier et 1 intervenante." in page.text
    assert f"/beneficiaires?secteur={nord}" in page.links and f"/intervenantes?secteur={nord}" in page.links
    assert "Durand Jeanne" in helene.get(f"/beneficiaires?secteur={nord}").text
    assert not [form for form in page.select("form") if form.attrs.get("action", "").endswith("/fermeture")]
    late = helene.post(f"{HERE}/{nord}/fermeture", status=409)
    assert "1 dossier et 1 intervenante" in late.text and sector(app, nord).ended_at is None


def test_an_empty_sector_closes_and_opens_again(app, people):
    helene, sud = reader(app, "helene"), people["sector_sud"]
    empty_out(app, sud)
    with writing(app) as session:
        session.execute(update(Account).where(Account.id == people["claire"]).values(sector_id=sud))
    helene.post(f"{HERE}/{sud}/fermeture")
    with reading(app) as session:
        assert session.get(Account, people["claire"]).sector_id is None
    options = reader(app, "claire").get("/beneficiaires/nouveau").select("select", name="sector_id")[0].select("option")
    assert "Sud" not in [option.text for option in options]
    helene.post(f"{HERE}/{sud}/fermeture", status=409)
    helene.post(f"{HERE}/{sud}/reouverture")
    helene.post(f"{HERE}/{sud}/reouverture", status=409)
    assert sector(app, sud).ended_at is None
    with reading(app) as session:
        assert list(session.scalars(select(SettingChange.new_value).order_by(SettingChange.id))) == ["Sud (fermé)", "Sud"]


def test_the_last_sector_never_closes(app, people):
    helene = reader(app, "helene")
    for name in ("sector_sud", "sector_nord"):
        empty_out(app, people[name])
    helene.post(f"{HERE}/{people['sector_sud']}/fermeture")
    page = helene.post(f"{HERE}/{people['sector_nord']}/fermeture", status=409)
    assert "Un secteur reste toujours ouvert." in page.text
    assert sector(app, people["sector_nord"]).ended_at is None


def test_the_page_asks_as_much_of_ten_sectors_as_of_two(app, people):
    helene = reader(app, "helene")
    with statements(app) as few:
        helene.get(HERE)
    with writing(app) as session:
        session.add_all([Sector(name=f"Secteur {n}") for n in range(8)])
    with statements(app) as many:
        helene.get(HERE)
    assert len(many) == len(few)


def test_nobody_enters_a_sector_closed_while_the_form_was_being_filled(app, people):
    sud = people["sector_sud"]
    empty_out(app, sud)
    reader(app, "helene").post(f"{HERE}/{sud}/fermeture")
    person = {"civility": "Mme", "first_name": "Rose", "last_name": "Lune", "sector_id": sud}
    her = {"first_name": "Inès", "last_name": "Costa", "phone": "0611111119", "qualification": "home_help",
           "weekly_minutes": 1200, "gender": "woman"}
    for deed in (lambda by: beneficiaries.create(by, person), lambda by: caregivers.create(by, her, [sud]),
                 lambda by: caregivers.update_identity(by, people["aicha_caregiver"], 1, her, [people["sector_nord"], sud])):
        with pytest.raises(Overtaken) as refused:
            act(app, "claire", deed)
        assert "vient de fermer le secteur" in refused.value.sentence
    assert count(app, Beneficiary) == 2 and count(app, Caregiver) == 2
