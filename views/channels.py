"""Comment vous prévenir: each person, at the office or on her phone, chooses how messages reach her."""

from flask import Blueprint, url_for
from flask_login import current_user

from acts import channels as acts
from database import commit_once
from forms.channels import ChannelForm
from guard.doors import allowed
from queries import outbox
from rules.messages import WAY_WORDS
from views.answers import again, answer, done

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
