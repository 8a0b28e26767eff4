# What the checks of installed programs share. To be sourced inside a root.

exec 3>&1 # what is said is seen also where a command's own words go into a file
say() { printf '== %s\n' "$*" >&3; }
fail() { printf '失败：%s\n' "$*" >&2; exit 1; }
# must WHAT COMMAND…: stops where the command fails.
must() { local what=$1; shift; "$@" || fail "$what"; say "$what"; }
# refused WHAT COMMAND…: stops where the command succeeds.
refused() { local what=$1; shift; ! "$@" || fail "$what：没有被拒绝"; say "$what"; }

# shown_window PICTURE: waits until a window of ours is on the screen, and takes a picture of the whole screen.
shown_window() {
    local second
    for ((second = 0; second < 90; second++)); do
        xdotool search --onlyvisible --name '12345热线工单' >/dev/null 2>&1 && break
        sleep 1
    done
    sleep 4
    windows=$(xdotool search --onlyvisible --name '12345热线工单' 2>/dev/null | wc -l)
    import -window root "$1"
    [[ $windows -ge 1 ]]
}
