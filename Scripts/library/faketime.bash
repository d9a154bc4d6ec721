# shellcheck shell=bash
# libfaketime: lets a test give one program a clock of its own.

# find_faketime: the library, for programs with one thread a process, as PostgreSQL's.
find_faketime() {
    local library
    for library in /usr/lib/*/faketime/libfaketime.so.1 /usr/lib/faketime/libfaketime.so.1; do
        if [[ -r $library ]]; then
            printf '%s\n' "$library"
            return 0
        fi
    done
    return 1
}
