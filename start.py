#!/usr/bin/env python3
"""Starts Trait d'union on any system, with nothing but Python: `python3 start.py run`, on Windows `py start.py run`.

Standard library only, and readable by older Pythons, so that they can say what is missing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
COMPILED = ("requirements", "requirements-solver", "requirements-dev", "requirements-postgres", "requirements-messages",
            "requirements-bench")
# `flask demo` answers this, and touches nothing, where a real association lives: we serve it as it is.
FILLED_FOR_REAL = 3
HELP = """usage: python3 start.py COMMAND [arguments]

  run        serve the demo association, or your own once `flask init` made it (PORT, 8000 by default)
  test       run every test this machine can run; arguments go to pytest
  quick      those alone that need no other program and no long wait
  bench      measure the pages beside a bare program and Django
  install    only make the environment, with the solver; `install postgres` adds the PostgreSQL driver,
             `install messages` what sends SMS and notifications
  pins       resolve the *.in files again into *.txt; `pins --upgrade` takes newer versions"""

NO_PIP = """Python is here, but the part of it that makes environments is missing.
On Debian and Ubuntu:  sudo apt install python3-venv
Then start again."""


def say(words):
    print("Trait d'union: " + words, flush=True)


def run(*command):
    """Runs a command to its end and gives its exit code; Ctrl+C reaches it first."""
    child = subprocess.Popen([str(word) for word in command], cwd=str(ROOT))
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


def must(*command):
    code = run(*command)
    if code:
        sys.exit(code)


def check_version(version):
    if tuple(version) < OLDEST:
        sys.exit("Trait d'union needs Python %d.%d or newer; this one is %d.%d." % (OLDEST + tuple(version)))


def venv_python():
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def venv_works():
    """An environment breaks when the system changes its Python or the folder was copied from elsewhere."""
    code = "import sys; sys.exit(sys.version_info < (%d, %d) or sys.prefix == sys.base_prefix)" % OLDEST
    try:
        return subprocess.run([str(venv_python()), "-c", code], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def has(python, module):
    return subprocess.run([str(python), "-c", "import " + module], stderr=subprocess.DEVNULL).returncode == 0


def make_venv():
    """Debian splits venv from Python: without ensurepip, the pip of the system does as well, if there is one."""
    if venv_works():
        return
    if not has(sys.executable, "ensurepip") and not has(sys.executable, "pip"):
        sys.exit(NO_PIP)
    say("making the Python environment in .venv")
    shutil.rmtree(str(VENV), ignore_errors=True)
    own_pip = [] if has(sys.executable, "ensurepip") else ["--without-pip"]
    must(sys.executable, "-m", "venv", *own_pip, VENV)


def pip():
    if has(venv_python(), "pip"):
        return [venv_python(), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", venv_python()]


def install(name):
    """Installs one list of requirements, again only when the list or the Python changed."""
    make_venv()
    listed = ROOT / (name + ".txt")
    mark = VENV / ("installed-" + name)
    wanted = hashlib.sha256(listed.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
    say("installing " + listed.name + " (only when it changed)")
    must(*pip(), "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", listed)
    mark.write_text(wanted)


def install_solver():
    """The product plans without it too, more simply: a system for which no wheel is made goes on as it is."""
    install_if_made("requirements-solver", "no solver for this system: plans of replacements are made the simple way. "
                                           "Everything else works.")


def install_if_made(name, otherwise):
    """A list the product does without where the system has no wheel of it; `otherwise` says what that means."""
    listed, mark = ROOT / (name + ".txt"), VENV / ("installed-" + name)
    wanted = hashlib.sha256(listed.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
    say("installing " + listed.name + " (only when it changed)")
    if run(*pip(), "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:",
           "-r", listed):
        say(otherwise)
        return
    mark.write_text(wanted)


def flask(command):
    return [venv_python(), "-m", "flask", "--app", "app", command]


def serve(_arguments):
    install("requirements")
    install_solver()
    must(*flask("upgrade"))
    filled = run(*flask("demo"))
    if filled not in (0, FILLED_FOR_REAL):
        return filled
    os.environ.setdefault("PORT", "8000")
    if os.name == "nt":
        return run(*flask("serve"))
    # The server takes our place, so that whoever stops us stops it.
    os.chdir(str(ROOT))
    os.execv(str(venv_python()), [str(word) for word in flask("serve")])


# A file of tests stays whole; their order is that of tests/halves.py.
TWO = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
QUICK = "not browser and not html_checker and not spreadsheet and not word_processor and not postgres and not long"


def test(arguments):
    install("requirements-dev")
    install_solver()
    install_if_made("requirements-messages", "no library of SMS services for this system: their tests are skipped.")
    # Workers, servers and updates are started by dozens: what one compiled serves the others, where a machine keeps nothing too.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if arguments:
        return run(venv_python(), "-m", "pytest", *arguments)
    return run(venv_python(), "-m", "pytest", *TWO) or test_on_postgres()


def test_on_postgres():
    """Again on PostgreSQL, where one answers, the tests that can tell it from SQLite (tests/halves.py)."""
    asked = "import sys; from tests.skips import postgres_url; sys.exit(not postgres_url())"
    if run(venv_python(), "-c", asked):
        say("skipped: the same tests on PostgreSQL. None answers here that lets us make databases.")
        return int(os.environ.get("NO_SKIPS") == "1")
    say("the same tests on PostgreSQL")
    os.environ["TEST_ON"] = "postgres"
    return run(venv_python(), "-m", "pytest", *TWO)


def quick(arguments):
    return test(TWO + ["-m", QUICK] + arguments)


def bench(arguments):
    install("requirements-bench")
    return run(venv_python(), "-m", "bench", *arguments)


def only_install(extras):
    names = ["requirements"] + ["requirements-" + extra for extra in extras]
    for name in names:
        if name not in COMPILED:
            sys.exit("There is no %s.txt." % name)
    for name in names:
        install(name)
        if name == "requirements":
            install_solver()
    return 0


def pins(arguments):
    """Every list follows requirements.txt, and none names an index or a host."""
    install("requirements-dev")
    for name in COMPILED:
        must(venv_python(), "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-annotate",
             "--python-version", "%d.%d" % OLDEST, "--no-emit-index-url", "--no-emit-find-links",
             "--custom-compile-command", "python3 start.py pins", *arguments, name + ".in", "-o", name + ".txt")
    return 0


COMMANDS = {"run": serve, "test": test, "quick": quick, "bench": bench, "install": only_install, "pins": pins}


def main(words):
    check_version(sys.version_info[:2])
    if not words or words[0] not in COMMANDS:
        sys.exit(HELP)
    os.environ["PYTHONUTF8"] = "1"
    sys.exit(COMMANDS[words[0]](words[1:]))


if __name__ == "__main__":
    main(sys.argv[1:])
