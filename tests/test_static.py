"""Files that never change under their name, built once whoever builds them, and pages that travel compressed."""

import gzip
import threading

import pytest

from guard import static
from tests.reader import reader

FILES = {"css/app.css": b"body { margin: 0 }\n" * 100, "img/dot.svg": b"<svg></svg>"}


def test_a_name_carries_the_fingerprint_of_its_content():
    first = static.fingerprinted("css/app.css", b"one")
    assert first.startswith("css/app.") and first.endswith(".css") and static.HASHED.search(first)
    assert static.fingerprinted("css/app.css", b"two") != first
    assert static.fingerprinted("css/app.css", b"one") == first


def test_a_file_is_compressed_beside_itself_when_it_is_worth_it(tmp_path):
    built = static.build(FILES, tmp_path)
    sheet = built / static.fingerprinted("css/app.css", FILES["css/app.css"])
    assert gzip.decompress(sheet.with_name(sheet.name + ".gz").read_bytes()) == FILES["css/app.css"]
    dot = built / static.fingerprinted("img/dot.svg", FILES["img/dot.svg"])
    assert dot.read_bytes() == FILES["img/dot.svg"] and not dot.with_name(dot.name + ".gz").exists()


def test_twelve_processes_starting_at_once_build_one_folder(tmp_path):
    together, built = threading.Barrier(12), []

    def start():
        together.wait()
        built.append(static.build(FILES, tmp_path))

    threads = [threading.Thread(target=start) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(built)) == 1
    assert [path.name for path in tmp_path.iterdir()] == [built[0].name], "no draft is left behind"
    assert sum(1 for path in built[0].rglob("*") if path.is_file()) == 3


def test_the_last_builds_stay_for_pages_that_were_open_during_an_update(tmp_path):
    built = [static.build({"a.css": b"x" * number}, tmp_path) for number in range(1, 7)]
    left = {path.name for path in tmp_path.iterdir()}
    assert built[-1].name in left and len(left) == static.KEPT_BUILDS


def test_a_page_naming_a_file_that_is_not_there_fails_loudly(app):
    with pytest.raises(KeyError):
        app.jinja_env.globals["static_url"]("css/nowhere.css")


def asked(app, people, encodings):
    claire = reader(app, "claire")
    return claire.client.get("/aide", headers={"Accept-Encoding": encodings} if encodings else {})


def test_a_page_is_compressed_for_those_who_ask_and_says_so(app, people):
    packed, plain = asked(app, people, "gzip, br"), asked(app, people, "")
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    assert "<h1>" in gzip.decompress(packed.data).decode()
    assert "Content-Encoding" not in asked(app, people, "gzip;q=0").headers


def test_a_few_words_are_not_worth_compressing(app):
    told = reader(app).client.get("/etat", headers={"Accept-Encoding": "gzip"})
    assert told.data == b"ok\n" and "Content-Encoding" not in told.headers


def test_two_pages_never_carry_the_same_token_so_their_size_tells_nothing(app, people):
    claire = reader(app, "claire")
    tokens = {claire.get("/aide").select("input", name="csrf_token")[0]["value"] for _ in range(3)}
    assert len(tokens) == 3
