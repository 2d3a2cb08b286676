"""Double vérification: the code after the passphrase, the first phone, another phone, the codes on paper."""

from flask import Blueprint, request, url_for
from flask_login import current_user

from acts import second_factor as acts
from database import commit_once
from forms.second_factor import CodeForm, SetUpForm
from guard import second_factor
from guard.doors import allowed
from guard.sessions import note_factor
from rules.second_factor import in_groups
from views.answers import again, answer, done
from views.presses import press, pressed
from views.second_step import ask, code_page, is_right, prove, set_up_page
from views.sign_in import welcome

bp = Blueprint("second_factor", __name__)


@bp.get("/double-verification")
@allowed("factor.own")
def show():
    suite = request.args.get("suite", "")
    return ask(suite) if current_user.lacks_factor else welcome(CodeForm(formdata=None, suite=suite))


@bp.post("/double-verification")
@allowed("factor.own")
def create():
    """A code after the passphrase; once it was given, the same form only leads on."""
    form = CodeForm()
    if current_user.lacks_factor and second_factor.known(current_user.id) is None:
        return ask(form.suite.data, form.kept.data)
    if current_user.lacks_factor and not prove(form):
        return code_page(form, 422)
    return welcome(form)


@bp.post("/double-verification/telephone")
@allowed("factor.own")
def confirm():
    """The first code of a new phone: from now on its key counts."""
    form = SetUpForm()
    made = second_factor.unseal(form.factor_sealed.data, current_user.session_id)
    if made is None or not _still_to_confirm(made[1]):
        return _too_late(form)
    step = second_factor.step_of(made[0], form.factor_code.data) if form.validate() else None
    if step is None:
        form.factor_code.data, form.factor_code.errors = "", form.factor_code.errors or [
            "Ce n'est pas le code attendu. Vérifiez l'heure de votre téléphone, puis tapez le code suivant."]
        return set_up_page(form, *made, 422)
    return _moved(form, made[0], step) if made[1] else _first(form, made[0], step)


def _still_to_confirm(replaces: bool) -> bool:
    """A first phone comes where there is none; another one is for a session that gave a code of the former."""
    return not current_user.lacks_factor if replaces else second_factor.known(current_user.id) is None


def _too_late(form: SetUpForm):
    """The page is too old, or the key it shows was confirmed meanwhile."""
    if current_user.lacks_factor:
        return ask(form.suite.data, form.kept.data, 422, said="Cette page n'est plus à jour. Recommencez ici\u00a0; si votre "
                   "application garde un ancien code de l'association, effacez-le.")
    return done(url_for("second_factor.edit"), message="C'est déjà fait, ou la page était trop ancienne. Voici où vous en êtes.")


def _first(form: SetUpForm, secret: str, step: int):
    codes, ran = second_factor.recovery_codes(), []
    commit_once(form.key.data, lambda: ran.append(True) or acts.confirm(
        current_user.id, secret, step, [second_factor.hashed(code) for code in codes]), f"account:{current_user.id}")
    note_factor(current_user, form.key.data)
    return _on_paper(codes if ran else None, form)


def _moved(form: SetUpForm, secret: str, step: int):
    commit_once(form.key.data, lambda: acts.replace(current_user.id, current_user.session_id, secret, step),
                f"account:{current_user.id}")
    note_factor(current_user, form.key.data)
    return done(url_for("second_factor.edit"), message="Votre nouveau téléphone est en place. L'ancien n'ouvre plus rien.")


def _on_paper(codes: list[str] | None, form):
    """The codes leave on this one page and are kept nowhere."""
    grouped = [in_groups(code, between="-") for code in codes or ()]
    return answer("second_factor/codes.html", codes=grouped, form=CodeForm(
        formdata=None, suite=form.suite.data if form else "", kept=form.kept.data if form else ""))


def _own(form: CodeForm) -> dict:
    return {"form": form, "factor": second_factor.known(current_user.id), "left": second_factor.codes_left(current_user.id),
            "press": press()}


@bp.get("/ma-double-verification")
@allowed("factor.own")
def edit():
    return answer("second_factor/edit.html", **_own(CodeForm(formdata=None)))


@bp.post("/ma-double-verification/telephone")
@allowed("factor.own")
def change():
    """Another phone: the former one, or a code on paper, says that it is she who asks."""
    form = CodeForm()
    if not is_right(form):
        return again("second_factor/edit.html", **_own(form))
    return set_up_page(SetUpForm(formdata=None), second_factor.new_secret(), True)


@bp.post("/ma-double-verification/codes")
@allowed("factor.codes")
def renew():
    codes, ran = second_factor.recovery_codes(), []
    commit_once(pressed(), lambda: ran.append(True) or acts.renew_codes(
        current_user.id, [second_factor.hashed(code) for code in codes]), f"account:{current_user.id}")
    return _on_paper(codes if ran else None, None)
