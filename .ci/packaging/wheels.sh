# Wheels of the pinned versions for the system that is built for. To be sourced; needs BUILD, PROJECT, TOOLS.

PYTHON=$PROJECT/.venv/bin/python

# fetch_wheels FOLDER SYSTEM ARCHITECTURE PLATFORM…: downloads them, checked against the lock's checksums.
fetch_wheels() {
    local folder=$1 system=$2 architecture=$3 platform arguments=()
    shift 3
    for platform in "$@"; do arguments+=(--platform "$platform"); done
    mkdir -p "$folder"
    "$PYTHON" "$TOOLS/pins.py" "$system" "$architecture" >"$folder/requirements.txt"
    "$PYTHON" -m pip download --quiet --no-input --require-hashes --no-deps --only-binary :all: --dest "$folder" \
        --implementation cp --python-version 3.11 "${arguments[@]}" -r "$folder/requirements.txt" \
        >"$BUILD/logs/wheels-$system-$architecture.log" 2>&1 ||
        { grep ERROR "$BUILD/logs/wheels-$system-$architecture.log" >&2; return 1; }
}

# manylinux ARCHITECTURE NEWEST: the names of Linux wheels for glibc 2.NEWEST and older.
manylinux() {
    local minor
    for ((minor = $2; minor >= 5; minor--)); do echo "manylinux_2_${minor}_$1"; done
    printf '%s\n' "manylinux2014_$1" "manylinux2010_$1" "manylinux1_$1" "linux_$1"
}
