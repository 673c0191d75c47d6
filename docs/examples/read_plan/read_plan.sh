# SIMITI_URL=https://… SIMITI_TOKEN=simiti_…
curl --fail-with-body --silent \
  --header "Authorization: Bearer $SIMITI_TOKEN" \
  --header 'Content-Type: application/json' \
  --data '{"query": "{ plan { stage initiatives { title budgets { state amount fiscalYear { be } } } } }"}' \
  "$SIMITI_URL/graphql"
