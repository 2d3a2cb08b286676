"""The association's own words are those of every screen; what people typed is left as they typed it."""

import re

import pytest

from models import Account, Setting, Word
from rules.wording import BENEFICIARY, CAREGIVER, said
from tests import matrix
from tests.reader import reader
from tests.test_matrix import address
from tests.world import writing

OUR_WORDS = re.compile(r"intervenante|bénéficiaire", re.IGNORECASE)


@pytest.mark.parametrize("ours, theirs", [
    ("L'intervenante a changé.", "L'auxiliaire de vie a changé."),
    ("Intervenantes", "Auxiliaires de vie"),
    ("{n} sans intervenante, bientôt.", "{n} sans auxiliaire de vie, bientôt."),
    ("Changement d'intervenante", "Changement d'auxiliaire de vie"),
    ("3 intervenantes", "3 auxiliaires de vie"),
    ("Une intervention", "Une intervention"),
    ("Bénéficiaires", "Personnes accompagnées"),
    ("Bénéficiaire n°\u00a012", "Personne accompagnée n°\u00a012"),
    ("Le bénéficiaire", "La personne accompagnée"),
    ("le nom du bénéficiaire", "le nom de la personne accompagnée"),
    ("Donner au bénéficiaire", "Donner à la personne accompagnée"),
    ("le dossier d'un bénéficiaire", "le dossier d'une personne accompagnée"),
    ("Ce bénéficiaire, aucun bénéficiaire", "Cette personne accompagnée, aucune personne accompagnée"),
    ("chaque bénéficiaire des bénéficiaires", "chaque personne accompagnée des personnes accompagnées"),
    ("Lire le dossier d'une personne aidée", "Lire le dossier d'une personne accompagnée"),
    ("La personne a répondu.", "La personne a répondu."),
    ("", ""),
])
def test_a_sentence_follows_the_words_with_its_articles(ours, theirs):
    assert said(ours, "auxiliaire de vie", "personne accompagnée") == theirs
    assert said(ours, "intervenante", "bénéficiaire") == ours


def test_a_word_of_no_list_changes_nothing():
    assert said("L'intervenante du bénéficiaire", "salariée", "client") == "L'intervenante du bénéficiaire"


def test_each_word_for_the_caregiver_is_feminine_and_takes_the_same_elision():
    assert all(word[0] in "aeiou" for word in CAREGIVER)
    assert all(word.startswith("personne") for word in list(BENEFICIARY)[1:])


@pytest.fixture(scope="module")
def other_words(every_subject):
    """Every record of the matrix, in a house that says "auxiliaire de vie" and "personne accompagnée"."""
    with writing(every_subject.app) as session:
        for name, value in (("word_caregiver", "auxiliaire de vie"), ("word_beneficiary", "personne accompagnée")):
            session.add(Setting(name=name, value=value, changed_at=every_subject.clock()))
    yield every_subject
    every_subject.put_back()


# The settings name every pair of words; the columns of a file keep the titles it came with.
OTHERS_WORDS = ("settings.", "imports.columns")
PAGES = [line for line in matrix.rows() if line.method == "GET" and not line.endpoint.startswith(OTHERS_WORDS)]
# A file keeps one name, as an address does.
FILE_NAME = re.compile(r"\b[a-z-]+\.csv\b")


@pytest.mark.parametrize("line", PAGES, ids=lambda line: f"{line.endpoint} {'-'.join(map(str, line.own.values()))}")
def test_no_page_says_the_words_the_association_does_not_use(other_words, line):
    for person, whose, arguments, status in line.cases():
        if status == 200 and whose == "own":
            page = reader(other_words.app, person).get(address(other_words.app, line, arguments, other_words.ids))
            shown = page.text + " ".join(node.get("aria-label", "") for node in page.node.iter() if isinstance(node.tag, str))
            shown = FILE_NAME.sub("", shown)
            assert not OUR_WORDS.search(shown), OUR_WORDS.search(shown) and shown[max(0, OUR_WORDS.search(shown).start() - 60):][:120]


def test_what_somebody_typed_keeps_her_own_words(app, people, clock):
    with writing(app) as session:
        session.add(Setting(name="word_caregiver", value="auxiliaire de vie", changed_at=clock()))
        session.add(Word(caregiver_id=people["aicha_caregiver"], beneficiary_id=people["mme_durand"], kind="to_know",
                         words="Une autre intervenante est passée.", at=clock(),
                         by_id=people["aicha"]))
    page = reader(app, "claire").get("/mots")
    assert "Une autre intervenante est passée." in page.text


def test_a_message_and_a_refusal_follow_the_words_too(app, people, clock):
    with writing(app) as session:
        session.add(Setting(name="word_caregiver", value="aide à domicile", changed_at=clock()))
    claire, url = reader(app, "claire"), f"/interventions/{people['mme_durand_visit']}/intervenante?partout=1"
    assert "Choisissez une aide à domicile." in claire.post(url, {"caregiver_id": "", "version": "1"}, 422).text
    sent = {"caregiver_id": people["lucie_caregiver"], "version": "1", "extent": "one", "kind": "replacement",
            "why": "hours"}
    assert "L'aide à domicile a changé." in claire.follow(claire.post(url, sent)).text


def test_a_page_already_drawn_follows_the_words_as_soon_as_they_change(app, people, clock):
    """Jinja settles a filter on a constant when it compiles the template: none of ours may be settled."""
    with writing(app) as session:
        session.get(Account, people["lucie"]).caregiver_id = None
    helene, drawn = reader(app, "helene"), []
    for word in ("auxiliaire de vie", "aide à domicile"):
        with writing(app) as session:
            session.merge(Setting(name="word_caregiver", value=word, changed_at=clock()))
        drawn.append(helene.get(f"/comptes/{people['lucie']}").text)
    assert "n'a pas de fiche d'auxiliaire de vie" in drawn[0]
    assert "n'a pas de fiche d'aide à domicile" in drawn[1]


def test_the_journal_is_asked_in_the_house_s_words(app, people, clock):
    with writing(app) as session:
        session.add(Setting(name="word_beneficiary", value="personne aidée", changed_at=clock()))
    helene = reader(app, "helene")
    helene.get(f"/beneficiaires/{people['mme_durand']}")
    page = helene.get("/journal", sujet=f"Personne aidée n° {people['mme_durand']}")
    assert "Fiche de la personne" in page.text
