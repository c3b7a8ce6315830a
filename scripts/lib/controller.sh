# shellcheck shell=bash disable=SC2154
# Starts and stops one controller on free ports for tests and measures. Sets of_port, api_port, controller_pid.

controller_pid=

free_port() {
    /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# controller_start DATA_DIR [OPTION…]: returns once /health answers; its log is DATA_DIR.log.
controller_start() {
    local data=$1 waited
    shift
    of_port=$(free_port)
    api_port=$(free_port)
    if build_is_stale; then
        (build) || return 1
    fi
    mkdir -p "$data"
    "$home/sentinel" run --of-port "$of_port" --api-port "$api_port" --data-dir "$data" "$@" > "$data.log" 2>&1 &
    controller_pid=$!
    for ((waited = 0; waited < 300; waited++)); do
        if ! kill -0 "$controller_pid" 2> /dev/null; then
            break
        fi
        if controller_answers; then
            return 0
        fi
        sleep 0.1
    done
    say "the controller did not come up; the end of its log:"
    tail -n 20 "$data.log" >&2
    controller_stop
    return 1
}

controller_answers() {
    (exec 3<> "/dev/tcp/127.0.0.1/$api_port" && printf 'GET /health HTTP/1.0\r\n\r\n' >&3 \
        && head -n 1 <&3 | grep -q ' 200') 2> /dev/null
}

controller_stop() {
    [ -n "$controller_pid" ] || return 0
    local waited
    kill "$controller_pid" 2> /dev/null
    for ((waited = 0; waited < 100; waited++)); do
        kill -0 "$controller_pid" 2> /dev/null || break
        sleep 0.1
    done
    kill -9 "$controller_pid" 2> /dev/null
    wait "$controller_pid" 2> /dev/null
    controller_pid=
}

# Resident memory of the controller in KiB.
controller_memory() {
    sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$controller_pid/status"
}
