"""Owners' questions: figures, by aggregates in the database and never row by row; and the people they mean."""

from storage.reports.experiment import experiment_report
from storage.reports.numbers import ending_in
from storage.reports.values import ExperimentReport, HoldoutGroup, Lift, StepResult, VariantResult, compare

__all__ = [
    "ExperimentReport",
    "HoldoutGroup",
    "Lift",
    "StepResult",
    "VariantResult",
    "compare",
    "ending_in",
    "experiment_report",
]
