"""Every page is valid HTML for the Nu checker: those of the matrix, their refusals, the errors, the style sheet and the drawings."""

import json
import subprocess
from pathlib import Path

import pytest
from flask import render_template, url_for

from forms.sign_in import SignInForm
from tests import matrix
from tests.invited import CODE, arrive, invite
from tests.matrix import PERSONS
from tests.reader import reader
from tests.skips import vnu_jar

pytestmark = pytest.mark.html_checker

ROOT = Path(__file__).resolve().parent.parent
ERRORS = {"400": {}, "401": {"texts": ["Elle préfère le jeudi."], "kept": ""}, "413": {}, "500": {}, "503": {},
          "409": {"sentence": "Claire Martin l'a déjà fait.", "texts": ["Elle préfère le jeudi."], "back": "/"},
          "kept": {"sentence": "Rien n'est perdu.", "action": "/aide", "texts": [], "fields": [
              ("reason", "Elle préfère le jeudi."), ("kind", "other")]}}


# A short run gains nothing by compiling twice; what is compiled once wants more stack for the schema of HTML.
JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m")


def complaints(folder, *options) -> list[str]:
    """What the checker says of every file of the folder, in one run."""
    run = subprocess.run([*JAVA, "-jar", vnu_jar(), "--format", "json", "--exit-zero-always", *options, str(folder)],
                         capture_output=True, text=True, timeout=300)
    said = json.loads(run.stderr)["messages"]
    return [f"{Path(line['url']).name}:{line.get('lastLine')} {line['message']} {line.get('extract', '')}" for line in said]


def pages(app, ids):
    """(name, HTML) of each page of the matrix, once for each manner of drawing it; posts only where they are refused."""
    drawn = set()
    with app.test_request_context():
        addresses = [(line, url_for(line.endpoint, **{name: ids.get(value, value) for name, value in line.own.items()}))
                     for line in matrix.rows()]
    readers = {name: reader(app, name) for name in PERSONS}
    for line, url in addresses:
        for name, role in PERSONS.items():
            shown = line.expected[role] in ((200,) if line.method == "GET" else (409, 422))
            manner = (line.endpoint, line.method, role == "caregiver")
            if shown and manner not in drawn:
                drawn.add(manner)
                her = readers[name]
                page = her.get(url) if line.method == "GET" else her.post(url, line.data, line.expected[role])
                yield f"{line.method}-{line.endpoint}-{name}", page.html


def test_every_page_is_valid(app, every_subject, tmp_path):
    every_subject.put_back()
    written = 0
    for name, html in pages(app, every_subject.ids):
        if "<html" in html:
            (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
            written += 1
    assert written > 80
    assert complaints(tmp_path, "--skip-non-html") == []


def test_every_error_is_valid(app, people, tmp_path):
    with app.test_request_context():
        for name, said in ERRORS.items():
            html = render_template(f"errors/{name}.html", **said, form=SignInForm(formdata=None))
            (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    for name, path, status in (("claire", "/rien", 404), ("claire", "/journal", 403), (None, "/connexion", 200)):
        (tmp_path / f"{status}.html").write_text(reader(app, name).get(path, status).html, encoding="utf-8")
    assert complaints(tmp_path, "--skip-non-html") == []


def test_the_pages_without_an_account_and_the_sheets_are_valid(app, people, tmp_path):
    from tests.link_scenes import arrives, asked
    _, token = asked(app, people, several=True)
    who, claire = arrives(app, token), reader(app, "claire")
    drawn = {"form": who.get("/reponse"), "whole": who.get("/reponse?page=entiere"), "wrong": who.post("/reponse", {}, 422),
             "thanks": who.get("/reponse/merci"), "closed": reader(app).get("/reponse", 404),
             "letter": claire.post(f"/beneficiaires/{people['mme_durand']}/liens", {"voice": "person", "kind": "link"}, 200),
             "sheets": claire.post("/feuilles/nouvelles", {"people": [people["mme_durand"]]}, 200),
             "entry": claire.get("/feuilles/saisie", numero="1007")}
    for name, page in drawn.items():
        (tmp_path / f"{name}.html").write_text(page.html, encoding="utf-8")
    assert complaints(tmp_path, "--skip-non-html") == []


def test_the_style_sheet_and_the_drawings_are_valid():
    assert complaints(ROOT / "static" / "css", "--css") == []
    assert complaints(ROOT / "static" / "img", "--svg") == []


def test_the_pages_of_an_invitation_are_valid(app, people, tmp_path):
    phone, page = arrive(app, invite(app, people, "aicha"))
    drawn = {"code": page, "gone": arrive(app, "x" * 43, 404)[1], "phrase": arrive(app, invite(app, people, "claire"))[1]}
    phone.post("/invitation", {"phone_code": CODE, "phone_code_again": CODE})
    drawn["devices"] = phone.get("/mes-appareils")
    phone.post("/deconnexion")
    drawn["unlock"] = phone.get("/connexion")
    drawn |= {f"wrong{n}": phone.post("/connexion/code", {"phone_code": "918273"}, 422) for n in range(5)}
    drawn["sheet"] = reader(app, "helene").post(f"/comptes/{people['aicha']}/invitation", status=200)
    for name, page in drawn.items():
        (tmp_path / f"{name}.html").write_text(page.html, encoding="utf-8")
    assert complaints(tmp_path, "--skip-non-html") == []
