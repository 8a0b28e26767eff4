#!/usr/bin/env bash
# Compiles Python 3.11 with its own SQLite for old systems (UOS 20, Kylin V10: glibc 2.28) into PREFIX.
#
#     old_python.sh SOURCES WORK PREFIX      runs inside the Debian 11 root
#
# SOURCES holds Debian's source packages of python3.11 and sqlite3. Upstream's Python is taken, with those of Debian's
# patches that mend faults (not those that move its folders to Debian's places).
set -euo pipefail
sources=$1 work=$2 prefix=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
first_mending_patch=shutdown-deadlock.diff
jobs=$(nproc)

export DEBIAN_FRONTEND=noninteractive
apt-get install -y -qq --no-install-recommends build-essential zlib1g-dev libssl-dev libffi-dev libbz2-dev liblzma-dev \
    uuid-dev pkg-config ca-certificates binutils xz-utils tcl >"$work/packages.log" 2>&1

build_sqlite() {
    rm -rf "$work/sqlite" && mkdir -p "$work/sqlite" && cd "$work/sqlite"
    tar xf "$sources"/sqlite3_*.orig.tar.xz --strip-components=1
    ./configure --prefix="$prefix" --enable-fts5 --disable-static CFLAGS="-O2 -include $here/old_glibc.h \
        -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_RTREE \
        -DSQLITE_SECURE_DELETE -DSQLITE_ENABLE_DBSTAT_VTAB"
    make -j"$jobs" && make install
}

unpack_python() {
    rm -rf "$work/python" && mkdir -p "$work/python" && cd "$work/python"
    tar xf "$sources"/python3.11_*.orig.tar.gz --strip-components=1
    tar xf "$sources"/python3.11_*.debian.tar.xz
    local patch mending=
    while read -r patch; do
        [[ $patch == "$first_mending_patch" ]] && mending=yes
        [[ -z $mending || -z $patch || $patch == \#* ]] && continue
        echo "== $patch"
        patch --quiet -p1 <"debian/patches/$patch"
    done <debian/patches/series
    [[ -n $mending ]]
    # Debian builds this one into the interpreter; on its own it has to say that it uses Python's inside.
    sed -i '1i #define Py_BUILD_CORE_MODULE 1' Modules/pyexpat.c
}

build_python() {
    cd "$work/python"
    # The two functions that ask for glibc 2.30; Python does without them.
    ac_cv_func_sem_clockwait=no ac_cv_func_pthread_cond_clockwait=no CPPFLAGS="-I$prefix/include" \
        ./configure --prefix="$prefix" --enable-shared CFLAGS="-include $here/old_glibc.h" \
        LDFLAGS="-L$prefix/lib -Wl,-rpath,$prefix/lib"
    make -j"$jobs" && make install
}

build_sqlite >"$work/sqlite.log" 2>&1
unpack_python >"$work/patches.log" 2>&1
build_python >"$work/python.log" 2>&1
# A module that could not be built does not stop make.
"$prefix/bin/python3.11" -c 'import _elementtree, bz2, ctypes, lzma, pyexpat, sqlite3, ssl, uuid
print("== Python", *sqlite3.sqlite_version.split())'
