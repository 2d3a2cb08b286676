"""Comment vous prévenir: each person, at the office or on her phone, chooses how messages reach her; the office may write it
for a caregiver, with her agreement.
"""

from flask import Blueprint, abort, url_for
from flask_login import current_user

from acts import channels as acts
from database import commit_once
from forms.channels import ChannelForm, HerChannelForm
from guard.doors import allowed
from queries import outbox
from rules.messages import WAY_WORDS
from views.answers import again, answer, done
from views.caregivers import file_open, to_file

bp = Blueprint("channels", __name__)


def _page(form: ChannelForm | None = None) -> dict:
    chosen, own, working = outbox.choices_of(current_user.id), outbox.recipient(current_user.id), outbox.working()
    known = {"email": own.email, "sms": own.phone} | {one.channel: one.address for one in chosen}
    form = form or ChannelForm(formdata=None, channel=[one.channel for one in chosen], **known).offer(working)
    return {"form": form, "chosen": chosen, "working": working, "ways": own.ways, "words": WAY_WORDS}


@bp.get("/compte/messages")
@allowed("account.self")
def edit():
    return answer("channels/edit.html", **_page())


@bp.post("/compte/messages")
@allowed("account.self")
def update():
    form = ChannelForm().offer(outbox.working())
    if not form.validate():
        return again("channels/edit.html", **_page(form))
    commit_once(form.key.data, lambda: acts.choose(current_user, current_user.id, form.addresses), f"account:{current_user.id}")
    return done(url_for("channels.edit"), message="C'est noté. Vous pouvez changer quand vous voulez.")


def _hers(id: int):
    """The account of a caregiver whose contract goes on; without one, no message reaches her."""
    return outbox.recipient(caregiver_id=file_open(id).id) or abort(404)


def _her_page(id: int, form: HerChannelForm | None = None) -> dict:
    """Where she is told is read by nobody of the office: only by what, and who noted it."""
    hers, working = _hers(id), outbox.working()
    chosen = outbox.choices_of(hers.account_id)
    form = form or HerChannelForm(formdata=None, channel=[one.channel for one in chosen]).offer(working)
    return {"caregiver": file_open(id), "form": form, "working": working, "told_by": outbox.told_by(id), "hers": hers,
            "noted": chosen[0] if chosen else None}


@bp.get("/intervenantes/<int:id>/messages")
@allowed("channel.write")
def new(id):
    return answer("channels/new.html", **_her_page(id))


@bp.post("/intervenantes/<int:id>/messages")
@allowed("channel.write")
def create(id):
    hers = _hers(id)
    known = {"email": hers.email, "sms": hers.phone} | {one.channel: one.address for one in outbox.choices_of(hers.account_id)}
    form = HerChannelForm().offer(outbox.working(), known)
    if not form.validate():
        return again("channels/new.html", **_her_page(id, form))
    commit_once(form.key.data, lambda: acts.choose(current_user, hers.account_id, form.addresses), f"caregiver:{id}")
    return to_file(id, "C'est noté. Elle le lit sur son téléphone, avec votre nom.")
