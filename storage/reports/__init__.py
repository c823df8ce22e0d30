"""Figures for owners, by aggregates in the database: nothing is fetched row by row."""

from storage.reports.recovery import recovery_report
from storage.reports.values import Group, Lift, RecoveryReport, StepResult, compare

__all__ = ["Group", "Lift", "RecoveryReport", "StepResult", "compare", "recovery_report"]
