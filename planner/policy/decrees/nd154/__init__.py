"""NĐ 154/2025/NĐ-CP (15/6/2025), on streamlining the payroll; leaving dates 16/6/2025 to 31/12/2030."""

from planner.policy.decrees.nd154 import early_retirement, immediate_separation, salary, training_separation, transfer_out

__all__ = ["early_retirement", "immediate_separation", "salary", "training_separation", "transfer_out"]
