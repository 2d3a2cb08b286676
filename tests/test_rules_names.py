"""How names read in a sentence."""

import pytest
from markupsafe import Markup

from rules.names import of_name
from views.display import of


@pytest.mark.parametrize("said", [
    "d'Olivier", "d'Aïssatou Ba", "d'Émilie", "d'Ève", "d'Œnone", "d'Hélène", "d'Henri", "d'Hervé", "d'Hubert", "d'Héloïse",
    "d'Yves", "d'Yvonne", "de Yasmine", "de Youssef", "de Delphine", "de Mme Hélène Aubry", "de Hamza", "de Hicham",
    "de Hanna", "de Zoé", "d'Élodie (2)", "d'une intervenante", "de "])
def test_a_name_follows_de_as_one_says_it(said):
    assert of_name(said.removeprefix("d'").removeprefix("de ")) == said


def test_a_name_drawn_as_a_link_is_read_and_stays_a_link():
    drawn = of(Markup('<a href="/intervenants/1">Aïcha</a>'))
    assert drawn == Markup("d'") + Markup('<a href="/intervenants/1">Aïcha</a>') and isinstance(drawn, Markup)
    assert of("Ines <b>") == "d'Ines <b>" and not isinstance(of("Ines <b>"), Markup)
