#!/usr/bin/env bash
# One check for a CI job: all reports from one run, annotations on standard output. Everything comes as variables:
#
#     CIVIC_PATHS       files and folders, separated by blanks or line ends (required)
#     CIVIC_CONTRACTS   contracts, separated by blanks; .civic/contract.json unless given
#     CIVIC_CONFIG      the configuration; civic.yml of the working folder when there is one
#     CIVIC_SARIF, CIVIC_JUNIT, CIVIC_CODEQUALITY, CIVIC_MARKDOWN   where these reports go; empty: nowhere
#     CIVIC             the program; built from these sources unless given
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
civic=${CIVIC:-$here/scripts/civic}
read -r -d '' -a paths <<<"${CIVIC_PATHS:?name the logs}" || true
read -r -d '' -a contracts <<<"${CIVIC_CONTRACTS:-}" || true

args=()
for contract in ${contracts[@]+"${contracts[@]}"}; do args+=(--contract "$contract"); done
if [ -n "${CIVIC_CONFIG:-}" ]; then args+=(--config "$CIVIC_CONFIG"); fi
if [ -n "${CIVIC_SARIF:-}" ]; then args+=(--format "sarif=$CIVIC_SARIF"); fi
if [ -n "${CIVIC_JUNIT:-}" ]; then args+=(--format "junit=$CIVIC_JUNIT"); fi
if [ -n "${CIVIC_CODEQUALITY:-}" ]; then args+=(--format "gitlab=$CIVIC_CODEQUALITY"); fi
if [ -n "${CIVIC_MARKDOWN:-}" ]; then args+=(--format "markdown=$CIVIC_MARKDOWN"); fi
# Behind what the step has written there.
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then args+=(--format github-summary); fi
verdict=$(mktemp)
args+=(--format "json=$verdict")
# Annotations where a runner reads them, text elsewhere.
if [ -n "${GITHUB_ACTIONS:-}" ]; then args+=(--format github); else args+=(--format text); fi

status=0
"$civic" check "${paths[@]}" "${args[@]}" --progress never || status=$?
if [ -n "${GITHUB_OUTPUT:-}" ] && [ -s "$verdict" ]; then
    # Only one of four words can stand here.
    sed -n 's/^  "verdict": "\(ok\|break\|gate\|inconclusive\)",$/verdict=\1/p' "$verdict" | head -n 1 >>"$GITHUB_OUTPUT"
fi
rm -f "$verdict"
exit $status
