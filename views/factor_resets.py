"""A lost phone: the direction resets the factor of another account, and every other director is told."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import second_factor as acts
from database import commit_once
from guard import throttle
from guard.doors import allowed
from guard.second_factor import tried
from models import Account, FactorReset
from queries import second_factor as queries
from queries.reach import accounts_seen_by, factor_resets_seen_by
from rules.second_factor import resetting_fault
from views.answers import answer, done, found
from views.presses import press, pressed

bp = Blueprint("factor_resets", __name__)


@bp.post("/comptes/<int:id>/double-verification")
@allowed("factor.reset")
def create(id):
    account = found(accounts_seen_by(current_user).where(Account.id == id, Account.ended_at.is_(None)))
    if resetting_fault(current_user.id, account.id):
        abort(403)
    commit_once(pressed(), lambda: acts.reset(current_user, id), f"account:{id}")
    throttle.forget(tried(id))
    return done(url_for("accounts.show", id=id), message="La double vérification est réinitialisée. À sa prochaine "
                "connexion, la personne choisit un nouveau téléphone.")


@bp.get("/comptes/reinitialisations/<int:id>")
@allowed("factor.follow")
def show(id):
    reset = found(factor_resets_seen_by(current_user).where(FactorReset.id == id))
    return answer("second_factor/reset.html", reset=reset, told=queries.told(reset), press=press(),
                  waiting=queries.waits_for(current_user, id))


@bp.post("/comptes/reinitialisations/<int:id>/vu")
@allowed("factor.follow")
def see(id):
    reset = found(factor_resets_seen_by(current_user).where(FactorReset.id == id))
    commit_once(pressed(), lambda: acts.see(current_user, id), f"account:{reset.account_id}")
    return done(url_for("board.index"))
