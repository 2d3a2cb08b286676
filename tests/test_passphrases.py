"""What somebody chose to come in with is kept at the cost OWASP asks, whatever its tests pay (tests/people.py)."""

import pytest
from sqlalchemy import select

from guard import passphrases
from models import Account, PhoneDevice
from tests.invited import choose, enrol, invite
from tests.world import reading

COST = "$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.mark.once
def test_a_passphrase_and_the_code_of_a_phone_are_kept_at_the_cost_owasp_asks(app, people):
    choose(app, invite(app, people, "claire"))
    enrol(app, invite(app, people, "aicha"))
    with reading(app) as session:
        assert session.get(Account, people["claire"]).passphrase_hash.startswith(COST)
        assert session.scalar(select(PhoneDevice.code_hash)).startswith(COST)


def test_an_unknown_account_costs_as_much_as_one_that_is_known():
    assert passphrases._NOBODY.startswith(COST)
