# shellcheck shell=bash
# The PostgreSQL programs on this machine.

readonly postgresql_oldest=15

# postgresql_major FOLDER: the major version of the server program there.
postgresql_major() {
    "$1/postgres" --version 2>/dev/null | sed -nE 's/^postgres \(PostgreSQL\) ([0-9]+).*/\1/p'
}

# postgresql_folders: where server programs may be, what PATH names first; Debian keeps them out of PATH.
postgresql_folders() {
    local program
    if program=$(command -v postgres); then dirname "$(readlink -f "$program")"; fi
    printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV
}

# find_postgresql MAJOR|any: the first folder with all programs that we need, of that version or of one new enough.
find_postgresql() {
    local folder program major
    while read -r folder; do
        for program in initdb pg_ctl postgres psql; do
            [[ -x $folder/$program ]] || continue 2
        done
        major=$(postgresql_major "$folder")
        [[ -n $major && ($1 == any || $major == "$1") ]] || continue
        if ((major >= postgresql_oldest)); then
            printf '%s\n' "$folder"
            return 0
        fi
    done < <(postgresql_folders)
    return 1
}
