#!/bin/sh
# Ends what a test run leaves behind when the run itself is killed and can no longer clean up.
# Reads lines from the test process: "group <id>", "forget <id>", "directory <path>". When its input ends, because
# the test process is gone, it kills the process groups that were not forgotten and removes the directories.
groups=' '
while read -r verb value; do
  case $verb in
    group) groups="$groups$value " ;;
    forget) groups="${groups%% "$value" *} ${groups#* "$value" }" ;;
    directory) set -- "$@" "$value" ;;
  esac
done
for group in $groups; do kill -KILL "-$group" 2>/dev/null; done
for directory in "$@"; do
  # A killed process may still hold a file for a moment.
  for _ in 1 2 3; do rm -rf "$directory" 2>/dev/null && break || sleep 0.2; done
done
