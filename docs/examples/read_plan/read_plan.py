import os

import httpx  # pip install httpx

QUERY = "{ plan { stage initiatives { title budgets { state amount fiscalYear { be } } } } }"

answer = httpx.post(
    f"{os.environ['SIMITI_URL']}/graphql",
    headers={"Authorization": f"Bearer {os.environ['SIMITI_TOKEN']}"},
    json={"query": QUERY},
    timeout=60,
)
body = answer.json()
if answer.is_error or "errors" in body:
    raise SystemExit(f"{answer.status_code}: {body}")
for row in body["data"]["plan"]["initiatives"]:
    for cell in row["budgets"]:
        # AMOUNT, NONE (the plan prints "-") or UNSTATED; an amount is a decimal number as text.
        print(row["title"], cell["fiscalYear"]["be"], cell["state"], cell["amount"])
