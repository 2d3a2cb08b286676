"""The templates of the Django yardstick: the same pages as ours, line by line, in its own language."""

MARK = """<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3 3 19h18z"/><circle cx="12" cy="3" r="2"/>
<circle cx="3" cy="19" r="2"/><circle cx="21" cy="19" r="2"/></svg>"""
ICON = """<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5
 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2"/></svg>"""
HEAD = """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{% block title %}{% endblock %} – {{ settings.association_name }}
</title><meta name="color-scheme" content="light dark"><link rel="icon" href="/static/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/css/app.0123456789.css"><script src="/static/js/once.0123456789.js" defer></script></head>"""

OFFICE = HEAD + """<body class="office"><a class="skip" href="#contenu">Aller au contenu</a><header class="top">
<a class="brand" href="/">{% include "mark.html" %}<span>{{ settings.association_name }}<small>Trait d’union</small></span></a>
<a class="button" href="{% url 'list' %}" data-page-key="n">{% include "icon.html" %} Noter un appel</a>
<button class="button button--quiet open-menu" type="button" popovertarget="menu">{% include "icon.html" %} Menu</button></header>
<div class="shell"><nav class="menu" id="menu" popover aria-label="Menu principal"><ul>
{% for words, name in nav %}<li><a href="{% url name %}"{% if request.resolver_match.url_name == name %} aria-current="page"{% endif %}>
{{ words }}</a></li>{% endfor %}</ul>
<form class="me" method="post" action="{% url 'board' %}">{% csrf_token %}<p><a href="{% url 'board' %}">{{ user.name }}</a></p>
<button class="button button--quiet">Se déconnecter</button></form></nav>
<main class="page" id="contenu" tabindex="-1"><div>{% include "messages.html" %}{% block main %}{% endblock %}</div></main></div></body></html>"""

PHONE = HEAD + """<body class="phone"><a class="skip" href="#contenu">Aller au contenu</a><header class="top">
<a class="brand" href="/">{% include "mark.html" %}<span>{{ settings.association_name }}</span></a></header>
<main class="page" id="contenu" tabindex="-1">{% include "messages.html" %}{% block main %}{% endblock %}</main><nav aria-label="Menu principal">
<ul class="tabs"><li><a href="{% url 'board' %}">{% include "icon.html" %}Ma semaine</a></li><li><a href="{% url 'list' %}">
{% include "icon.html" %}Mes mots</a></li><li><a href="tel:{{ settings.office_phone }}">{% include "icon.html" %}Appeler le bureau</a>
</li><li><form method="post" action="{% url 'board' %}">{% csrf_token %}<button>{% include "icon.html" %}Se déconnecter</button></form>
</li></ul></nav></body></html>"""

FILTERS = """<form class="filters" method="get"><div class="field"><label for="secteur">Secteur</label>
<select class="input" id="secteur" name="secteur"><option value="">Tous</option>{% for id, name in sectors %}
<option value="{{ id }}">{{ name }}</option>{% endfor %}</select></div><label class="choice"><input type="checkbox" name="miens" value="1">
<span>Mes dossiers</span></label><button class="button button--quiet">Filtrer</button></form>"""

BOARD = """{% extends "office.html" %}{% block title %}À traiter{% endblock %}{% block main %}<h1>À traiter</h1>
{% include "filters.html" %}<div id="a-traiter" aria-live="polite"><ol class="board">{% for line in lines %}
<li id="ligne-{{ line.kind }}-{{ line.id }}" class="line"><span class="level level--{{ line.level }}">{{ line.level }}</span>
<div><p class="why">{{ line.why }}</p><p class="soft">{% if line.at %}depuis {{ line.at|timesince }}{% else %}{{ line.due|default:"" }}{% endif %}
{% if line.phone %} · <a href="tel:{{ line.phone }}">{{ line.phone }}</a>{% endif %}</p></div><div class="acts">
{% if line.tick %}<form method="post" action="{% url 'line' line.kind line.id %}" data-hx-post="{% url 'line' line.kind line.id %}"
 data-hx-target="closest li" data-hx-swap="delete">{% csrf_token %}<input type="hidden" name="key" value="{{ line.key }}">
<button class="button button--quiet">{{ line.tick }}<span class="sr"> : {{ line.why }}</span></button></form>{% endif %}
<a class="button button--quiet" href="{% url 'line' line.kind line.id %}">{{ line.act }}<span class="sr"> : {{ line.why }}</span></a>
</div></li>{% endfor %}</ol><p><a href="{% url 'board' %}?depuis={{ change }}">Actualiser</a></p></div>{% endblock %}"""

LIST = """{% extends "office.html" %}{% block title %}Bénéficiaires{% endblock %}{% block main %}<h1>Bénéficiaires</h1>
<p class="acts"><a class="button" href="{% url 'list' %}">Ouvrir un dossier</a></p>{% include "filters.html" %}<div id="dossiers">
<p class="soft" role="status">{{ count }} dossier{{ count|pluralize }}</p><table class="table"><caption class="sr">Dossiers</caption>
<thead><tr><th scope="col">Nom</th><th scope="col">Téléphone</th><th scope="col">Secteur</th><th scope="col">Suivi par</th>
<th scope="col">Dernier contact</th></tr></thead><tbody>{% for row in rows %}<tr><th scope="row">
<a class="person" href="{% url 'file' row.id %}">{{ row.civility }} {{ row.last_name }} {{ row.first_name }}</a>
{% if row.interruption %}<span class="state state--waiting">{% include "icon.html" %}{{ row.interruption }}</span>{% endif %}</th>
<td data-label="Téléphone">{% if row.phone %}<a href="tel:{{ row.phone }}">{{ row.phone }}</a>{% else %}<span class="soft">aucun</span>
{% endif %}</td><td data-label="Secteur">{{ row.sector_name }}{% if row.district %}, {{ row.district }}{% endif %}</td>
<td data-label="Suivi par">{{ row.referent_name|default:"personne" }}</td><td data-label="Dernier contact">
{% if row.last_contact_on %}{{ row.last_contact_on|date:"D j N" }}{% else %}<span class="soft">pas encore</span>{% endif %}</td></tr>
{% endfor %}</tbody></table>{% if more %}<nav class="pages"><a class="button" href="{% url 'list' %}">Page suivante</a></nav>{% endif %}
</div>{% endblock %}"""

RELATION = """{% extends "office.html" %}{% block title %}{{ pairing.beneficiary.last_name }}{% endblock %}{% block main %}
<h1>{{ pairing.beneficiary.civility }} {{ pairing.beneficiary.first_name }} {{ pairing.beneficiary.last_name }} et
{{ pairing.caregiver.first_name }} {{ pairing.caregiver.last_name }}</h1><div class="triangle">{% include "mark.html" %}
<p><a href="{% url 'file' pairing.beneficiary_id %}">{{ pairing.beneficiary.last_name }}</a> secteur {{ pairing.beneficiary.sector.name }}</p>
<p><a href="{% url 'list' %}">{{ pairing.caregiver.last_name }}</a> {{ pairing.kind }}</p><p>{{ settings.association_name }}</p></div>
{% if measure %}<p class="notice">Mesure d'organisation.</p>{% endif %}<hr><section id="histoire"><h2>Leur histoire</h2>
<ol class="timeline">{% for entry in entries %}<li{% if entry.kind == "word" %} class="by-caregiver"{% endif %}>
<span class="when soft">le {{ entry.at|date:"j F" }} à {{ entry.at|date:"G \\h i" }}</span><strong>{% if entry.kind != "step" %}
<a href="{% url 'line' entry.kind entry.id %}">{{ entry.code }}</a>{% else %}{{ entry.code }}{% endif %}</strong>
{% if entry.who %}<span class="soft">par {{ entry.who }}</span>{% endif %}{% if entry.detail %}<p>{{ entry.detail }}</p>{% endif %}</li>
{% endfor %}</ol></section><aside class="panel"><h2>La relation</h2><dl class="facts"><dt>État</dt><dd>{{ pairing.state }}</dd>
<dt>Choisie pour</dt><dd>{{ pairing.chosen_why }}</dd><dt>Dates</dt><dd>depuis le {{ pairing.starts_on|date:"j F Y" }}</dd>
<dt>Présentation</dt><dd>{{ pairing.introduced_on|date:"j F Y" }}, par {{ pairing.introduced_by.name }}</dd><dt>Interventions</dt>
<dd>{{ pairing.held|default:0 }} faites ; la prochaine {{ pairing.next_visit|date:"j F" }}</dd>{% if pairing.next_round_on %}
<dt>Prochain point</dt><dd>le {{ pairing.next_round_on|date:"j F Y" }}</dd>{% endif %}</dl>{% for one in readable %}
<p>Mesure du {{ one.starts_on|date:"j F Y" }}</p>{% endfor %}</aside>{% endblock %}"""

RADIOS = """<fieldset class="field"><legend>{{ field.label }}</legend><div class="choices choices--big">{% for radio in field %}
<label class="choice">{{ radio.tag }}<span>{{ radio.choice_label }}</span></label>{% endfor %}</div></fieldset>"""

QUESTION = """{% extends "phone.html" %}{% block title %}Vos interventions{% endblock %}{% block main %}
<h1>Vos interventions chez {{ person.civility }} {{ person.first_name }} {{ person.last_name }}</h1>
<form method="post" class="steps">{% csrf_token %}<input type="hidden" name="key" value="{{ key }}"><div class="step">
<p class="lead">À faire quand vous pouvez avant le {{ side.closes_on|date:"l j F" }}.</p>
<p>Vos réponses ne servent ni à vous noter ni à vous sanctionner.</p></div>{% for field in form %}<div class="step">
{% if field.name in "goes_well should_change" %}<div class="field"><label for="{{ field.id_for_label }}">{{ field.label }}</label>{{ field }}</div>
{% else %}{% include "radios.html" %}{% endif %}</div>{% endfor %}<button class="button">Envoyer mes réponses</button></form>{% endblock %}"""

VISIT = """{% extends "phone.html" %}{% block title %}{{ visit.beneficiary.last_name }}{% endblock %}{% block main %}
<h1>{{ visit.beneficiary.civility }} {{ visit.beneficiary.first_name }} {{ visit.beneficiary.last_name }}</h1>
<p class="lead">{{ visit.day|date:"l j F" }}, {{ visit.start_minute }}</p>{% if next_there %}<p>L'adresse et les consignes sont sur
votre prochaine intervention : <a href="{% url 'visit' next_there.id %}">{{ next_there.day|date:"l j F" }}</a>.</p>{% endif %}
{% if said %}<section><h2>Vos mots sur cette intervention</h2><ul class="list">{% for word in said %}<li>{{ word.at|date:"j F" }}
{{ word.kind }} {{ word.words }}</li>{% endfor %}</ul></section>{% endif %}<section class="panel"><h2 id="mot">Un mot au bureau</h2>
<p class="soft">Si vous voulez. Ce n'est jamais demandé.</p><form method="post" action="{% url 'word' visit.id %}">{% csrf_token %}
<input type="hidden" name="key" value="{{ key }}">{% with field=form.kind %}{% include "radios.html" %}{% endwith %}<div class="field">
<label for="id_words">{{ form.words.label }}</label>{{ form.words }}</div><button class="button">Envoyer</button></form></section>
{% endblock %}"""

MESSAGES = """{% if messages %}<ul role="status">{% for message in messages %}<li>{{ message }}</li>{% endfor %}</ul>{% endif %}"""

TEMPLATES = {"messages.html": MESSAGES, "mark.html": MARK, "icon.html": ICON, "office.html": OFFICE, "phone.html": PHONE, "filters.html": FILTERS,
             "radios.html": RADIOS, "board.html": BOARD, "list.html": LIST, "relation.html": RELATION,
             "question.html": QUESTION, "visit.html": VISIT}
