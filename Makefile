# The same commands without make, also on Windows: `python3 start.py run`, `py start.py test`…
# Arguments go through ARGS: make test ARGS="-k board"
PYTHON ?= python3

.PHONY: run test quick bench install pins
run test quick bench install pins:
	@$(PYTHON) start.py $@ $(ARGS)
