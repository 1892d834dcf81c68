"""The program without a window, for scripts and machines without a display."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ivig_abstractor import __version__
from ivig_abstractor.base.errors import AppError
from ivig_abstractor.base.i18n import _

if TYPE_CHECKING:
    from ivig_abstractor.operations.open_review import OpenReview

PIN_VARIABLE = "IVIG_PIN"
OK, FOUND_ERRORS, WRONG_USE, NOT_DONE = 0, 1, 2, 3
_EPILOG = """examples:
  ivig-abstractor                                   open the window
  ivig-abstractor review.ivig                       open a review in the window
  ivig-abstractor example example.ivig              build the example review
  ivig-abstractor example two.ivig --simulated      … with two simulated reviewers
  ivig-abstractor check review.ivig                 list what is wrong or odd
  ivig-abstractor check review.ivig --json          the same, for a script
  ivig-abstractor report review.ivig appendix.pdf --paper letter
  ivig-abstractor export review.ivig --json review.json
  ivig-abstractor schema form.json                  the form as JSON Schema
  ivig-abstractor codebook form.md                  the form for readers
  ivig-abstractor verify review.ivig                file and audit trail intact?
  ivig-abstractor handout review.ivig --reviewer AB ann.ivighandout
  ivig-abstractor accept ann.ivighandout ann.ivig   a working copy for Ann
  ivig-abstractor handin ann.ivig ann.ivighandin    what Ann sends to the lead
  ivig-abstractor merge review.ivig ann.ivighandin bob.ivighandin --dry-run

In a file that several reviewers share, a reviewer may have chosen a PIN. It is asked
for on a terminal; a script puts it into the environment variable IVIG_PIN. Without it
the command is refused with exit code 3.

exit codes:
  0  done; for check: no open error; for verify: intact; for merge: all merged
  1  check found errors, verify found damage, or merge left a hand-in out
  2  the command was not understood
  3  a file could not be read or written; the reason is on standard error
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        chosen = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    run: Callable[[argparse.Namespace], int] = chosen.run
    try:
        return run(chosen)
    except AppError as error:
        print(f"ivig-abstractor: {error}", file=sys.stderr)
        return NOT_DONE
    except BrokenPipeError:
        return OK
    except KeyboardInterrupt:
        print(_("Stopped; nothing was changed."), file=sys.stderr)
        return NOT_DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ivig-abstractor",
        description=_("Abstract papers for a systematic review, offline."),
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(
        name: str, words: str, run: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words)
        added.set_defaults(run=run)
        return added

    one = command("example", _("Build the example review from real studies."), _example)
    one.add_argument("out", type=Path, metavar="OUT.ivig")
    one.add_argument(
        "--simulated",
        action="store_true",
        help=_("with two simulated reviewers, to try reconciliation"),
    )
    one = command("check", _("Run the checks over all studies."), _check)
    _review_file(one)
    one.add_argument("--json", action="store_true", help=_("print JSON"))
    one = command("report", _("Write the PDF appendix."), _report)
    _review_file(one)
    one.add_argument("out", type=Path, metavar="OUT.pdf")
    one.add_argument("--paper", choices=("a4", "letter"), default="a4")
    one = command(
        "export", _("Write the answers to a file for other programs."), _export
    )
    _review_file(one)
    one.add_argument("--json", type=Path, metavar="OUT", required=True)
    one = command("schema", _("Write the form as JSON Schema."), _schema)
    one.add_argument("out", type=Path, metavar="OUT.json")
    one = command("codebook", _("Write the form as a codebook."), _codebook)
    one.add_argument("out", type=Path, metavar="OUT.md")
    one = command("verify", _("Verify the file and its audit trail."), _verify)
    one.add_argument("file", type=Path, metavar="FILE")
    _add_handing(command)
    return parser


def _add_handing(command: Callable[..., argparse.ArgumentParser]) -> None:
    who = _("id, initials or name of the reviewer")
    one = command("handout", _("Write a hand-out for one reviewer."), _handout)
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--reviewer", required=True, help=who)
    one.add_argument("out", type=Path, metavar="OUT.ivighandout")
    one = command("accept", _("Make a working copy from a hand-out."), _accept)
    one.add_argument("handout", type=Path, metavar="HANDOUT")
    one.add_argument("out", type=Path, metavar="OUT.ivig")
    one = command("handin", _("Write a hand-in for the lead."), _handin)
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--reviewer", default="", help=who)
    one.add_argument("out", type=Path, metavar="OUT.ivighandin")
    one = command("merge", _("Merge hand-ins into the review."), _merge)
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("packages", type=Path, metavar="HANDIN", nargs="+")
    one.add_argument(
        "--dry-run", action="store_true", help=_("say what would happen, and stop")
    )
    one.add_argument(
        "--accept-new-keys",
        action="store_true",
        help=_("also merge what is signed with another key than before"),
    )


def _review_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--reviewer",
        default="",
        help=_("initials, name or id of the reviewer; default: the lead"),
    )


def _looked_at(chosen: argparse.Namespace) -> "OpenReview":
    """The review, opened as the reviewer who is named, to be read only."""
    return _opened(chosen.file, named=chosen.reviewer)


def _opened(file: Path, *, named: str = "", read_only: bool = True) -> "OpenReview":
    """The review, opened with the PIN where one is needed.

    It is the environment's IVIG_PIN, or typed where there is somebody to type it.
    """
    from ivig_abstractor.operations.open_review import OpenReview
    from ivig_abstractor.operations.seats import PinNeeded

    pin = os.environ.get(PIN_VARIABLE, "")
    try:
        return OpenReview.open(file, read_only=read_only, named=named, pin=pin)
    except PinNeeded as needed:
        if needed.need != "pin" or pin:
            raise
        if not sys.stdin.isatty():
            way = _("Or put the PIN into the environment variable {name}.")
            needed.next_step += " " + way.format(name=PIN_VARIABLE)
            raise
    from getpass import getpass

    typed = getpass(_("PIN: "))
    return OpenReview.open(file, read_only=read_only, named=named, pin=typed)


def _example(chosen: argparse.Namespace) -> int:
    if chosen.simulated:
        from ivig_abstractor.operations.second_example import build_second_example

        print(build_second_example(chosen.out).as_text())
        return OK
    from ivig_abstractor.operations.example import build_example

    built = build_example(chosen.out)
    print(built.as_text())
    return OK


def _check(chosen: argparse.Namespace) -> int:
    from ivig_abstractor.operations.checking import check_review

    with _looked_at(chosen) as review:
        found = check_review(review)
    if chosen.json:
        listed = [one.as_json() for one in found]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
    else:
        for one in found:
            answered = f"  [{one.reason}]" if one.reason else ""
            where = f"{one.study or '-'}  {one.path}"
            print(f"{one.severity:<5}  {one.rule:<6} {where}: {one.message}{answered}")
        print(_counts([one.severity for one in found]))
    return FOUND_ERRORS if any(one.severity == "error" for one in found) else OK


def _counts(severities: Sequence[str]) -> str:
    return _("{errors} errors, {queries} queries, {notes} notes").format(
        errors=severities.count("error"),
        queries=severities.count("query"),
        notes=severities.count("note"),
    )


def _report(chosen: argparse.Namespace) -> int:
    from ivig_abstractor.operations.reporting import write_report

    with _looked_at(chosen) as review:
        done = write_report(review, chosen.out, paper=chosen.paper)
    print(_("{path}: {pages} pages").format(path=done.path, pages=done.pages))
    return OK


def _export(chosen: argparse.Namespace) -> int:
    from ivig_abstractor.operations.exchanging import export_json

    with _looked_at(chosen) as review:
        export_json(review, chosen.json)
    return OK


def _schema(chosen: argparse.Namespace) -> int:
    from ivig_abstractor.operations.exchanging import write_schema

    write_schema(chosen.out)
    return OK


def _codebook(chosen: argparse.Namespace) -> int:
    from ivig_abstractor.operations.exchanging import write_codebook

    write_codebook(chosen.out)
    return OK


def _verify(chosen: argparse.Namespace) -> int:
    from ivig_abstractor.operations.verifying import verify

    verified = verify(chosen.file)
    print(verified.as_text())
    return OK if verified.is_intact else FOUND_ERRORS


def _handout(chosen: argparse.Namespace) -> int:
    from ivig_abstractor.operations.handing import hand_out
    from ivig_abstractor.operations.packing import reviewer_named

    with _opened(chosen.file) as review:
        done = hand_out(review, reviewer_named(review, chosen.reviewer), chosen.out)
    said = _("{path}: for {name}; studies: {n}")
    print(said.format(path=done.path, n=done.studies, name=done.reviewer))
    print(_("Your key: {words}").format(words=done.fingerprint))
    return OK


def _accept(chosen: argparse.Namespace) -> int:
    from ivig_abstractor.operations.handing import accept_hand_out
    from ivig_abstractor.operations.reading import overview

    with accept_hand_out(chosen.handout, chosen.out) as review:
        whole = overview(review)
    said = _("{path}: for {name}; studies: {n}")
    name = whole.reviewer.name
    print(said.format(path=chosen.out, n=len(whole.studies), name=name))
    return OK


def _handin(chosen: argparse.Namespace) -> int:
    from ivig_abstractor.operations.handing import hand_in

    with _looked_at(chosen) as review:
        done = hand_in(review, review.reviewer_id, chosen.out)
    said = _("{path}: by {name}; studies: {n}; changes: {changes}")
    print(
        said.format(
            path=done.path, changes=done.changes, n=done.studies, name=done.reviewer
        )
    )
    print(_("Your key: {words}").format(words=done.fingerprint))
    return OK


def _merge(chosen: argparse.Namespace) -> int:
    from ivig_abstractor.operations.merging import merge, plan_merge

    with _opened(chosen.file, read_only=chosen.dry_run) as review:
        plan = plan_merge(review, chosen.packages)
        print(plan.as_text())
        if chosen.dry_run:
            left_out = any(one.refused or one.forks for one in plan.packages)
            return FOUND_ERRORS if left_out else OK
        # A key seen for the first time is printed; one that changed must be asked for.
        changed = any(one.signer == "changed" for one in plan.mergeable)
        done = merge(review, plan, accept_keys=chosen.accept_new_keys or not changed)
    print(done.as_text())
    return FOUND_ERRORS if done.refused or done.forks else OK
