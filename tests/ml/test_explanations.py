"""Contributions add up, are the model's own, and agree with another exact explainer."""

from __future__ import annotations

import numpy as np
import pytest
import shap

from ml import encoding, generated, schema, store
from ml.explanations import DoesNotAddUp, Explainer
from ml.pipeline import FAMILIES
from ml.scorer import Scorer
from ml.training import train
from tests.ml.small import GRIDS, NOON

INCOME = schema.APPLICANT_INCOME.name


@pytest.fixture(scope="module", params=FAMILIES)
def explainer(request, frame, y, include_protected, tmp_path_factory):
    trained = train(
        frame,
        y,
        families=(request.param,),
        grids=GRIDS,
        processes=1,
        include_protected=include_protected,
    )
    folder = tmp_path_factory.mktemp("explained")
    store.write(folder, 1, trained, created_at=NOON)
    return Explainer(Scorer.from_artifact(store.read(folder / "v0001")))


@pytest.fixture(scope="module")
def applicants(sample):
    """Two hundred of the sample, missing facts among them."""
    return encoding.encode_frame(sample.iloc[600:800])


def explain(explainer, matrix):
    return explainer.explain(matrix, explainer.scorer.probabilities(matrix))


def test_another_exact_explainer_finds_the_same(explainer, applicants):
    """Its features are places among the applicants: so two incomes can be one."""
    filled = np.where(np.isnan(applicants), _fills(explainer), applicants)
    owners = [_owner(field.name) for field in schema.PREDICTORS]

    def model(places):
        rows = np.tile(explainer.reference, (len(places), 1))
        for player, name in enumerate(explainer.players):
            taken = np.flatnonzero(places[:, player] >= 0)
            for column in np.flatnonzero([owner == name for owner in owners]):
                chosen = places[taken, player].astype(np.int64)
                rows[taken, column] = filled[chosen, column]
        return explainer.scorer.probabilities(rows)

    number = len(explainer.players)
    masker = shap.maskers.Independent(np.full((1, number), -1.0))
    exact = shap.explainers.Exact(model, masker)
    places = np.repeat(np.arange(len(applicants), dtype=np.float64), number)
    theirs = exact(places.reshape(-1, number), silent=True)

    ours = explain(explainer, applicants)

    assert np.abs(ours.values - theirs.values).max() < 1e-9
    assert theirs.base_values == pytest.approx(ours.reference_probability)


def _fills(explainer):
    return np.array(explainer.scorer.manifest.features.fills)


def _owner(name):
    return INCOME if name == schema.COAPPLICANT_INCOME.name else name


def test_all_of_the_sample_adds_up(explainer, sample):
    found = explain(explainer, encoding.encode_frame(sample))

    assert np.abs(found.residual).max() < 1e-6  # asked for
    assert np.abs(found.residual).max() < 1e-11  # reached: rounding alone


def test_generated_applicants_add_up(explainer):
    matrix = generated.applicants(500, seed=11)
    found = explain(explainer, matrix)

    added = found.values.sum(axis=1) + found.reference_probability
    probability = explainer.scorer.probabilities(matrix)
    assert added == pytest.approx(probability, abs=1e-9)


def test_a_row_has_the_same_bits_alone_and_among_others(explainer, applicants):
    together = explain(explainer, applicants)

    for row in range(0, len(applicants), 7):
        alone = explain(explainer, applicants[row : row + 1])
        assert alone.values[0].tobytes() == together.values[row].tobytes()
        assert alone.residual[0] == together.residual[row]


def test_players_are_the_fields_that_the_model_uses(explainer):
    used = set(explainer.scorer.manifest.inputs)

    assert set(explainer.players) == used - {schema.COAPPLICANT_INCOME.name}


def test_the_reference_applicant_needs_no_explanation(explainer):
    found = explain(explainer, explainer.reference[np.newaxis])

    assert not found.values.any()
    assert found.residual.tolist() == [0.0]


def test_what_is_missing_counts_as_what_stands_in_for_it(explainer, applicants):
    filled = np.where(np.isnan(applicants), _fills(explainer), applicants)

    found = explain(explainer, applicants).values

    assert found.tobytes() == explain(explainer, filled).values.tobytes()


def test_a_probability_of_another_model_does_not_add_up(explainer, applicants):
    probability = explainer.scorer.probabilities(applicants)
    probability[3] += 2e-6

    with pytest.raises(DoesNotAddUp, match="Row 3"):
        explainer.explain(applicants, probability)


def test_nobody_is_explained(explainer):
    assert explain(explainer, np.empty((0, 11))).values.shape[0] == 0
