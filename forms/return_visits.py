"""The day on which a return visit was asked for, or held."""

from forms.alert_actions import PastDayForm
from forms.base import DateField


class ReturnVisitForm(PastDayForm):
    done_on = DateField("Fait le", "Indiquez le jour.")
