#!/bin/sh
# Installs, upgrades or removes cchc-tui on a server without internet. Everything it needs lies beside it.
#
#   sh install.sh [--prefix DIR] [--data DIR] [--no-service] [--no-ssh]
#   sh install.sh remove [--prefix DIR]
#
# A version is put into PREFIX/versions/NAME and tried there. PREFIX/current, a link, is then turned to it in one step. Run
# again after an interruption, it completes what is missing. It never deletes or changes a file of the data folder.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
action=install prefix=/opt/cchc data='' service=yes ssh=yes
units=/etc/systemd/system
sshd_part=/etc/ssh/sshd_config.d/cchc.conf
link=/usr/local/bin/cchc-tui
umask 022
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
unset PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE
# The settings of pip on this machine may name a registry on the internet.
PIP_CONFIG_FILE=/dev/null PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_CONFIG_FILE PIP_NO_INPUT PIP_DISABLE_PIP_VERSION_CHECK
for name in PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_CONSTRAINT PIP_TARGET PIP_PREFIX PIP_USER; do
  unset "$name"
done

# The console of the machine itself (not a terminal over SSH) lacks many Vietnamese letters: they are shown without marks.
readable() {
  if [ "${TERM:-}" = linux ] && command -v python3 >/dev/null; then
    python3 -c 'if True:
      import sys, unicodedata
      text = sys.stdin.buffer.read().decode("utf-8", "replace").replace("đ", "d").replace("Đ", "D")
      print(unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode(), end="")'
  else
    cat
  fi
}
say() { printf '%s\n' "$*" | readable; }
fail() {
  printf '%s\n' "$@" | sed '1s/^/LỖI: /' | readable >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    remove) action=remove ;;
    --prefix | --data)
      [ $# -ge 2 ] || fail "$1 cần một thư mục."
      case $2 in
        *[!A-Za-z0-9/._-]* | *..* | */ | [!/]*) fail "$1: cần đường dẫn đầy đủ, không dấu, không khoảng trắng (ví dụ /srv/cchc)." ;;
      esac
      if [ "$1" = --prefix ]; then prefix=$2; else data=$2; fi
      shift
      ;;
    --no-service) service=no ;;
    --no-ssh) ssh=no ;;
    *)
      sed -n '2,5s/^# \{0,1\}//p' "$0"
      exit 2
      ;;
  esac
  shift
done

[ "$(id -u)" = 0 ] || fail "Cần quyền root. Gõ: su -   rồi chạy lại lệnh này."

recorded=$prefix/data-folder
if [ -z "$data" ]; then
  data=/srv/cchc
  if [ -s "$recorded" ]; then data=$(cat "$recorded"); fi
fi

runs_systemd() { [ "$service" = yes ] && [ -d /run/systemd/system ]; }

# --- removal ---------------------------------------------------------------------------------------------------------

remove() {
  if [ -d /run/systemd/system ]; then
    for unit in cchc-backup.timer cchc-backup.service cchc.service; do
      if [ -e "$units/$unit" ]; then systemctl disable --quiet --now "$unit" 2>/dev/null || :; fi
    done
  fi
  rm -f "$units/cchc.service" "$units/cchc-backup.service" "$units/cchc-backup.timer" \
    "$units/multi-user.target.wants/cchc.service" "$units/timers.target.wants/cchc-backup.timer"
  if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
  if [ -e "$sshd_part" ]; then
    rm -f "$sshd_part"
    reload_sshd
  fi
  if [ "$(readlink "$link" || :)" = "$prefix/bin/cchc-tui" ]; then rm -f "$link"; fi
  rm -rf "$prefix/current" "$prefix/bin/cchc-tui" "$prefix/versions"
  rm -f "$prefix/install.sh" "$prefix/data-folder" "$prefix/.lock"
  rmdir "$prefix/bin" "$prefix" 2>/dev/null || :
  say "Đã gỡ chương trình. Dữ liệu còn nguyên trong $data."
  say "Bản sao lưu (nếu có) còn trong /var/backups/cchc."
  say "Tài khoản cchc và các nhóm cchc-… vẫn còn, vì dữ liệu thuộc về chúng."
}

reload_sshd() {
  if [ -d /run/systemd/system ]; then systemctl try-reload-or-restart ssh.service 2>/dev/null || :; fi
}

# --- what is looked at before anything is changed --------------------------------------------------------------------

check_bundle() {
  [ -s "$here/SHA256SUMS" ] || fail "Thiếu tệp SHA256SUMS bên cạnh install.sh." "Giải nén lại toàn bộ gói cài rồi chạy lại."
  (cd "$here" && sha256sum --check --quiet --strict SHA256SUMS) ||
    fail "Gói cài bị hỏng hoặc chép thiếu (xem dòng trên)." "Chép lại gói cài rồi chạy lại."
  . "$here/BUNDLE"
}

check_python() {
  cure="Cho đĩa cài Debian vào máy rồi gõ:  apt-cdrom add && apt-get install python3"
  command -v python3 >/dev/null || fail "Máy chưa có Python." "$cure"
  python=$(command -v python3)
  has=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  case " $PYTHONS " in
    *" $has "*) ;;
    *) fail "Máy có Python $has, gói cài này dành cho Python $PYTHONS." "Cần gói cài khác (make bundle BUNDLE_PYTHONS=$has)." ;;
  esac
  "$python" -c 'import venv, sqlite3, ssl, ctypes' 2>/dev/null || fail "Python của máy thiếu thư viện chuẩn." "$cure"
  [ "$(uname -m)" = "$MACHINE" ] || fail "Máy loại $(uname -m), gói cài này dành cho máy loại $MACHINE."
}

check_room() {
  free=$(df -Pk "$prefix" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge 300000 ] || fail "Ổ đĩa của $prefix còn $((free / 1024)) MB; cần 300 MB."
}

check_data() {
  case $data in
    /home/* | /root* | /tmp/* | /run/*)
      if runs_systemd; then
        fail "Thư mục dữ liệu không được nằm trong ${data%/*}: dịch vụ không vào được. Ví dụ: --data /srv/cchc"
      fi
      ;;
  esac
  if [ -e "$data" ] && [ ! -e "$data/registry" ] && [ -n "$(ls -A "$data" 2>/dev/null)" ] && [ ! -e "$data/.installing" ]; then
    fail "$data đã có tệp khác và không phải thư mục dữ liệu. Chọn thư mục khác: --data /srv/ten-khac"
  fi
  if id cchc >/dev/null 2>&1 && [ "$(id -u cchc)" -ge 1000 ]; then
    fail "Máy đã có tài khoản cchc của một người dùng." "Đổi tên tài khoản đó trước khi cài."
  fi
}

# --- the program -----------------------------------------------------------------------------------------------------

install_program() {
  name=$VERSION-py$(echo "$has" | tr -d .)-$(sha256sum "$here/SHA256SUMS" | cut -c 1-8)
  new=$prefix/versions/$name
  mkdir -p "$prefix/versions" "$prefix/bin"
  if [ ! -e "$new/complete" ]; then
    say "Cài chương trình vào $new (khoảng một phút) ..."
    rm -rf "$new"
    "$python" -m venv --without-pip "$new"
    pip=$(echo "$here"/wheels/pip-*.whl)
    PYTHONPATH=$pip "$new/bin/python" -m pip --quiet install --no-index --find-links "$here/wheels" \
      --no-cache-dir --root-user-action ignore "cchc-tui[$EXTRAS]==$VERSION" || spoiled
    cp -R "$here/systemd" "$new/systemd"
  fi
  try_program
  touch "$new/complete"
}

# The new version works on this machine: it makes a data folder, loads, and answers.
try_program() {
  trial=$(mktemp -d)
  chown cchc: "$trial"
  if ! as_cchc sh -c 'cd "$1" && "$2" init "$1/data" && "$2" --data "$1/data" collect --once && "$2" --data "$1/data" board late' \
    sh "$trial" "$new/bin/cchc-tui" >"$trial.log" 2>&1; then
    cat "$trial.log" >&2
    rm -rf "$trial" "$trial.log"
    spoiled
  fi
  rm -rf "$trial" "$trial.log"
}

spoiled() {
  rm -rf "$new"
  fail "Bản $name không cài được trên máy này (xem các dòng trên)." "Dữ liệu và bản đang dùng (nếu có) không bị thay đổi."
}

as_cchc() { runuser -u cchc -- env -i PATH="$PATH" HOME="$data" LANG=C.UTF-8 "$@"; }

turn_to() { # the one step by which a version comes into use
  ln -sfn "versions/$1" "$prefix/current.new"
  mv -Tf "$prefix/current.new" "$prefix/current"
}

put_links() {
  ln -sfn ../current/bin/cchc-tui "$prefix/bin/cchc-tui.new"
  mv -Tf "$prefix/bin/cchc-tui.new" "$prefix/bin/cchc-tui"
  if [ ! -e "$link" ] && [ ! -L "$link" ]; then ln -s "$prefix/bin/cchc-tui" "$link"; fi
  cp "$here/install.sh" "$prefix/install.sh.new"
  mv -f "$prefix/install.sh.new" "$prefix/install.sh"
}

# Keeps the version in use, the one before it, and those that a viewer still runs.
drop_old_versions() {
  for folder in "$prefix"/versions/*; do
    case ${folder##*/} in "$name" | "$before") continue ;; esac
    if grep -qsF "$folder/" /proc/[0-9]*/cmdline; then continue; fi
    rm -rf "$folder"
  done
}

# --- accounts, groups, data ------------------------------------------------------------------------------------------

make_accounts() {
  for group in cchc-xem cchc-rieng cchc-nhap; do
    getent group "$group" >/dev/null || groupadd --system "$group"
  done
  id cchc >/dev/null 2>&1 ||
    useradd --system --user-group --home-dir "$data" --no-create-home --shell /usr/sbin/nologin cchc
  # The owner of a folder may give it only to a group of its own, and has to read what others drop.
  usermod --append --groups cchc-xem,cchc-rieng,cchc-nhap cchc
}

folder() { # MODE GROUP PATH: made if missing; its mode and owner are put right, not those of what it holds
  mkdir -p "$3"
  chown "cchc:$2" "$3"
  chmod "$1" "$3"
}

make_data() {
  if [ ! -e "$data/registry" ]; then
    folder 2750 cchc-xem "$data"
    touch "$data/.installing"
    as_cchc sh -c 'umask 027 && "$1" init "$2"' sh "$new/bin/cchc-tui" "$data" >/dev/null ||
      fail "Không tạo được thư mục dữ liệu $data."
  fi
  folder 2750 cchc-xem "$data"
  folder 2750 cchc-xem "$data/state"
  folder 2750 cchc-xem "$data/registry"
  folder 2750 cchc-xem "$data/templates"
  folder 2770 cchc-nhap "$data/inbox"
  folder 2750 cchc-rieng "$data/private"
  folder 0700 cchc "$data/archive"
  folder 0700 cchc "$data/audit"
  if command -v setfacl >/dev/null && setfacl -d -m u:cchc:rwX,g:cchc-nhap:rwX,o::- "$data/inbox" 2>/dev/null; then
    acl=yes
  else
    acl=no
  fi
  if [ ! -e /var/backups/cchc ]; then folder 0700 cchc /var/backups/cchc; fi
  rm -f "$data/.installing"
  printf '%s\n' "$data" >"$recorded"
}

# --- service and sshd ------------------------------------------------------------------------------------------------

fill_in() { # FROM TO: replaces the two folders; a file is there whole or not at all
  sed -e "s#/opt/cchc/#$prefix/#g" -e "s#/srv/cchc#$data#g" "$1" >"$2.new"
  chmod 644 "$2.new"
  mv -f "$2.new" "$2"
}

install_units() { # those of the version named
  mkdir -p "$units"
  for unit in "$prefix/versions/$1"/systemd/*; do
    fill_in "$unit" "$units/${unit##*/}"
  done
}

start_service() {
  systemctl daemon-reload
  systemctl enable --quiet cchc.service
  systemctl restart cchc.service
  if [ -e "$units/cchc-backup.timer" ]; then systemctl enable --quiet --now cchc-backup.timer; fi
}

# The collector that the service started writes its status within 30 seconds, and is the same 3 seconds later.
serves() {
  tries=0
  while [ $tries -lt 30 ]; do
    pid=$(systemctl show --property MainPID --value cchc.service)
    if [ "$pid" != 0 ] && grep -qs "\"pid\":$pid[,}]" "$data"/state/*.json; then
      sleep 3
      [ "$(systemctl show --property MainPID --value cchc.service)" = "$pid" ]
      return
    fi
    sleep 1
    tries=$((tries + 1))
  done
  return 1
}

# Groups, folders and sshd's configuration for officers' keys. A machine without sshd gets them when it has one.
set_up_ssh() {
  ssh_state=no
  if [ "$ssh" = no ] || ! "$new/bin/cchc-tui" access setup --help >/dev/null 2>&1; then return 0; fi
  if [ ! -d /etc/ssh/sshd_config.d ] || ! command -v sshd >/dev/null; then
    ssh_state=missing
  elif "$prefix/bin/cchc-tui" --data "$data" access setup; then
    ssh_state=yes
  else
    say "CHÚ Ý: phần SSH chưa cài được (xem dòng trên); cấu hình SSH để như cũ."
  fi
}

# --- in their order --------------------------------------------------------------------------------------------------

install() {
  check_bundle
  check_python
  check_room
  check_data
  before=$(readlink "$prefix/current" || :)
  before=${before##*/}
  make_accounts
  install_program
  make_data
  turn_to "$name"
  put_links
  install_units "$name"
  if runs_systemd; then
    start_service
    if ! serves; then
      if [ -z "$before" ] || [ "$before" = "$name" ]; then
        fail "Dịch vụ không chạy. Xem lý do:  journalctl -u cchc -n 50"
      fi
      turn_to "$before"
      install_units "$before"
      systemctl daemon-reload
      systemctl restart cchc.service
      fail "Bản mới không chạy được như dịch vụ; đã quay lại bản $before." "Xem lý do:  journalctl -u cchc -n 50"
    fi
  fi
  set_up_ssh
  drop_old_versions
  report
}

report() {
  if [ -n "$before" ] && [ "$before" != "$name" ]; then say "Đã nâng cấp từ bản $before lên bản $name."; else say "Đã cài bản $name."; fi
  say "  Chương trình: $prefix/bin/cchc-tui"
  say "  Dữ liệu:      $data   (tệp xuất bỏ vào $data/inbox)"
  if runs_systemd; then
    say "  Dịch vụ:      đang chạy (systemctl status cchc)"
  else
    say "  Dịch vụ:      máy này không chạy systemd; chạy bằng tay:"
    say "                runuser -u cchc -- sh -c 'umask 027; exec $prefix/bin/cchc-tui --data $data collect'"
  fi
  if [ "$acl" = no ]; then
    say "  Hộp nhận:     không có setfacl (gói acl): ai bỏ tệp vào phải để nhóm đọc được (umask 027)."
  fi
  case $ssh_state in
    yes) say "  SSH:          sẵn sàng (thêm cán bộ: cchc-tui --data $data access add ...)" ;;
    missing) say "  SSH:          máy chưa có máy chủ SSH (apt-get install openssh-server); cài xong, chạy lại lệnh này." ;;
  esac
  if [ -e "$units/cchc-backup.timer" ]; then say "  Sao lưu:      mỗi ngày 2 giờ sáng, vào /var/backups/cchc (nên chép ra ổ đĩa khác)"; fi
  say "  Gỡ bỏ:        sh $prefix/install.sh remove   (dữ liệu giữ nguyên)"
}

case $action in
  install) mkdir -p "$prefix" ;;
  remove) [ -d "$prefix/versions" ] || fail "Không có bản cài nào trong $prefix." ;;
esac
exec 9>"$prefix/.lock"
flock -n 9 || fail "Một lần cài khác đang chạy trong $prefix."
"$action"
