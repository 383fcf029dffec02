"""NĐ 178/2024/NĐ-CP (31/12/2024) as amended by NĐ 67/2025/NĐ-CP, on leaving because of the reorganisation.

Leaving dates 1/1/2025 to 31/8/2025. Amendments are dated values of its parameters; whoever was paid less before
15/3/2025 was topped up, so the amended amounts hold from the start. Everybody counts as directly affected: Article 7a
(others with 5 years or less to go) is not offered, since its amounts have not been read. The current salary (Article
5(6); TT 01/2025/TT-BNV, Article 3(2)) also counts the profession's own allowance, public service and Party or union work.
"""

from planner.core.vocabulary import Decision
from planner.policy.decrees.decree import Decree, Route
from planner.policy.decrees.nd178 import early_retirement, immediate_separation

ND178 = Decree(
    "nd178",
    "scope.contracts_signed_before",
    {
        Decision.EARLY_RETIREMENT: Route(early_retirement.assess, "i1"),
        Decision.IMMEDIATE_SEPARATION: Route(immediate_separation.assess, "i2"),
    },
)
