# An office that goes from one computer to the next. To be sourced after checking.sh; "hotline" runs the program.

# shown_office DATA: every ticket and case, the same whatever system shows it and whatever the hour is.
shown_office() {
    hotline --data "$1" tickets --json | tr -d '\r' | sed 's/"light[^,]*,//g'
    hotline --data "$1" cases --json | tr -d '\r'
    hotline --data "$1" units --json | tr -d '\r'
}

# same_office DATA SHOWN: what is shown now is what was shown then; a newer version may say more of each.
same_office() {
    shown_office "$1" >"$2.now"
    diff <(grep -o '"number": "[^"]*"' "$2" | sort) <(grep -o '"number": "[^"]*"' "$2.now" | sort)
}

# sound_office DATA: attachments and the chain of entries are whole.
sound_office() { hotline --data "$1" check && hotline --data "$1" verify; }

# move_out DATA FILE SHOWN: writes the moving file and what it must show elsewhere.
move_out() {
    must "数据完好" sound_office "$1" >/dev/null
    shown_office "$1" >"$3"
    must "写成搬家文件" hotline --data "$1" move-out --out "$2" >/dev/null
}

# move_in FILE DATA SHOWN: takes it over and compares.
move_in() {
    must "搬入" hotline --data "$2" move-in "$1"
    must "数据完好" sound_office "$2" >/dev/null
    must "工单、督办件、单位相同" diff <(shown_office "$2") "$3"
}
