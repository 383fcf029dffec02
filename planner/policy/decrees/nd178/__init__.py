"""NĐ 178/2024/NĐ-CP (31/12/2024) as amended by NĐ 67/2025/NĐ-CP, on leaving because of the reorganisation.

Leaving dates 1/1/2025 to 31/8/2025. Amendments are dated values of its parameters; whoever was paid less before
15/3/2025 was topped up, so the amended amounts hold from the start. Everybody counts as directly affected: Article 7a
(others with 5 years or less to go) is not offered, since its amounts have not been read.
"""

from planner.policy.decrees.nd178 import early_retirement, immediate_separation, salary, training_separation, transfer_out

__all__ = ["early_retirement", "immediate_separation", "salary", "training_separation", "transfer_out"]
