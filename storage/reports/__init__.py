"""What owners ask: figures, by aggregates in the database, where nothing is fetched row by row; and whom they mean."""

from storage.reports.numbers import ending_in
from storage.reports.recovery import recovery_report
from storage.reports.values import Group, Lift, RecoveryReport, StepResult, compare
from storage.sourcing.report import ShopResult, SourcingReport, sourcing_report

__all__ = [
    "Group",
    "Lift",
    "RecoveryReport",
    "ShopResult",
    "SourcingReport",
    "StepResult",
    "compare",
    "ending_in",
    "recovery_report",
    "sourcing_report",
]
