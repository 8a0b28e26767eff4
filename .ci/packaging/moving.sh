# An office that goes from one computer to the next, and one that is encrypted. To be sourced after checking.sh;
# "hotline" runs the program, "secret" holds the options that open an encrypted office.
secret=()
# Stands in a ticket of the old office: found in its files as long as they are plain.
told=海虹小区12号楼

# shown_office DATA: every ticket and case, the same whatever system shows it and whatever the hour is.
shown_office() {
    hotline --data "$1" tickets --json "${secret[@]}" | tr -d '\r' | sed 's/"light[^,]*,//g'
    hotline --data "$1" cases --json "${secret[@]}" | tr -d '\r'
    hotline --data "$1" units --json "${secret[@]}" | tr -d '\r'
}

# same_office DATA SHOWN: what is shown now is what was shown then; a newer version may say more of each.
same_office() {
    shown_office "$1" >"$2.now"
    diff <(grep -o '"number": "[^"]*"' "$2" | sort) <(grep -o '"number": "[^"]*"' "$2.now" | sort)
}

# sound_office DATA: attachments and the chain of entries are whole.
sound_office() { hotline --data "$1" check "${secret[@]}" && hotline --data "$1" verify "${secret[@]}"; }

# readable_in FOLDER: whether the words of a ticket stand in any file.
readable_in() { grep --recursive --quiet --text --fixed-strings "$told" "$1"; }

# write_secrets FOLDER: a passphrase and a recovery code, invented for these checks.
write_secrets() {
    echo '试装时用的口令一二三' >"$1/passphrase.txt"
    echo 'X2AO-QLYA-I7XS-3TM5-FMSG-URT3-CUD5-RKSG-CZEO-VTB4-OKUW-E4Y7-MR5R-LGIU' >"$1/code.txt"
}

# encrypt_office DATA FOLDER SHOWN SECRETS: DATA as the program is told it, FOLDER as this system sees it, the folder of
# write_secrets as the program sees it. "secret" opens the office afterwards.
encrypt_office() {
    must "加密以前文件里读得到工单" readable_in "$2"
    must "加密" hotline --data "$1" encrypt --code-file "$4/code.txt" --new-passphrase-file "$4/passphrase.txt" >/dev/null
    refused "文件里找不到工单的一个字" readable_in "$2"
    refused "不输口令打不开" hotline --data "$1" tickets >/dev/null
    secret=(--passphrase-file "$4/passphrase.txt")
    must "凭口令打开，内容相同" diff <(shown_office "$1") "$3"
    must "加密的数据完好" sound_office "$1" >/dev/null
}

# decrypt_office DATA SHOWN: the way back.
decrypt_office() {
    must "取消加密" hotline --data "$1" decrypt "${secret[@]}" >/dev/null
    secret=()
    must "取消加密后内容相同" diff <(shown_office "$1") "$2"
    must "取消加密后数据完好" sound_office "$1" >/dev/null
}

# move_out DATA FILE SHOWN: writes the moving file and what it must show elsewhere.
move_out() {
    must "数据完好" sound_office "$1" >/dev/null
    shown_office "$1" >"$3"
    must "写成搬家文件" hotline --data "$1" move-out --out "$2" "${secret[@]}" >/dev/null
}

# move_in FILE DATA SHOWN: takes it over and compares.
move_in() {
    must "搬入" hotline --data "$2" move-in "$1" "${secret[@]}"
    must "数据完好" sound_office "$2" >/dev/null
    must "工单、督办件、单位相同" diff <(shown_office "$2") "$3"
}
