"""A process that is killed by a fault leaves no dump of its memory, in which personal data would stand."""

import subprocess
import sys

_PROGRAM = """
import resource, sys
_, most = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
from cchc_tui.cli import main
sys.argv = ["cchc-tui", "--version"]
try:
    main()
except SystemExit:
    print(most, *resource.getrlimit(resource.RLIMIT_CORE))
"""


def test_no_command_leaves_a_memory_dump() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    most, *now = done.stdout.split()[-3:]
    assert most != "0"  # else the machine itself allows none, and nothing is seen here
    assert now == ["0", "0"]
