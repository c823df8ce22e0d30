"""What owners ask: figures, by aggregates in the database, where nothing is fetched row by row; and whom they mean."""

from storage.reports.experiment import experiment_report
from storage.reports.numbers import ending_in
from storage.reports.recovery import recovery_report
from storage.reports.values import ExperimentReport, Group, Lift, RecoveryReport, StepResult, compare
from storage.sourcing.report import ShopResult, SourcingReport, sourcing_report

__all__ = [
    "ExperimentReport",
    "Group",
    "Lift",
    "RecoveryReport",
    "ShopResult",
    "SourcingReport",
    "StepResult",
    "compare",
    "ending_in",
    "experiment_report",
    "recovery_report",
    "sourcing_report",
]
