# Sourced by the scripts beside it, with `root` set to the project's folder: brings in the C libraries that Civic builds
# with. Says nothing when there is nothing to do.
#
# zlib is required. ISA-L (faster gzip) and Hyperscan or Vectorscan (faster patterns) are used when they are there; an
# attempt to install them is made once and remembered in .build/civic-setup, because doing without them is fine.

# Options of swift build and swift test: their caches do not know that Package.swift looks for headers and at CIVIC_PLAIN.
fresh_manifest="--manifest-cache none --disable-build-manifest-caching"

say() { printf 'civic: %s\n' "$*" >&2; }

has_header() {
    for folder in /usr/include /usr/local/include; do
        for header in "$@"; do
            [ -e "$folder/$header" ] && return 0
        done
    done
    # zlib comes with the compiler's own headers there.
    [ "$1" = zlib.h ] && [ "$(uname -s)" = Darwin ]
}
has_zlib() { has_header zlib.h; }
has_isal() { has_header isa-l/igzip_lib.h isa-l.h; }
has_patterns() { has_header hs/hs.h; }

# What Package.swift will find: a build made with something else is out of date.
accelerators() {
    if [ -n "${CIVIC_PLAIN:-}" ]; then
        echo plain
        return
    fi
    found=
    has_isal && found="$found isal"
    has_patterns && found="$found hyperscan"
    echo "found:$found"
}

# as_root COMMAND...: fails when this user cannot become root without being asked for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

# install_packages PACKAGE...: output goes to the log.
install_packages() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=120 "$@" >>"$setup_log" 2>&1
}

update_package_lists() {
    [ -n "${lists_updated:-}" ] && return 0
    lists_updated=yes
    as_root apt-get update -o Acquire::Retries=1 >>"$setup_log" 2>&1
}

need_swift() {
    if ! command -v swift >/dev/null 2>&1; then
        say "error: there is no swift on the PATH; Civic builds with Swift 6.1 or later"
        exit 2
    fi
}

setup() {
    has_zlib && { [ -n "${CIVIC_PLAIN:-}" ] || { has_isal && has_patterns; } || [ -e "$root/.build/civic-setup" ]; } && return

    mkdir -p "$root/.build"
    setup_log="$root/.build/civic-setup.log"
    : >"$setup_log"
    can_install=
    if command -v apt-get >/dev/null 2>&1; then
        if as_root true; then can_install=yes; fi
    fi

    if ! has_zlib; then
        if [ -n "$can_install" ]; then
            say "installing zlib1g-dev"
            update_package_lists || true
            install_packages zlib1g-dev || true
        fi
        if ! has_zlib; then
            [ -s "$setup_log" ] && cat "$setup_log" >&2
            say "error: zlib's headers are missing; run: apt-get update && apt-get install zlib1g-dev (as root)"
            exit 2
        fi
    fi

    if [ -z "${CIVIC_PLAIN:-}" ] && [ ! -e "$root/.build/civic-setup" ]; then
        wanted=
        has_isal || wanted="libisal-dev"
        has_patterns || wanted="${wanted:+$wanted }libhyperscan-dev"
        if [ -n "$wanted" ] && [ -n "$can_install" ]; then
            say "installing $wanted for speed, where the system has them"
            update_package_lists || true
            has_isal || install_packages libisal-dev || true
            has_patterns || install_packages libhyperscan-dev || install_packages libvectorscan-dev || true
        elif [ -n "$wanted" ] && command -v apt-get >/dev/null 2>&1; then
            say "works as it is, and faster after: apt-get install $wanted (as root)"
        fi
        echo "tried: ${wanted:-nothing}" >"$root/.build/civic-setup"
    fi
}
