"""Another process that works on a review: started, frozen and killed by tests.

python child.py hold REVIEW MEMORY     open it and wait
python child.py edit REVIEW MEMORY     edit until killed; a line for each that is saved
python child.py try REVIEW MEMORY      open it and close it, or say why not
"""

import sys
from pathlib import Path
from time import monotonic_ns

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ivig_abstractor.base.errors import AppError
from ivig_abstractor.store.project import ProjectFile
from ivig_abstractor.store.witness import Witness
from tests.store.making import edit


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    what, review, memory = sys.argv[1:]
    try:
        project = ProjectFile.open(Path(review), witness=Witness(Path(memory)))
    except AppError as error:
        say(f"{type(error).__name__}: {error}")
        return
    say("OPEN")
    if what == "hold":
        sys.stdin.readline()
    number = monotonic_ns()  # never the same values twice: those change nothing
    while what == "edit":
        number += 1
        done = edit(project, number)
        say(done.operation_id)
    project.close()


if __name__ == "__main__":
    main()
