"""Start the program: its version, the command line or the window."""

import sys

from ivig_abstractor import __version__

# Named here, not asked of cli, so that opening the window does not load it.
COMMANDS = frozenset(
    {"check", "report", "export", "schema", "codebook", "verify", "example"}
    | {"handout", "accept", "handin", "merge"}
)

# What the window starts for itself; of no use to anybody else.
_PROCESSES = frozenset({"_report", "_pages"})


def main(argv: list[str] | None = None) -> int:
    """Run what the words in `argv` ask for and return the exit code."""
    words = sys.argv[1:] if argv is None else argv
    if words[:1] == ["--version"]:
        print(f"ivig-abstractor {__version__}")
        return 0
    if words and words[0] in _PROCESSES:
        from ivig_abstractor.operations.printing import main as process

        return process(words)
    if words and _is_for_the_command_line(words[0]):
        from ivig_abstractor.cli import main as command_line

        return command_line(words)
    import gc

    from ivig_abstractor.gui.app import main as window

    code = window(words)
    # Everything ends with the process: there is no rubbish to look for any more.
    gc.freeze()
    return code


def _is_for_the_command_line(word: str) -> bool:
    """Tell a command, also a misspelt one, from a file or an option of the window."""
    if word in COMMANDS or word in {"-h", "--help"}:
        return True
    if word.startswith("-") or word.endswith(".ivig"):
        return False
    from pathlib import Path

    return not Path(word).exists()


if __name__ == "__main__":
    sys.exit(main())
