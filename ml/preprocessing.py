"""The tutorial's custom estimator as a proper scikit-learn transformer."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from ml import encoding, features, schema
from ml.validation import describe

#: A DataFrame with the dictionary's columns, or the encoded matrix (n, 11).
Applicants = pd.DataFrame | npt.ArrayLike


class OutOfRange(ValueError):
    """A number from outside its range stands in a column."""

    def __init__(self, field: schema.Number) -> None:
        self.field = field.name
        super().__init__(f"{field.name} is outside its range. {describe(field)}")


class PreProcessing(TransformerMixin, BaseEstimator):
    """Fill what is missing and derive the features.

    Parameters
    ----------
    include_protected : learn from all eleven fields of the tutorial, with the protected
        attributes, and not only from those that measurement supports.
    ratios : whether the amounts enter as ratios, or as they are.

    Attributes
    ----------
    state_ : the FeatureState that ``fit`` learned; serving needs nothing else.
    n_features_in_ : 11.

    Examples
    --------
    >>> from ml.sample import load_sample
    >>> PreProcessing().fit_transform(load_sample()).shape
    (1989, 6)
    """

    def __init__(self, include_protected: bool = False, ratios: bool = True) -> None:
        self.include_protected = include_protected
        self.ratios = ratios

    def fit(self, X: Applicants, y: object = None) -> PreProcessing:
        """Learn the fill values.

        Parameters
        ----------
        X : a DataFrame with the dictionary's columns (others are ignored), or the
            encoded matrix (n, 11).
        y : not looked at.

        Raises
        ------
        UnknownCategory
            Naming the field that holds a value from outside the schema.
        OutOfRange
            Naming the field that holds a number from outside its range.
        EmptyColumn
            Naming an input that has no value in any row.
        """
        inputs = (
            features.ALL_INPUTS if self.include_protected else features.DEFAULT_INPUTS
        )
        self.state_ = features.learn(as_matrix(X), inputs, ratios=self.ratios)
        self.n_features_in_ = len(schema.PREDICTORS)
        return self

    def transform(self, X: Applicants) -> features.Matrix:
        """Return the (n, k) features; X as in ``fit``."""
        check_is_fitted(self, "state_")
        return features.derive(as_matrix(X), self.state_)

    def get_feature_names_out(
        self, input_features: object = None
    ) -> npt.NDArray[np.object_]:
        """Return the names of the features; the inputs' names are not needed."""
        check_is_fitted(self, "state_")
        return np.array(features.names(self.state_), dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.categorical = True
        tags.input_tags.string = True
        return tags


def as_matrix(X: Applicants) -> features.Matrix:
    """Return the encoded (n, 11) matrix of a DataFrame or of such a matrix itself.

    Raises
    ------
    UnknownCategory
        Naming the field that holds a value from outside the schema.
    OutOfRange
        Naming the field that holds a number from outside its range.
    ValueError
        Where the matrix has another shape.
    """
    if isinstance(X, pd.DataFrame):
        matrix = encoding.encode_frame(X)
    else:
        matrix = np.asarray(X, dtype=np.float64)
    width = len(schema.PREDICTORS)
    if matrix.ndim != 2 or matrix.shape[1] != width:
        raise ValueError(f"The encoded matrix has the shape (n, {width}).")
    for column, field in zip(matrix.T, schema.PREDICTORS, strict=True):
        _check(field, column[~np.isnan(column)])
    return matrix


def _check(field: schema.Field, present: features.Matrix) -> None:
    if isinstance(field, schema.Number):
        _check_range(field, present)
        return
    choices = field.choices if isinstance(field, schema.Category) else ("0", "1")
    if not np.isin(present, np.arange(len(choices))).all():
        raise encoding.UnknownCategory(field.name, choices)


def _check_range(field: schema.Number, present: features.Matrix) -> None:
    low = present <= field.minimum if field.above_minimum else present < field.minimum
    if (low | (present > field.maximum)).any():
        raise OutOfRange(field)
