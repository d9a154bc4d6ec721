# shellcheck shell=bash
# shellcheck disable=SC2154 # home, owner, data and directory are set before anything here is called
# The data folder and the server of one private cluster: made, started, stopped. Whose and where: cluster-place.bash.

# recorded NAME: what an earlier start wrote down beside the data.
recorded() {
    if [[ -f $home/$1 ]]; then cat "$home/$1"; fi
}

# choose_programs: sets `programs`, of the data's own major version if there are data.
choose_programs() {
    local major=any
    if [[ -f $data/PG_VERSION ]]; then major=$(<"$data/PG_VERSION"); fi
    programs=$(find_postgresql "$major") && return 0
    [[ $major != any ]] ||
        fail 2 "There is no PostgreSQL $postgresql_oldest or later on this machine." "Scripts/prepare installs it."
    fail 2 "The data in $data were made by PostgreSQL $major, and there is no server of that version here." \
        "Install postgresql-$major, or start over without these data: Scripts/cluster remove --directory $directory"
}

# make_data: beside its place, and moved there when it is whole: an interrupted initdb leaves nothing to trip over.
make_data() {
    [[ ! -f $data/PG_VERSION ]] || return 0
    [[ ! -e $data ]] ||
        fail 1 "$data is not a PostgreSQL data folder (no PG_VERSION), and this script did not leave it like that." \
            "Look what it holds; to start over: Scripts/cluster remove --directory $directory"
    local unfinished=$home/data.unfinished
    as_owner rm -rf -- "$unfinished"
    head -c 24 /dev/urandom | base64 | tr '+/' '-_' | write_as_owner "$home/password"
    # Collation C: order never changes with the C library's tables, so no index does.
    as_owner "$programs/initdb" --pgdata="$unfinished" --username=postgres --pwfile="$home/password" \
        --encoding=UTF8 --locale=C.UTF-8 --lc-collate=C --lc-messages=C --data-checksums \
        --auth-local=trust --auth-host=scram-sha-256 2>&1 </dev/null | write_as_owner "$home/initdb.log" ||
        fail 1 "initdb could not make the cluster; the end of $home/initdb.log:" "$(tail -n 5 "$home/initdb.log")"
    write_as_owner "$unfinished/pg_hba.conf" <<'ACCESS'
# The socket lies in a folder that only the cluster's user and root can enter: whoever reaches it may be any role.
local all all trust
host all all 127.0.0.1/32 scram-sha-256
ACCESS
    # shellcheck disable=SC2016 # the inner shell expands it
    as_owner bash -c 'printf "\n%s\n" "include '\''casefeedback.conf'\''" >>"$1/postgresql.conf"' include "$unfinished"
    : | write_as_owner "$unfinished/casefeedback.conf"
    as_owner mv -T -- "$unfinished" "$data"
}

# cluster_processes: the server's and its children's numbers; each of them works inside the data folder.
cluster_processes() {
    local entry name
    for entry in /proc/[0-9]*; do
        if [[ $entry/cwd -ef $data ]] && read -r name 2>/dev/null <"$entry/comm" && [[ $name == postgres ]]; then
            printf '%s\n' "${entry##*/}"
        fi
    done
}

# postmaster: the number of the running server; fails if there is none. The file alone proves nothing: after a
# kill or a copy, another process may have the number in it.
postmaster() {
    local number
    read -r number 2>/dev/null <"$data/postmaster.pid" || return 1
    [[ /proc/$number/cwd -ef $data && $(<"/proc/$number/comm") == postgres ]] || return 1
    printf '%s\n' "$number"
} 2>/dev/null

# wait_for_no_processes SECONDS
wait_for_no_processes() {
    local tenths=$(($1 * 10))
    while [[ -n $(cluster_processes) ]]; do
        ((tenths-- > 0)) || return 1
        sleep 0.1
    done
}

# choose_socket_folder: the recorded one, unless it is gone or another's (/tmp is everybody's, and emptied at boot).
# A path to a socket may have 107 bytes, so it does not lie beside the data.
choose_socket_folder() {
    socket=$(socket_folder)
    if [[ -n $socket ]]; then return 0; fi
    socket=$(as_owner mktemp -d /tmp/casefeedback.XXXXXX)
    write_as_owner "$socket/home" <<<"$home"
    write_as_owner "$home/socket" <<<"$socket"
}

# socket_folder: the recorded one if it is still this cluster's: a copied checkout brings its original's name along.
socket_folder() {
    local folder
    folder=$(recorded socket)
    if [[ -n $folder && ! -L $folder && $(stat -c '%U %a' "$folder" 2>/dev/null) == "$owner 700" &&
        $(cat "$folder/home" 2>/dev/null) == "$home" ]]; then
        printf '%s\n' "$folder"
    fi
}

# clear_remains: of a server that did not end by itself.
clear_remains() {
    local file number
    # Without their server, processes leave when they next wait, and a busy one never: recovery follows in any case.
    if ! wait_for_no_processes 3; then
        say "ending what is left of a killed server: $(cluster_processes | xargs)"
        kill_server || fail 1 "Some processes could not be killed: $(cluster_processes | xargs)"
    fi
    for file in "$data/postmaster.pid" "$socket"/.s.PGSQL.*.lock; do
        read -r number 2>/dev/null <"$file" || continue
        # PostgreSQL clears a dead server's files itself, with care, but stops at a number that somebody has: another
        # process by now, or the dead one where nobody collects it, as in many containers. Nobody can have this one.
        if [[ -d /proc/${number#-} ]]; then as_owner sed -i '1s/.*/2147483647/' "$file"; fi
    done
}

# choose_port: the recorded one while it is free.
choose_port() {
    port=$(recorded port)
    if [[ -n $port ]] && ! port_is_taken "$port"; then return 0; fi
    [[ -z $port ]] || say "port $port is taken by another program; choosing another"
    port=$(free_port) || fail 1 "No free TCP port was found between 20000 and 32000."
    write_as_owner "$home/port" <<<"$port"
}

# launch [CLOCK FILE]: one attempt with the chosen port.
launch() {
    local preload=()
    if [[ -n ${1-} ]]; then
        preload=(env "LD_PRELOAD=$faketime" "FAKETIME_TIMESTAMP_FILE=$1" FAKETIME_NO_CACHE=1
            FAKETIME_DONT_FAKE_MONOTONIC=1)
    fi
    # Durability stays as PostgreSQL ships it.
    replace_as_owner "$data/casefeedback.conf" <<SETTINGS || return 1
# Written at each start by Scripts/cluster.
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$socket'
unix_socket_permissions = 0700
max_connections = 200
logging_collector = off
SETTINGS
    (
        close_inherited
        as_owner "${preload[@]}" "$programs/pg_ctl" start --pgdata="$data" --log="$home/log" --wait --timeout=300
    ) >/dev/null 2>&1 </dev/null
}

# close_inherited: our lock and what the caller left open; a server would hold them for its whole life.
close_inherited() {
    local entry descriptor
    for entry in "/proc/$BASHPID/fd/"*; do
        descriptor=${entry##*/}
        if ((descriptor > 2)); then exec {descriptor}<&-; fi
    done
}

# launch_on_free_port [CLOCK FILE]: another program may take the port between our look and the server's.
launch_on_free_port() {
    local size
    for _ in {1..5}; do
        choose_port
        size=$(stat -c %s "$home/log" 2>/dev/null || echo 0)
        if launch "$@"; then return 0; fi
        tail -c "+$((size + 1))" "$home/log" | grep -q 'could not create any TCP/IP sockets' || break
        as_owner rm -f -- "$home/port"
    done
    fail 1 "PostgreSQL did not start; the end of $home/log:" "$(tail -n 12 "$home/log")"
}

# answers: the running server takes a connection through its socket.
answers() {
    query postgres 'SELECT' >/dev/null 2>&1
}

# query DATABASE STATEMENT [NAME=VALUE…]: as superuser. The statement comes by standard input, where psql binds :'NAME'.
query() {
    local database=$1 statement=$2 variable variables=()
    shift 2
    for variable in "$@"; do variables+=("--set=$variable"); done
    as_owner env PGCONNECT_TIMEOUT=10 "$programs/psql" -X -A -q -t -v ON_ERROR_STOP=1 "${variables[@]}" \
        --host="$(socket_folder)" --port="$(recorded port)" --username=postgres --dbname="$database" <<<"$statement"
}

# end_server: open transactions are rolled back; a server that does not listen any more is stopped hard.
end_server() {
    local mode
    for mode in fast immediate; do
        as_owner "$programs/pg_ctl" stop --pgdata="$data" --mode="$mode" --wait --timeout=60 >/dev/null 2>&1 || true
        postmaster >/dev/null || return 0
        say "the server does not stop ($mode)"
    done
    fail 1 "The server did not stop; the end of $home/log:" "$(tail -n 12 "$home/log")"
}

# kill_server: every process at once, as a power cut does, but for what the kernel still writes.
kill_server() {
    local numbers
    # Twice: a child may be born between the look and the kill.
    for _ in 1 2; do
        mapfile -t numbers < <(cluster_processes)
        if [[ ${#numbers[@]} -gt 0 ]]; then kill -KILL "${numbers[@]}" 2>/dev/null || true; fi
    done
    wait_for_no_processes 30
}
