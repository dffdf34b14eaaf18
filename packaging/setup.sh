# Sourced by run, test and screens: makes .venv, installs the locked dependencies, checks Qt's system libraries.
# Usage: setup LOCKFILE. Does nothing where all of it is there already.

QT_PACKAGES="libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 fonts-dejavu-core"
XCB_PACKAGES="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"

say() { printf '%s\n' "$*" >&2; }

have_display() { [ "$(uname)" = Darwin ] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; }

# Install Debian packages as root, or print the line that does it.
need_packages() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing: $*"
        apt-get update -qq >&2
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
    else
        say "Please run this once, then start again:"
        say "    sudo apt-get install -y $*"
        return 1
    fi
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$name"
            return
        fi
    done
    say "Scoutsheet needs Python 3.11 or newer."
    [ "$(uname)" = Darwin ] && say "Get it from python.org, then start again." && return 1
    need_packages python3 python3-venv && printf python3
}

make_venv() {
    python=$(find_python) || return 1
    # A base without ensurepip (Debian's python3 without python3-venv) makes a half venv: look first.
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        need_packages python3-venv || return 1
    fi
    "$python" -m venv --clear .venv
}

missing_libraries() {
    [ "$(uname)" = Linux ] || return 0
    qt=$(.venv/bin/python -c 'import importlib.util; print(importlib.util.find_spec("PySide6").submodule_search_locations[0])')
    ldd "$qt"/QtWidgets.abi3.so "$qt"/Qt/plugins/platforms/libqoffscreen.so 2>/dev/null | grep -q 'not found' && printf 'qt '
    ldd "$qt"/Qt/plugins/platforms/libqxcb.so 2>/dev/null | grep -q 'not found' && printf 'xcb '
    return 0
}

check_libraries() {
    missing=$(missing_libraries)
    case "$missing" in *qt*) need_packages $QT_PACKAGES || return 1 ;; esac
    case "$missing" in
        *xcb*) if have_display; then need_packages $XCB_PACKAGES || return 1; fi ;;
    esac
}

setup() {
    lock=$1
    wanted=$(cat pyproject.toml "$lock" | cksum)
    stamp=.venv/.installed
    if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$lock $wanted" ]; then return 0; fi
    # A start with the smaller lock keeps what the larger one installed.
    if [ "$lock" = packaging/requirements.lock ] && [ -x .venv/bin/python ]; then
        dev=packaging/requirements-dev.lock
        if [ "$(cat "$stamp" 2>/dev/null)" = "$dev $(cat pyproject.toml $dev | cksum)" ]; then return 0; fi
    fi
    say "Setting up Scoutsheet (once; about a minute)"
    [ -x .venv/bin/python ] || make_venv || return 1
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" >&2 || return 1
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . >&2 || return 1
    check_libraries || return 1
    printf '%s' "$lock $wanted" > "$stamp"
}
