"""A fresh proof: what is kept closest asks for a code given less than thirty minutes ago, then comes by itself."""

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user

from database import now
from forms.second_factor import CodeForm
from guard.doors import ProofNeeded, allowed
from rules.second_factor import is_fresh
from views.answers import done, is_htmx, to_sign_in
from views.errors import is_press, keep, kept, typed
from views.second_step import ask, code_page, prove
from views.sign_in import welcome

bp = Blueprint("proofs", __name__)


@bp.app_errorhandler(ProofNeeded)
def needed(_error):
    """A page: on to the question, then back. A form: the question with the form behind it, nothing typed is lost."""
    if request.method == "GET":
        return done(url_for("proofs.show", suite=request.full_path.rstrip("?")))
    if not is_htmx():
        return ask("", keep(current_user.id), 401)
    if is_press(typed()):
        return done(url_for("proofs.show", kept=keep(current_user.id)))
    # The text stays on the page it was typed on; sent again, the form goes out whole, and the question comes.
    return to_sign_in("")


@bp.get("/confirmation")
@allowed("factor.own")
def show():
    suite, waiting = request.args.get("suite", ""), request.args.get("kept", "")
    if is_fresh(current_user.proved_at, now()) and not waiting:
        return welcome(CodeForm(formdata=None, suite=suite))
    return ask(suite, waiting)


@bp.post("/confirmation")
@allowed("factor.own")
def create():
    form = CodeForm()
    if not prove(form):
        return code_page(form, 422)
    waiting = kept(form.kept.data, current_user.id)
    if waiting and is_press(waiting["fields"]):
        # She pressed a button, then proved it is she: the press goes on, as a POST, without a second one.
        return redirect(waiting["action"], 307)
    return welcome(form, "C'est bien vous. Relisez votre texte, puis envoyez-le.")
