"""The templates of the Django yardstick: the same lines and cells as our pages, in its own language."""

BASE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="stylesheet" href="/static/app.css"></head><body><nav><ul>
{% for way in nav %}<li><a href="{% url 'board' %}">{{ way }}</a></li>{% endfor %}</ul>
<form method="post" action="{% url 'board' %}">{% csrf_token %}<p>{{ user.name }}</p><button>Se déconnecter</button></form>
</nav><main><h1>{{ title }}</h1>{% block main %}{% endblock %}</main></body></html>"""

BOARD = """{% extends "base.html" %}{% block main %}<ol class="board">{% for line in rows %}
<li id="ligne-{{ line.kind }}-{{ line.id }}" class="line"><span class="level level--{{ line.level }}">{{ line.level }}</span>
<div><p class="why">{{ line.why }}</p><p class="soft">{{ line.at|default:line.due }}</p></div><div class="acts">
<a class="button button--quiet" href="{% url 'line' line.kind line.id %}">{{ line.act }}<span class="sr"> : {{ line.why }}</span>
</a></div></li>{% endfor %}</ol>{% endblock %}"""

LIST = """{% extends "base.html" %}{% block main %}<table class="table"><tbody>{% for row in rows %}
<tr><th scope="row"><a class="person" href="{% url 'file' row.id %}">{{ row.civility }} {{ row.last_name }} {{ row.first_name }}
</a></th><td><a href="tel:{{ row.phone }}">{{ row.phone }}</a></td><td>{{ row.sector }}, {{ row.district }}</td>
<td>{{ row.referent }}</td><td>{{ row.last_contact_on|default:"pas encore" }}</td></tr>{% endfor %}</tbody></table>
{% endblock %}"""

RELATION = """{% extends "base.html" %}{% block main %}<ol class="timeline">{% for row in rows %}
<li><p class="when">{{ row.at }}</p><p>{{ row.kind }} {{ row.code }} : {{ row.detail }}</p><p class="soft">{{ row.who }}</p></li>
{% endfor %}</ol>{% endblock %}"""

FORM = """{% extends "base.html" %}{% block main %}<form method="post">{% csrf_token %}
<input type="hidden" name="key" value="{{ key }}">{{ form.as_div }}<button class="button">Envoyer</button></form>
{% endblock %}"""

TEMPLATES = {"base.html": BASE, "board.html": BOARD, "list.html": LIST, "relation.html": RELATION, "question.html": FORM,
             "visit.html": FORM}
