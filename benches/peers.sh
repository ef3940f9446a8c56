#!/bin/sh
# Measures this engine and its peers on models A and B in one run, on one machine.
#
#   PEERS=path/to/peers benches/peers.sh > results.txt
#
# PEERS  a folder with the peers' programs, built as docs/benchmarks.md says
# OURS   a program of this engine that takes the same arguments; unset, benches/models.rs is built
# ROUNDS how often everything is measured, 3 unless told
#
# A program takes `A <servers> <trials>` or `B <trials>` and prints one line that holds
# events=<count> and cpu_s=<CPU seconds of the simulated section>.
# Within a round the engines take turns, so a slow spell of a shared machine meets all of them.
# Raw lines come first, then the medians.
set -eu
: "${PEERS:?say where the peers' programs are: PEERS=path/to/peers}"
ROUNDS=${ROUNDS:-3}
if [ -z "${OURS:-}" ]; then
    OURS=$(cd "$(dirname "$0")/.." &&
        cargo bench --bench models --no-run --message-format=json |
        sed -n 's/.*"name":"models".*"executable":"\([^"]*\)".*/\1/p')
fi
: "${OURS:?the benchmark models was not built}"
raw=$(mktemp)
trap 'rm -f "$raw"' EXIT

# engine, what part of the trials it gets so that it takes as long as the others, command
engines() {
    echo "hadr 1 $OURS"
    echo "simcore 1 $PEERS/target/release/peer_dslab single"
    echo "desru 1 $PEERS/target/release/peer_desru s"
    echo "odem 1 $PEERS/target/release/peer_odem s"
    echo "nexosim 5 $PEERS/target/release/peer_nexosim single"
}

# model, servers (none for B), trials that take one to two seconds
work() {
    echo "A 10 12000"
    echo "A 100 1000"
    echo "A 1000 80"
    echo "A 100000 1"
    echo "B - 14000"
}

measure() { # round, model, servers, trials
    engines | while read -r engine part command; do
        trials=$(($4 / part))
        if [ "$trials" -lt 1 ]; then trials=1; fi
        if [ "$3" = - ]; then set -- "$1" "$2" "$3" "$4" "$trials"; else set -- "$1" "$2" "$3" "$4" "$3 $trials"; fi
        # A command is a program and its words; both are meant to be split.
        # shellcheck disable=SC2086
        line=$($command "$2" $5 </dev/null)
        echo "round $1: $command $2 $5: $line"
        echo "$2 $3 $engine $trials $line" >> "$raw"
    done
}

round=1
while [ "$round" -le "$ROUNDS" ]; do
    work | while read -r model servers trials; do measure "$round" "$model" "$servers" "$trials"; done
    round=$((round + 1))
done

echo
echo "medians of $ROUNDS rounds"
printf '%-6s %8s  %-8s %16s %12s\n' model servers engine 'M events/CPU s' 'trials/CPU s'
awk '
    {
        match($0, /events=[0-9]+/); events = substr($0, RSTART + 7, RLENGTH - 7)
        match($0, /cpu_s=[0-9.]+/); seconds = substr($0, RSTART + 6, RLENGTH - 6)
        # seconds have four decimals and may be zero for a careless choice of trials
        if (seconds > 0) print $1, $2, $3, events / seconds / 1e6, $4 / seconds
    }' "$raw" | sort -k1,1 -k2,2n -k3,3 -k4,4n | awk '
    function tell(    middle) {
        if (count == 0) return
        middle = int((count + 1) / 2)
        format = trials[middle] < 100 ? "%12.3g\n" : "%12.0f\n"
        printf "%-6s %8s  %-8s %16.2f " format, parts[1], parts[2], parts[3], rate[middle], trials[middle]
    }
    {
        name = $1 " " $2 " " $3
        if (name != last) { tell(); count = 0; last = name; split(name, parts, " ") }
        count++; rate[count] = $4; trials[count] = $5
    }
    END { tell() }'
