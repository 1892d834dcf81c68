"""What the question for a reason says of the answer it is about."""

from ivig_abstractor.gui.views.dialogs.reasons import entered_words
from tests.builders import an_abstraction


def test_what_was_entered_is_told_with_its_unit():
    kept = an_abstraction(
        **{
            "population.disease_duration": "9.6 ± 10.2",
            "population.n_enrolled": "35",
            "identification.journal": "J Rheumatol",
        }
    )
    assert entered_words(kept, "population.disease_duration").endswith(" months")
    assert entered_words(kept, "population.n_enrolled") == "35 patients"
    assert entered_words(kept, "identification.journal") == "J Rheumatol"
    assert entered_words(kept, "population.age") == ""
