"""What is done with a file received: a duplicate decided, the import begun, taken up again, put aside, noted as seen."""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import imports as acts
from database import Overtaken, commit_once
from forms.imports import BeginForm, ChoiceForm, KindForm
from guard import importing
from guard.doors import allowed
from queries.imports import line_seen
from views.answers import again, answer, done
from views.imports import begun, overtaken, page_of_run, run_here
from views.presses import pressed

bp = Blueprint("import_steps", __name__)


bp.register_error_handler(Overtaken, overtaken)


@bp.post("/imports/<int:id>/doublons/<int:line_id>")
@allowed("planning.import")
def choose(id, line_id):
    line, form = line_seen(current_user, line_id), ChoiceForm()
    if line is None or line.run_id != id or line.outcome != "duplicate" or not form.validate():
        abort(404)
    commit_once(form.key.data, lambda: acts.choose(current_user, line_id, form.person_id.data), f"import:{id}")
    return done(url_for("imports.show", id=id, _anchor="doublons"), message="C'est noté.")


@bp.post("/imports/<int:id>/genre")
@allowed("planning.import")
def rekind(id):
    """It was taken for another kind of file: read again as what somebody says it is."""
    run, form, made = run_here(id), KindForm(), []
    if not form.validate():
        return again("imports/kind.html", run=run, kind_form=form)
    commit_once(form.key.data, lambda: made.append(True) or acts.set_kind(current_user, id, form.kind.data), f"import:{id}")
    return begun(id, read=bool(made))


@bp.get("/imports/<int:id>/genre")
@allowed("planning.import")
def kind(id):
    run = run_here(id)
    return answer("imports/kind.html", run=run, kind_form=KindForm(formdata=None, kind=run.kind))


@bp.post("/imports/<int:id>/import")
@allowed("planning.import")
def begin(id):
    run, form, ran = run_here(id), BeginForm(), []
    if not form.validate() or _lacks_agreement(run, form):
        return again("imports/show.html", **page_of_run(run, begin=form))
    commit_once(form.key.data, lambda: ran.append(True) or acts.begin(current_user, id, form.confirm_many.data),
                f"import:{id}")
    if ran:
        importing.start("apply", id)
    return done(url_for("imports.show", id=id))


def _lacks_agreement(run, form: BeginForm) -> bool:
    """So many visits are called off only by somebody who said so."""
    lacks = run.state == "previewed" and run.needs_confirmation and not form.confirm_many.data
    if lacks:
        form.confirm_many.errors = [acts.TO_CONFIRM]
    return lacks


@bp.post("/imports/<int:id>/relance")
@allowed("planning.import")
def restart(id):
    """Cut off in the middle: nothing was written. The file is read again, and what it would do is shown again."""
    key, ran = pressed(), []
    run_here(id)
    commit_once(key, lambda: ran.append(True) or acts.restart(current_user, id), f"import:{id}")
    if ran:
        importing.start("preview", id)
    return done(url_for("imports.show", id=id))


@bp.post("/imports/<int:id>/abandon")
@allowed("planning.import")
def abandon(id):
    run_here(id)
    commit_once(pressed(), lambda: acts.abandon(current_user, id), f"import:{id}")
    return done(url_for("imports.show", id=id), message="L'import est abandonné. Le fichier est effacé, rien n'est changé.")


@bp.post("/imports/<int:id>/vu")
@allowed("planning.import")
def see(id):
    run = run_here(id)
    if run.state not in ("refused", "applied", "abandoned"):
        raise Overtaken(acts.MOVED_ON)
    commit_once(pressed(), lambda: acts.see(current_user, id), f"import:{id}")
    return done(url_for("imports.show", id=id), message="C'est noté comme vu.")
