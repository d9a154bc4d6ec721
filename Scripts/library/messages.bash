# shellcheck shell=bash
# How the scripts speak: on stderr, after the name of the script; an end says what is wrong, why, and what to do.

# say WORDS…
say() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# fail STATUS SENTENCE [MORE LINES…]: 1 for what went wrong, 2 for a wrong call or something that is not installed.
fail() {
    local status=$1
    say "$2"
    shift 2
    if (($# > 0)); then printf '%s\n' "$@" | sed 's/^/  /' >&2; fi
    exit "$status"
}

# value_of OPTION [VALUE]: the value, or an end that names the option without one.
value_of() {
    [[ $# -eq 2 && -n $2 ]] || fail 2 "$1 needs a value after it." "${0##*/} --help shows the options."
    printf '%s\n' "$2"
}
