"""Makes a review of many studies, each filled as the founding review's would be."""

from pathlib import Path

from ivig_abstractor.model.abstraction import ANSWER, ROW, encode
from ivig_abstractor.model.answer import Missing, MissingCode
from ivig_abstractor.model.form import the_form
from ivig_abstractor.model.notation.reading import Problem
from ivig_abstractor.model.reading import read_answer
from ivig_abstractor.model.review import (
    StudyFacts,
    abstraction_document,
    study_document,
)
from ivig_abstractor.operations.facts import sets_of
from ivig_abstractor.operations.open_review import OpenReview
from ivig_abstractor.store.records import Set

ROWS = ["arms[a1]", "arms[a1].phases[p1]", "arms[a2]", "arms[a2].phases[p1]"]
ROWS += [f"outcomes.rows[o{n}]" for n in range(6)]
ROWS += [f"adverse_effects.rows[e{n}]" for n in range(5)]
TYPED = {
    "identification.source_scope": "FULL_TEXT",
    "identification.first_author": "Author A",
    "identification.year": "2002",
    "identification.journal": "Arthritis Rheum",
    "design.design_code": "BEFORE_AFTER",
    "design.control_type": "NONE",
    "population.n_enrolled": "35",
    "population.n_female": "20",
    "population.n_male": "15",
    "population.age": "mean 43.5 (SD 16.8)",
    "arms[a1].arm.name": "IVIG",
    "arms[a2].arm.name": "Placebo",
    "arms[a1].phases[p1].dose.dose_text": "1 g/kg/day on 2 consecutive days",
    "arms[a1].phases[p1].dose.expression": "PER_DAY",
    "arms[a1].phases[p1].dose.value": "1",
    "arms[a1].phases[p1].dose.unit": "g/kg/day",
    "arms[a1].phases[p1].dose.days_per_course": "2",
    "arms[a1].phases[p1].course.interval": "monthly",
    "arms[a1].phases[p1].course.n_courses_given": "4-6",
} | {
    f"outcomes.rows[o{n}].{name}": text
    for n in range(6)
    for name, text in {
        "outcome_code": "STRENGTH",
        "n": "35",
        "before": f"{60 + n}.0 ± 12.1",
        "after": f"{70 + n}.0 ± 11.4",
        "responders": "25/35 (71.4%)",
        "within_p": "P<0.01",
    }.items()
}


def large_review(path: Path, studies: int) -> OpenReview:
    """Make and open a review of `studies` studies of about 180 entries each."""
    form = the_form()
    review = OpenReview.create(path, title="Large", reviewer="Bench")
    blank = {
        spec.pattern: "ns"
        for spec in form.fields()
        if "[]" not in spec.pattern and not spec.item.optional and not spec.item.auto
    }
    answers = {}
    for at, text in (blank | TYPED).items():
        reading = read_answer(form.field(at), text, {"a1": "IVIG", "a2": "Placebo"})
        absent = Missing(missing=MissingCode.NA_SRC)
        answers[at] = absent if isinstance(reading, Problem) else reading.value
    for number in range(studies):
        study_id = f"s{number:05}"
        document = abstraction_document(study_id, review.reviewer_id)
        facts = StudyFacts(key=f"author{number}", position=f"a{number:05}")
        sets = sets_of(study_document(study_id), facts)
        sets += [Set(document, at, ROW, f"a{n:02}") for n, at in enumerate(ROWS)]
        # Each by other people in another year: studies that all look like one another
        # would be found to overlap, a thousand findings in each.
        said = answers | {
            "identification.study_id": facts.key,
            "identification.first_author": f"Author{number} A",
            "identification.year": 1985 + number % 27,
        }
        sets += [Set(document, at, ANSWER, encode(one)) for at, one in said.items()]
        review.project.commit(sets, author=review.reviewer_id, label="Fill")
    review.become(review.reviewer_id)
    review.refresh_summaries(review.studies())
    return review
