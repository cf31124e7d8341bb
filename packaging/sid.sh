# shellcheck shell=bash
# A folder with Debian sid, for the scripts that build for other systems. To be sourced, as root, by a
# script whose working folder is the root of the repository.
#
# What was compiled stays in /w/target of it, so that the next run compiles only what has changed.
#
# sid has the only Debian packages of a Rust that is new enough, with the sources of its standard library.

# Makes the folder $1, once: the packages are left there for the next run, since they take minutes. What a
# script has mounted is released when it ends.
open_sid() {
  sid_root=$(realpath -m "$1")
  [ "$(id -u)" = 0 ] || { echo "debootstrap needs root: run this as root." >&2; exit 2; }
  command -v debootstrap >/dev/null || { echo "Install debootstrap first." >&2; exit 2; }
  if [ ! -e "$sid_root/etc/debian_version" ]; then
    debootstrap --variant=minbase sid "$sid_root"
  fi
  # A mirror that is some weeks behind does for a test; apt still checks the signatures.
  echo 'Acquire::Check-Valid-Until "false";' >"$sid_root/etc/apt/apt.conf.d/90-behind"
  trap close_sid EXIT
  mount --bind /proc "$sid_root/proc"
  mount --bind /dev "$sid_root/dev"
  mkdir -p "$sid_root/w"
}

close_sid() {
  rm -rf "$sid_root/w/src" "$sid_root/w/out" "$sid_root/w/tests.log"
  # At once, even if a program there has not ended yet: whoever removes the folder must not find the
  # devices of this system in it.
  umount --lazy "$sid_root/proc" "$sid_root/dev" || true
  echo "$sid_root is left for the next run. Remove it to free its space."
}

# Runs a command there.
sid() {
  chroot "$sid_root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive CARGO_TARGET_DIR=/w/target \
    ${CARGO_BUILD_JOBS:+"CARGO_BUILD_JOBS=$CARGO_BUILD_JOBS"} "$@"
}

# Installs packages there.
sid_install() {
  sid apt-get update -qq
  sid apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Copies the last commit to /w/src inside the chroot. Its crates and those of the standard library are
# fetched outside, where certificates are set up.
sid_sources() {
  rm -rf "$sid_root/w/src"
  # The folder of cargo inside the chroot, where everything runs as root.
  local cargo_home=$sid_root/root/.cargo
  mkdir -p "$sid_root/w/src" "$cargo_home"
  # With the time of now: by the times of the commit, cargo would take a change for compiled already.
  git archive HEAD | tar -x -m -C "$sid_root/w/src"
  CARGO_HOME=$cargo_home cargo fetch --locked
  local std=$sid_root/usr/lib/rustlib/src/rust/library/sysroot/Cargo.toml
  if [ -e "$std" ]; then
    (cd / && RUSTC_BOOTSTRAP=1 CARGO_HOME=$cargo_home cargo fetch --locked --manifest-path "$std")
  fi
}

# Compiles the same sources for this system, to target/debug/wellread, for a comparison.
linux_program() {
  cargo build --locked --manifest-path "$sid_root/w/src/Cargo.toml" --target-dir target -p wellread
}
