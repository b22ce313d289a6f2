#!/usr/bin/env bash
# Before a commit: contracts and configurations among the changed files must be whole. No logs are there yet, so nothing is compared.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
civic=${CIVIC:-$here/scripts/civic}
status=0
for file in "$@"; do
    case $file in
    *civic.yml) "$civic" config print --config "$file" >/dev/null || status=1 ;;
    *) "$civic" contract lint --contract "$file" || status=1 ;;
    esac
done
exit $status
