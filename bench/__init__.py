"""`make bench`: what a page costs, beside a bare WSGI program and a minimal Django application, in one run.

Everybody runs the very statements our pages run (recorded from them), on the same file of the demo association ×1, ×10
and ×100. Django runs them through its own cursor: its ORM is left out, which is its best case.
"""
