"""A process that forks a child for each change: it can be killed, and starts without the time of fresh imports.

Each line of standard input is the JSON list [what, index, files, result]; the child's process id is printed, and its
end is waited for when the next line asks for it. The child writes to the file `result` what came of it, in the end.
"""

import json
import os
import sys
import time
from pathlib import Path

from faults_material import OPERATIONS, answers

from index.folder.reader import PassageIndex


def read_until_stopped(index: Path, stop: Path) -> int:
    """Open the newest generation repeatedly; each must be all of one edition. Return the number of openings."""
    openings = 0
    while not stop.exists():
        opened = PassageIndex.open(index)
        time.sleep(0.01)
        editions = {passage.text.split()[1] for passage in opened.passages}
        ranked = opened.lexical("timber edition1 edition2 edition3", 50, None)
        assert len(editions) == 1, editions
        assert {opened.source(document.id).read_text().split()[1] for document in opened.documents} == editions
        assert {opened.passages[each.number].text.split()[1] for each in ranked} == editions
        assert opened.late(opened.token_vectors(0), range(len(opened.passages))).argmax() == 0
        openings += 1
        if openings % 3:
            opened.close()
    return openings


def do(what: str, index: Path, files: Path) -> object:
    if what == "read":
        return read_until_stopped(index, files)
    if what == "answers":
        return answers(index)
    return OPERATIONS[what](index, files)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    for line in sys.stdin:
        what, index, files, result = json.loads(line)
        child = os.fork()
        if child:
            say(str(child))
            sys.stdin.readline()
            os.waitpid(child, 0)
            say("ended")
            continue
        try:
            outcome: object = do(what, Path(index), Path(files))
        except Exception as error:
            outcome = f"{type(error).__name__}: {error}"
        passing = Path(result + ".passing")
        passing.write_text(json.dumps(outcome))
        passing.rename(result)
        os._exit(0)


main()
