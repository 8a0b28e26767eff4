#!/usr/bin/env bash
# Compiles Python 3.11 with its own SQLite for old systems (UOS 20, Kylin V10: glibc 2.28) into PREFIX.
#
#     old_python.sh SOURCES WORK PREFIX [FOREIGN]      runs inside the Debian 11 root
#
# FOREIGN is a processor of another kind (arm64): the same is made for it by a cross compiler, into WORK/PREFIX, with the
# Python in PREFIX as its tool.
#
# SOURCES holds Debian's source packages of python3.11 and sqlite3. Upstream's Python is taken, with those of Debian's
# patches that mend faults (not those that move its folders to Debian's places).
set -euo pipefail
sources=$1 work=$2 prefix=$3 foreign=${4:-}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
first_mending_patch=shutdown-deadlock.diff
jobs=$(nproc)

export DEBIAN_FRONTEND=noninteractive
libraries=(zlib1g-dev libssl-dev libffi-dev libbz2-dev liblzma-dev uuid-dev)
tools=(build-essential pkg-config ca-certificates binutils xz-utils tcl)
destination='' host=() search=$prefix
if [[ -n $foreign ]]; then
    dpkg --add-architecture "$foreign" && apt-get -qq update
    tools+=("crossbuild-essential-$foreign")
    libraries=("${libraries[@]/%/:$foreign}")
    kind=$(dpkg-architecture -a"$foreign" -qDEB_HOST_GNU_TYPE)
    destination=$work search=$work$prefix
    host=(--host="$kind" --build="$(dpkg-architecture -qDEB_BUILD_GNU_TYPE)")
    export PKG_CONFIG_LIBDIR=/usr/lib/$kind/pkgconfig:/usr/share/pkgconfig
fi
apt-get install -y -qq --no-install-recommends "${tools[@]}" "${libraries[@]}" >"$work/packages.log" 2>&1

build_sqlite() {
    rm -rf "$work/sqlite" && mkdir -p "$work/sqlite" && cd "$work/sqlite"
    tar xf "$sources"/sqlite3_*.orig.tar.xz --strip-components=1
    ./configure "${host[@]}" --prefix="$prefix" --enable-fts5 --disable-static CFLAGS="-O2 -include $here/old_glibc.h \
        -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_RTREE \
        -DSQLITE_SECURE_DELETE -DSQLITE_ENABLE_DBSTAT_VTAB"
    make -j"$jobs" && make install DESTDIR="$destination"
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
    local another=()
    # What cannot be found out by running a program of another kind; pip comes with the environment that is made later.
    [[ -z $foreign ]] || another=(--with-build-python="$prefix/bin/python3.11" --with-ensurepip=no
        ac_cv_file__dev_ptmx=yes ac_cv_file__dev_ptc=no ac_cv_buggy_getaddrinfo=no)
    # The two functions that ask for glibc 2.30; Python does without them.
    ac_cv_func_sem_clockwait=no ac_cv_func_pthread_cond_clockwait=no CPPFLAGS="-I$search/include" \
        ./configure "${host[@]}" "${another[@]}" --prefix="$prefix" --enable-shared CFLAGS="-include $here/old_glibc.h" \
        LDFLAGS="-L$search/lib -Wl,-rpath,$prefix/lib"
    make -j"$jobs" && make install DESTDIR="$destination"
}

build_sqlite >"$work/sqlite.log" 2>&1
unpack_python >"$work/patches.log" 2>&1
build_python >"$work/python.log" 2>&1
[[ -z $foreign ]] || exit 0 # it is looked at where it runs
# A module that could not be built does not stop make.
"$prefix/bin/python3.11" -c 'import _elementtree, bz2, ctypes, lzma, pyexpat, sqlite3, ssl, uuid
print("== Python", *sqlite3.sqlite_version.split())'
