# shellcheck shell=bash
# TCP ports of this machine.

# port_is_taken PORT: somebody listens there, on whatever address.
port_is_taken() {
    local wanted address state
    printf -v wanted '%04X' "$1"
    while read -r _ address _ state _; do
        # 0A is LISTEN in the kernel's table; connections that are only closing do not hinder a server.
        if [[ $state == 0A && ${address##*:} == "$wanted" ]]; then return 0; fi
    done < <(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
    return 1
}

# free_port: one below the range from which the kernel takes the ports of outgoing connections.
free_port() {
    local port
    for _ in {1..100}; do
        port=$((20000 + RANDOM % 12000))
        if ! port_is_taken "$port"; then
            printf '%s\n' "$port"
            return 0
        fi
    done
    return 1
}
