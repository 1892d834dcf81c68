"""How long checking takes: one full study, and a review of a thousand.

    python benchmarks/bench_checks.py [--studies 1000]

Prints each time beside its budget; what else runs on the machine does not count.
A full study has 4 arms, 8 phases, 60 outcome rows and 60 adverse effect rows; one in
ten studies of the review is full, the others have 15 and 5 rows.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ivig_abstractor.model.abstraction import Abstraction
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.checks.registry import CheckContext, StudyIdentity, check
from ivig_abstractor.model.form import Kind, the_form
from tests.builders import an_abstraction

ONE_MS = 8.0
REVIEW_S = 10.0
ROUNDS = 50

OUTCOME = {
    "arm": "a1",
    "analysis_set": "ever treated",
    "outcome_code": "ENZYMES",
    "instrument": "CK",
    "unit": "U/L",
    "uln": "170",
    "time": "12 weeks",
    "n": "19",
    "before": "1287.4 (SD 900)",
    "after": "612.6 (SD 400)",
    "change": "down by 47%",
    "responders": "8/19 (42.0%)",
    "within_p": "p<0.018",
    "responder_definition": "fall by 30%",
    "assessor_blinded": "NO",
    "raw": "CK fell from 1287.4 ± 900 to 612.6 ± 400 IU/L at week 12",
}
EFFECT = {
    "arm": "a1",
    "preferred_term": "Headache",
    "printed": "headaches",
    "soc": "NERVOUS",
    "group": "HEADACHE",
    "patients": "8/19 patients (42.1%)",
    "n_events": "12",
    "severity": "MILD",
    "grade": "1",
    "serious": "NO",
    "related": "YES",
    "n_related": "7",
}
DOSE = {
    "dose_text": "2 g/kg divided over 2-5 days every 4 weeks",
    "phase_label": "INDUCTION",
    "expression": "PER_COURSE",
    "value": "2",
    "unit": "g/kg",
    "days_per_course": "2-5",
    "concentration": "10",
    "route": "IV",
    "planned_or_given": "GIVEN",
    "product": "OCTAGAM",
}
COURSE = {"interval": "4 weeks", "n_courses_given": "4", "duration": "4"}


def a_study(number: int, *, outcomes: int, effects: int, intervals: int) -> Abstraction:
    """A study with as many rows, every field elsewhere answered."""
    answers: dict[str, object] = {}
    for arm in range(1, 5):
        at = f"arms[a{arm}]"
        answers |= {f"{at}.arm.name": f"arm {arm}", f"{at}.arm.n_treated": "20"}
        for phase in (1, 2):
            part = f"{at}.phases[p{phase}]"
            answers |= {f"{part}.dose.{name}": said for name, said in DOSE.items()}
            answers |= {f"{part}.course.{name}": said for name, said in COURSE.items()}
    for row in range(outcomes):
        printed = OUTCOME
        if row < intervals:
            printed = OUTCOME | {"responders": "8/19 (42.1%, 95% CI 20.3-66.5)"}
        answers |= {f"outcomes.rows[o{row}].{k}": said for k, said in printed.items()}
    for row in range(effects):
        answers |= {
            f"adverse_effects.rows[e{row}].{k}": said for k, said in EFFECT.items()
        }
    answers |= {
        "identification.study_id": f"study{number}",
        "identification.first_author": f"Author{number} A",
        "identification.journal": "J Rheumatol",
        "identification.year": "1994",
        "identification.source_scope": "ABSTRACT_ONLY",
        "population.n_enrolled": "20",
        "population.age": "mean 43.5 (SD 16.8)",
    }
    return an_abstraction(f"s{number}", **(elsewhere() | answers))


def elsewhere() -> dict[str, object]:
    """A stated absence in every text, count and choice that stands once a study."""
    absent = Missing(missing=MissingCode.NA_SRC)
    kinds = (Kind.TEXT, Kind.INTEGER, Kind.CHOICE, Kind.CHOICES)
    return {
        spec.pattern: absent
        for spec in the_form().fields()
        if "[]" not in spec.pattern and spec.kind in kinds
    }


def others(count: int) -> tuple[StudyIdentity, ...]:
    """What the rest of the review is known by."""
    return tuple(
        StudyIdentity(
            f"s{number}",
            key=f"study{number}",
            first_author=f"Author{number} A",
            journal="J Rheumatol",
            year=1994,
            n=20,
        )
        for number in range(count)
    )


def bench_one(context: CheckContext) -> bool:
    """Check one full study again and again, as typing does."""
    study = a_study(0, outcomes=60, effects=60, intervals=0)
    check(study, context)
    times = []
    for _round in range(ROUNDS):
        begin = time.process_time()
        found = check(study, context)
        times.append(1000 * (time.process_time() - begin))
    middle = statistics.median(times)
    worst = statistics.quantiles(times, n=100)[-1]
    answers = sum(facet == "answer" for _path, facet in study.entries)
    print(
        f"one full study ({answers} answers, {len(found)} findings): "
        f"{middle:.1f} ms, 99th percentile {worst:.1f} ms; "
        f"budget {ONE_MS:.0f} ms, ratio {middle / ONE_MS:.2f}"
    )
    return middle <= ONE_MS


def bench_review(context: CheckContext, count: int) -> bool:
    """Check every study of a review: one in ten is full, the others have 15 rows."""
    taken = 0.0
    findings = 0
    for number in range(count):
        rows = 60 if number % 10 == 0 else 15
        study = a_study(number, outcomes=rows, effects=rows // 3, intervals=1)
        begin = time.process_time()
        findings += len(check(study, context))
        taken += time.process_time() - begin
    budget = REVIEW_S * count / 1000
    print(
        f"review of {count} studies ({findings} findings): {taken:.1f} s; "
        f"budget {budget:.1f} s, ratio {taken / budget:.2f}"
    )
    return taken <= budget


def main() -> int:
    """Run both and say whether they kept their budgets."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--studies", type=int, default=1000)
    count = arguments.parse_args().studies
    context = CheckContext(current_year=2026, others=others(count))
    kept = [bench_one(context), bench_review(context, count)]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
