"""NĐ 29/2023/NĐ-CP (3/6/2023), on streamlining the payroll; leaving dates 20/7/2023 to 15/6/2025."""

from planner.policy.decrees.nd29 import early_retirement, immediate_separation, salary, training_separation, transfer_out

__all__ = ["early_retirement", "immediate_separation", "salary", "training_separation", "transfer_out"]
