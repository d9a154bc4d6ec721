# shellcheck shell=bash
# shellcheck disable=SC2154 # directory is set before anything here is called
# Where a private cluster lies and whose it is. PostgreSQL refuses to run as root, so a call by root works for an
# unprivileged user; everything inside the cluster's home is done as that user, never as root.

# as_owner COMMAND…
as_owner() {
    if [[ $EUID -eq $(id -u "$owner") ]]; then
        "$@"
    else
        setpriv --reuid "$owner" --regid "$(id -g "$owner")" --init-groups --inh-caps=-all -- "$@"
    fi
}

# write_as_owner FILE: standard input becomes the file, whole or not at all, readable by the owner alone.
write_as_owner() {
    # shellcheck disable=SC2016 # the inner shell expands it
    as_owner bash -c 'umask 077; cat >"$1.new" && mv -f -- "$1.new" "$1"' write "$1"
}

# replace_as_owner FILE: the same, but a file that says so already is left alone, on a full disk too.
replace_as_owner() {
    local text
    text=$(cat)
    if [[ ! -f $1 || $(<"$1") != "$text" ]]; then write_as_owner "$1" <<<"$text"; fi
}

# obstacle_to FOLDER: the first folder on the way that the owner can't enter; nothing if there is none.
obstacle_to() {
    local way='' part
    while IFS= read -r -d / part; do
        way+=$part/
        [[ -e $way ]] || return 0
        if ! as_owner test -x "$way"; then
            printf '%s\n' "$way"
            return 0
        fi
    done <<<"$1/"
}

# choose_owner: whose the existing home is (root's is one that was never finished), else `postgres` for root, else the
# caller.
choose_owner() {
    if [[ -d $home && $(stat -c %u "$home") -ne 0 ]]; then
        stat -c %U "$home"
    elif [[ $EUID -eq 0 ]]; then
        id -un postgres 2>/dev/null ||
            fail 2 "PostgreSQL does not run as root, and there is no user 'postgres' to run it." \
                "Scripts/prepare installs it on Debian; elsewhere: useradd --system postgres"
    else
        id -un
    fi
}

# locate DIRECTORY: sets `home` and `owner`. Home is DIRECTORY/postgresql, or, where the owner can't get there,
# /var/lib/casefeedback-trial/<digest>: of the checkout's path for its own directory, else of DIRECTORY's.
locate() {
    local outside obstacle
    outside=/var/lib/casefeedback-trial/$(printf %s "${1%/.casefeedback}" | sha256sum | head -c 16)
    home=$1/postgresql
    if [[ ! -e $home && -d $outside && ($EUID -eq 0 || -O $outside) ]]; then home=$outside; fi
    owner=$(choose_owner)
    [[ $EUID -eq 0 || -O $home || ! -e $home ]] ||
        fail 2 "The cluster in $home belongs to $owner, and you are $(id -un)." \
            "Call this as $owner or as root, or make a cluster elsewhere with --directory."
    [[ $home != "$outside" ]] || return 0
    obstacle=$(obstacle_to "$1")
    [[ -n $obstacle ]] || return 0
    [[ ! -e $home ]] ||
        fail 2 "The cluster in $home belongs to $owner, who can't enter $obstacle any more." \
            "Let $owner pass again (chmod o+x $obstacle), or start over without its data (rm -r $home)."
    home=$outside
}

# make_home: so that only its owner (and root) can look inside.
make_home() {
    local ownership=()
    if [[ $EUID -eq 0 ]]; then ownership=(-o "$owner" -g "$(id -g "$owner")"); fi
    { mkdir -p "$directory" && mkdir -p "$(dirname "$home")" && install -d -m 0700 "${ownership[@]}" "$home"; } ||
        fail 2 "The folder of the private PostgreSQL cluster can't be made; the reason stands above." \
            "$(id -un) must be able to write where $home shall be."
}

# lock_home: one call at a time; the lock ends with this process. Fails if somebody removes the home meanwhile.
lock_home() {
    [[ -d $home ]] || return 1
    exec 9<"$home"
    flock -w 300 9 ||
        fail 1 "Another call has been working on $home for five minutes." "See which: fuser -v $home"
    [[ /proc/self/fd/9 -ef $home ]]
}
