"""In French a mark never stands alone at the start of a line."""

import pytest

from tests.reader import reader
from views.spaces import bound


@pytest.mark.parametrize("typed, read", [
    ("Qui vient ?", "Qui vient\u00a0?"), ("Elle dit « Oui » ; lui : « Non ! »",
                                        "Elle dit «\u00a0Oui\u00a0»\u00a0; lui\u00a0: «\u00a0Non\u00a0!\u00a0»"),
    ("12:30, rien", "12:30, rien"), ("<p class=\"a b\">", "<p class=\"a b\">")])
def test_a_mark_stays_with_its_word(typed, read):
    assert bound(typed) == read


def test_the_pages_keep_their_marks_and_leave_typed_words_alone(app, people):
    page = reader(app, "claire").post("/appels/nouveau", {"line": "", "caller": "Sa fille : Léa ?"}, 422)
    assert "À propos de qui\u00a0?" in page.html
    assert 'value="Sa fille : Léa ?"' in page.html
