"""What a measure on a pair holds back. One meaning everywhere, and the same words whatever its kind.

Under any measure nothing new is given to her beside this person: no visit, no relation, no replacement, no mediation;
so nobody goes alone by a tick, and what is refused never tells which measure stands. What is hers already: "ne pas
affecter" takes it away for its days; "seulement accompagnée" leaves it to her, and the office sends somebody with her.
"""

from rules.vocabulary import MEASURES


def holding_back(already_hers: bool) -> frozenset[str]:
    """The kinds that keep her away from a visit: one that is hers already (its series goes on, it is planned again
    after an interruption or a word taken back), or a new one.
    """
    return frozenset({"do_not_assign"}) if already_hers else frozenset(MEASURES)
